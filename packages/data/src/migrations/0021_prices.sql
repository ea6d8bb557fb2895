-- Order intake: one payment is recorded once, whichever order it is recorded for.
CREATE UNIQUE INDEX payments_once ON payments (shop_id, method, reference) WHERE status = 'RECEIVED';
-- Unpaid orders whose time to be paid is over, for the worker.
CREATE INDEX orders_to_close ON orders (trade_deadline_at, id) WHERE trade_status = 'UNPAID' AND trade_deadline_at IS NOT NULL;
CREATE FUNCTION cs.unpaid_orders(at timestamptz, after_at timestamptz, after_id uuid, batch integer)
  RETURNS TABLE (shop_id uuid, id uuid, due_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
  SELECT o.shop_id, o.id, o.trade_deadline_at FROM public.orders o
  WHERE o.trade_status = 'UNPAID' AND o.trade_deadline_at IS NOT NULL AND o.trade_deadline_at <= at
    AND (o.trade_deadline_at, o.id) > (after_at, after_id)
  ORDER BY o.trade_deadline_at, o.id LIMIT batch
$$;
REVOKE ALL ON FUNCTION cs.unpaid_orders(timestamptz, timestamptz, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cs.unpaid_orders(timestamptz, timestamptz, uuid, integer) TO cs_worker;

-- What the shop offers (PRC-05, PRC-11, PRC-17). A promotion of kind COUPON holds the terms of its coupons.
CREATE TABLE promotions (
  shop_id uuid NOT NULL REFERENCES shops,
  id uuid NOT NULL,
  number text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('CAMPAIGN_PRICE','THRESHOLD','FIRST_PURCHASE','COUPON','GIFT')),
  name text NOT NULL,
  starts_at timestamptz NOT NULL,
  -- The first moment at which it is over.
  ends_at timestamptz NOT NULL CHECK (ends_at > starts_at),
  -- What it may be combined with; nothing: it is exclusive (Q72).
  combines text[] NOT NULL CHECK (combines <@ ARRAY['TIER','CAMPAIGN_PRICE','THRESHOLD','FIRST_PURCHASE','COUPON','GIFT']),
  threshold_fen bigint NOT NULL DEFAULT 0 CHECK (threshold_fen >= 0),
  off_fen bigint NOT NULL DEFAULT 0 CHECK (off_fen >= 0),
  repeats boolean NOT NULL DEFAULT false,
  gift_sku_id uuid,
  gift_quantity integer CHECK (gift_quantity > 0),
  -- NULL: everybody.
  tiers text[] CHECK (tiers <@ ARRAY['ORDINARY','SILVER','GOLD','PLATINUM','DIAMOND']),
  -- For how many orders, and how many had it; NULL: any number. Of coupons: how many are issued.
  most integer CHECK (most > 0),
  used integer NOT NULL DEFAULT 0 CHECK (used >= 0),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, number),
  FOREIGN KEY (shop_id, gift_sku_id) REFERENCES skus,
  CHECK (most IS NULL OR used <= most),
  CHECK ((kind = 'GIFT') = (gift_sku_id IS NOT NULL) AND (gift_sku_id IS NULL) = (gift_quantity IS NULL)),
  CHECK ((kind IN ('THRESHOLD','FIRST_PURCHASE','COUPON')) = (off_fen > 0))
);
CREATE INDEX promotions_by_end ON promotions (shop_id, ends_at, id);
CREATE INDEX promotions_by_kind ON promotions (shop_id, kind, ends_at, id);
CALL cs.protect('promotions', 'rw');

-- The goods that a promotion is about; none: all.
CREATE TABLE promotion_products (
  shop_id uuid NOT NULL,
  promotion_id uuid NOT NULL,
  product_id uuid NOT NULL,
  PRIMARY KEY (shop_id, promotion_id, product_id),
  FOREIGN KEY (shop_id, promotion_id) REFERENCES promotions,
  FOREIGN KEY (shop_id, product_id) REFERENCES products
);
CREATE INDEX promotion_products_by_product ON promotion_products (shop_id, product_id);
CALL cs.protect('promotion_products', 'ri');

