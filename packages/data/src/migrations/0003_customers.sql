CREATE TABLE customers (
  shop_id uuid NOT NULL REFERENCES shops,
  id uuid NOT NULL,
  number text NOT NULL,
  name text NOT NULL,
  name_masked text NOT NULL,
  form_of_address text NOT NULL,
  lifecycle text NOT NULL CHECK (lifecycle IN ('NEW','ACTIVE','LOYAL','SILENT','CHURNED')),
  value_class text NOT NULL CHECK (value_class IN ('HIGH','POTENTIAL','ORDINARY')),
  behaviour text CHECK (behaviour IN ('FRIENDLY','AUTOCRATIC','ANALYTICAL_FAIRNESS','ANALYTICAL_DATA','SELF_CENTRED','EXPRESSIVE','DOMINANT','MILD')),
  buying_style text CHECK (buying_style IN ('SOCIABLE','PLAIN_BUYER','POLITE','BARGAINER','NEVER_PAYS')),
  vip boolean NOT NULL DEFAULT false,
  do_not_contact boolean NOT NULL DEFAULT false,
  blacklisted_until timestamptz,
  risk_score smallint NOT NULL DEFAULT 0 CHECK (risk_score BETWEEN 0 AND 100),
  order_count integer NOT NULL DEFAULT 0,
  first_order_at timestamptz,
  last_order_at timestamptz,
  created_at timestamptz NOT NULL,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, number)
);
CREATE INDEX customers_newest ON customers (shop_id, created_at DESC, id DESC);
CREATE INDEX customers_by_lifecycle ON customers (shop_id, lifecycle, created_at DESC, id DESC);
CREATE INDEX customers_vip ON customers (shop_id, created_at DESC, id DESC) WHERE vip;
CALL cs.protect('customers', 'rw');

CREATE TABLE customer_tags (
  shop_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  tag text NOT NULL,
  set_by uuid REFERENCES agents,
  set_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, customer_id, tag),
  FOREIGN KEY (shop_id, customer_id) REFERENCES customers
);
CREATE INDEX customer_tags_by_tag ON customer_tags (shop_id, tag, customer_id);
CALL cs.protect('customer_tags', 'rwd');

-- The only place where phone, e-mail, platform account, recipient and address lines stand in full.
-- The reader has no grant. Erasing a person is deleting these rows.
CREATE TABLE contact_vault (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  customer_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('PHONE','EMAIL','PLATFORM_ACCOUNT','RECIPIENT','ADDRESS_LINE')),
  version integer NOT NULL DEFAULT 1,
  value text NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, customer_id) REFERENCES customers
);
CREATE INDEX contact_vault_by_customer ON contact_vault (shop_id, customer_id);
CALL cs.protect('contact_vault', 'id');

-- What may be seen of a contact: the mask, the last four digits, the keyed hash for whole look-up.
CREATE TABLE contact_points (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  customer_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('PHONE','EMAIL','PLATFORM_ACCOUNT')),
  masked text NOT NULL,
  last4 text,
  lookup_hash text NOT NULL,
  vault_id uuid NOT NULL,
  is_primary boolean NOT NULL DEFAULT true,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, customer_id) REFERENCES customers
);
CREATE INDEX contact_points_by_customer ON contact_points (shop_id, customer_id, kind, id);
CREATE INDEX contact_points_by_hash ON contact_points (shop_id, kind, lookup_hash);
CALL cs.protect('contact_points', 'rw');

-- Addresses never change: an order that gets another one points to a new row.
CREATE TABLE addresses (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  customer_id uuid NOT NULL,
  province text NOT NULL,
  city text NOT NULL,
  district text NOT NULL,
  detail_masked text NOT NULL,
  recipient_masked text NOT NULL,
  phone_masked text NOT NULL,
  phone_last4 text NOT NULL,
  detail_specific boolean NOT NULL DEFAULT true,
  phone_valid boolean NOT NULL DEFAULT true,
  detail_vault_id uuid,
  recipient_vault_id uuid,
  phone_vault_id uuid,
  fingerprint text NOT NULL,
  is_default boolean NOT NULL DEFAULT false,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, customer_id) REFERENCES customers
);
CREATE INDEX addresses_by_customer ON addresses (shop_id, customer_id, recorded_at DESC, id DESC);
CALL cs.protect('addresses', 'rw');

-- Terms to find customers and orders by. Equality on text is leakproof; LIKE, trigram and full text are not.
CREATE TABLE search_terms (
  shop_id uuid NOT NULL,
  entity text NOT NULL CHECK (entity IN ('CUSTOMER','ORDER')),
  term text NOT NULL,
  entity_id uuid NOT NULL,
  field text NOT NULL CHECK (field IN ('NUMBER','NAME','PHONE_LAST4','PHONE_HASH','ACCOUNT_HASH','WAYBILL')),
  PRIMARY KEY (shop_id, entity, field, term, entity_id)
);
CREATE INDEX search_terms_by_entity ON search_terms (shop_id, entity, entity_id);
CALL cs.protect('search_terms', 'rwd');
