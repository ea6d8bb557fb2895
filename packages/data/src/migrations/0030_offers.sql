-- Promotions are written over the API; what of them was taken fixes what they give.
ALTER TABLE promotions
  -- SERVICE: the terms of coupons that are given as compensation (PRC-21), one row for each face value.
  ADD COLUMN source text NOT NULL DEFAULT 'CAMPAIGN' CHECK (source IN ('CAMPAIGN','SERVICE')),
  -- A customer gets one coupon of it.
  ADD COLUMN once_per_customer boolean NOT NULL DEFAULT false,
  ADD COLUMN version integer NOT NULL DEFAULT 1,
  -- One that is ended before it began never ran: it ends as it begins.
  DROP CONSTRAINT promotions_check,
  ADD CONSTRAINT promotions_time CHECK (ends_at >= starts_at),
  ADD CHECK (kind = 'COUPON' OR (source = 'CAMPAIGN' AND NOT once_per_customer));
CREATE UNIQUE INDEX promotions_of_service ON promotions (shop_id, off_fen) WHERE source = 'SERVICE';
-- Lists are of what is offered: by its end or its beginning, within the other.
DROP INDEX promotions_by_end, promotions_by_kind;
CREATE INDEX promotions_by_end ON promotions (shop_id, ends_at, id, starts_at) WHERE source = 'CAMPAIGN';
CREATE INDEX promotions_by_start ON promotions (shop_id, starts_at, id, ends_at) WHERE source = 'CAMPAIGN';
CREATE INDEX promotions_by_kind ON promotions (shop_id, kind, ends_at, id, starts_at) WHERE source = 'CAMPAIGN';
CREATE INDEX promotions_by_kind_start ON promotions (shop_id, kind, starts_at, id, ends_at) WHERE source = 'CAMPAIGN';
-- Of a coupon promotion, how many were issued.
UPDATE promotions p SET used = (SELECT count(*) FROM coupons c WHERE c.shop_id = p.shop_id AND c.promotion_id = p.id) WHERE p.kind = 'COUPON';
-- The goods of a promotion that nobody took yet may be others.
GRANT DELETE ON promotion_products, campaign_prices TO cs_writer;

-- A coupon that is given as compensation names it, once.
ALTER TABLE coupons
  ADD COLUMN compensation_id uuid,
  ADD FOREIGN KEY (shop_id, compensation_id) REFERENCES compensations,
  ADD CHECK ((source = 'SERVICE') = (compensation_id IS NOT NULL));
CREATE UNIQUE INDEX coupons_by_compensation ON coupons (shop_id, compensation_id) WHERE compensation_id IS NOT NULL;