CREATE TABLE campaign_prices (
  shop_id uuid NOT NULL,
  promotion_id uuid NOT NULL,
  sku_id uuid NOT NULL,
  price_fen bigint NOT NULL CHECK (price_fen >= 0),
  PRIMARY KEY (shop_id, promotion_id, sku_id),
  FOREIGN KEY (shop_id, promotion_id) REFERENCES promotions,
  FOREIGN KEY (shop_id, sku_id) REFERENCES skus
);
CREATE INDEX campaign_prices_by_sku ON campaign_prices (shop_id, sku_id);
CALL cs.protect('campaign_prices', 'ri');

-- Coupons of customers. Whether one is spent is told by its uses.
CREATE TABLE coupons (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  number text NOT NULL,
  promotion_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  source text NOT NULL CHECK (source IN ('CAMPAIGN','SERVICE')),
  valid_from timestamptz NOT NULL,
  valid_until timestamptz NOT NULL CHECK (valid_until > valid_from),
  issued_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, number),
  FOREIGN KEY (shop_id, promotion_id) REFERENCES promotions,
  FOREIGN KEY (shop_id, customer_id) REFERENCES customers
);
CREATE INDEX coupons_by_customer ON coupons (shop_id, customer_id, valid_until, id);
CREATE INDEX coupons_by_promotion ON coupons (shop_id, promotion_id, id);
CALL cs.protect('coupons', 'ri');

-- A coupon is spent once: on one order, until that is cancelled before dispatch (Q09).
CREATE TABLE coupon_uses (
  shop_id uuid NOT NULL,
  coupon_id uuid NOT NULL,
  order_id uuid NOT NULL,
  spent_at timestamptz NOT NULL,
  returned_at timestamptz,
  PRIMARY KEY (shop_id, coupon_id, order_id),
  FOREIGN KEY (shop_id, coupon_id) REFERENCES coupons,
  FOREIGN KEY (shop_id, order_id) REFERENCES orders
);
CREATE UNIQUE INDEX coupon_uses_once ON coupon_uses (shop_id, coupon_id) WHERE returned_at IS NULL;
CREATE INDEX coupon_uses_by_order ON coupon_uses (shop_id, order_id);
CALL cs.protect('coupon_uses', 'rw');

-- A discount names what it comes from; of a line, what is its own stands apart from its share of the whole (Q07, Q57).
ALTER TABLE order_discounts DROP CONSTRAINT order_discounts_kind_check;
ALTER TABLE order_discounts
  ADD CONSTRAINT order_discounts_kind_check CHECK (kind IN ('CAMPAIGN_PRICE','TIER','CONCESSION','THRESHOLD','FIRST_PURCHASE','COUPON','RED_PACKET','POINTS')),
  ADD COLUMN promotion_id uuid,
  ADD COLUMN coupon_id uuid,
  ADD FOREIGN KEY (shop_id, promotion_id) REFERENCES promotions,
  ADD FOREIGN KEY (shop_id, coupon_id) REFERENCES coupons;
CREATE INDEX order_discounts_by_promotion ON order_discounts (shop_id, promotion_id) WHERE promotion_id IS NOT NULL;
ALTER TABLE order_lines
  ADD COLUMN campaign_fen bigint NOT NULL DEFAULT 0 CHECK (campaign_fen >= 0),
  ADD COLUMN tier_fen bigint NOT NULL DEFAULT 0 CHECK (tier_fen >= 0),
  ADD COLUMN concession_fen bigint NOT NULL DEFAULT 0 CHECK (concession_fen >= 0),
  ADD COLUMN gift boolean NOT NULL DEFAULT false,
  ADD CHECK (NOT gift OR unit_price_fen = 0),
  ADD CHECK (campaign_fen + tier_fen + concession_fen <= discount_fen AND discount_fen <= quantity * unit_price_fen);
