-- What is known of a customer beyond a name: how to address, greet and reach them, and what they agreed to.
ALTER TABLE customers
  -- A birthday without its year: greetings and gifts need no age.
  ADD COLUMN birth_month smallint CHECK (birth_month BETWEEN 1 AND 12),
  ADD COLUMN birth_day smallint CHECK (birth_day BETWEEN 1 AND 31),
  ADD CHECK ((birth_month IS NULL) = (birth_day IS NULL)),
  ADD COLUMN preferred_channel text CHECK (preferred_channel IN ('CHAT','PHONE','SMS','EMAIL','WECHAT','QQ')),
  -- How they want to be called; the form of address follows from it and the surname (CUS-ATT-02). NULL: not known.
  ADD COLUMN salutation text CHECK (salutation IN ('MR','MS'));
CREATE INDEX customers_by_birthday ON customers (shop_id, birth_month, birth_day, id) WHERE birth_month IS NOT NULL;

-- What a customer agreed to be contacted for, and through what (C-34, CUS-ATT-05): the row without an end is in force,
-- the others are its history. No row: never asked, which is no consent.
CREATE TABLE consents (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  customer_id uuid NOT NULL,
  purpose text NOT NULL CHECK (purpose IN ('MARKETING','CARE','RECOMMENDATION','SURVEY','SERVICE')),
  channel text NOT NULL CHECK (channel IN ('CHAT','PHONE','SMS','EMAIL','WECHAT','QQ')),
  given boolean NOT NULL,
  source text NOT NULL CHECK (source IN ('STOREFRONT','CHAT','PHONE','FORM','IMPORT')),
  recorded_by uuid REFERENCES agents,
  at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, customer_id) REFERENCES customers,
  CHECK (ended_at >= at)
);
CREATE UNIQUE INDEX consents_in_force ON consents (shop_id, customer_id, purpose, channel) WHERE ended_at IS NULL;
CREATE INDEX consents_by_customer ON consents (shop_id, customer_id, at, id);
CALL cs.protect('consents', 'rw');
