CREATE TABLE members (
  shop_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  number text NOT NULL,
  tier text NOT NULL CHECK (tier IN ('ORDINARY','SILVER','GOLD','PLATINUM','DIAMOND')),
  tier_since date NOT NULL,
  joined_at timestamptz NOT NULL,
  points_available bigint NOT NULL DEFAULT 0,
  points_pending bigint NOT NULL DEFAULT 0,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (shop_id, customer_id),
  UNIQUE (shop_id, number),
  FOREIGN KEY (shop_id, customer_id) REFERENCES customers
);
CREATE INDEX members_by_tier ON members (shop_id, tier, customer_id);
CALL cs.protect('members', 'rw');

-- Immutable entries. The balances of members are their sums: AVAILABLE entries, and PENDING ones.
CREATE TABLE points_entries (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  customer_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('PURCHASE','REVIEW','CHECK_IN','OFFSET','EXCHANGE','DRAW','CLAW_BACK','RETURNED','EXPIRY','ADJUSTMENT')),
  state text NOT NULL CHECK (state IN ('PENDING','AVAILABLE','VOID')),
  points bigint NOT NULL CHECK (points <> 0),
  order_id uuid,
  review_id uuid,
  reason text,
  expires_on date,
  occurred_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, customer_id) REFERENCES members,
  FOREIGN KEY (shop_id, order_id) REFERENCES orders,
  FOREIGN KEY (shop_id, review_id) REFERENCES reviews
);
CREATE INDEX points_entries_by_customer ON points_entries (shop_id, customer_id, occurred_at DESC, id DESC);
CREATE INDEX points_entries_by_order ON points_entries (shop_id, order_id) WHERE order_id IS NOT NULL;
CALL cs.protect('points_entries', 'rw');