-- A gift has no discount of the order's own, but the promotion it comes from counts: its use is kept here.
CREATE TABLE gift_uses (
  shop_id uuid NOT NULL,
  order_id uuid NOT NULL,
  promotion_id uuid NOT NULL,
  PRIMARY KEY (shop_id, order_id, promotion_id),
  FOREIGN KEY (shop_id, order_id) REFERENCES orders,
  FOREIGN KEY (shop_id, promotion_id) REFERENCES promotions
);
CREATE INDEX gift_uses_by_promotion ON gift_uses (shop_id, promotion_id);
CALL cs.protect('gift_uses', 'ri');

-- Price concessions on unpaid orders, each with who granted it and who let it happen (PRC-07).
CREATE TABLE concessions (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  order_id uuid NOT NULL,
  amount_fen bigint NOT NULL CHECK (amount_fen > 0),
  granted_by uuid NOT NULL REFERENCES agents,
  approved_by uuid REFERENCES agents,
  granted_at timestamptz NOT NULL,
  command_id uuid NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, order_id) REFERENCES orders
);
CREATE INDEX concessions_by_order ON concessions (shop_id, order_id, granted_at, id);
CALL cs.protect('concessions', 'ri');

-- The public unit price of each specification since when (PRC-04). The first one is written with the specification.
CREATE TABLE sku_prices (
  shop_id uuid NOT NULL,
  sku_id uuid NOT NULL,
  since timestamptz NOT NULL,
  price_fen bigint NOT NULL CHECK (price_fen >= 0),
  changed_by uuid REFERENCES agents,
  PRIMARY KEY (shop_id, sku_id, since),
  FOREIGN KEY (shop_id, sku_id) REFERENCES skus
);
CALL cs.protect('sku_prices', 'rw');
CREATE FUNCTION cs.first_price() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO sku_prices (shop_id, sku_id, since, price_fen)
    SELECT NEW.shop_id, NEW.id, p.created_at, NEW.price_fen FROM products p WHERE p.shop_id = NEW.shop_id AND p.id = NEW.product_id;
  RETURN NULL;
END $$;
CREATE TRIGGER first_price AFTER INSERT ON skus FOR EACH ROW EXECUTE FUNCTION cs.first_price();
INSERT INTO sku_prices (shop_id, sku_id, since, price_fen)
  SELECT s.shop_id, s.id, p.created_at, s.price_fen FROM skus s JOIN products p ON p.shop_id = s.shop_id AND p.id = s.product_id;
ALTER TABLE skus ADD COLUMN version integer NOT NULL DEFAULT 1;

-- Price protection: once for a line (Q48).
ALTER TABLE refunds DROP CONSTRAINT refunds_reason_check;
ALTER TABLE refunds ADD CONSTRAINT refunds_reason_check CHECK (reason IN ('CANCELLED','PARTLY_CANCELLED','RETURNED','PARTIAL','OUT_OF_STOCK','DUPLICATE',
  'LOST','DISPUTE','ADVANCE','PRICE_PROTECTION'));
CREATE TABLE price_claims (
  shop_id uuid NOT NULL,
  order_line_id uuid NOT NULL,
  order_id uuid NOT NULL,
  refund_id uuid NOT NULL,
  -- The public unit prices: at which it was ordered, and the lowest since.
  ordered_fen bigint NOT NULL,
  lowest_fen bigint NOT NULL CHECK (lowest_fen >= 0),
  quantity integer NOT NULL CHECK (quantity > 0),
  amount_fen bigint NOT NULL CHECK (amount_fen > 0),
  claimed_at timestamptz NOT NULL,
  command_id uuid NOT NULL,
  PRIMARY KEY (shop_id, order_line_id),
  FOREIGN KEY (shop_id, order_line_id) REFERENCES order_lines,
  FOREIGN KEY (shop_id, order_id) REFERENCES orders,
  FOREIGN KEY (shop_id, refund_id) REFERENCES refunds,
  CHECK (lowest_fen < ordered_fen)
);
CREATE INDEX price_claims_by_order ON price_claims (shop_id, order_id);
CALL cs.protect('price_claims', 'ri');
