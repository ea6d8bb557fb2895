-- Tiers that move: up at once, down by the monthly step after a notice (defaults.md, Members; Q42). A notice that is
-- open stands with the member: to which tier, on which first of a month.
ALTER TABLE members
  ADD COLUMN lowers_to text CHECK (lowers_to IN ('ORDINARY','SILVER','GOLD','PLATINUM')),
  ADD COLUMN lowers_on date,
  ADD CHECK ((lowers_to IS NULL) = (lowers_on IS NULL));
CREATE INDEX members_newest ON members (shop_id, joined_at DESC, customer_id DESC);
CREATE INDEX members_newest_by_tier ON members (shop_id, tier, joined_at DESC, customer_id DESC);
CREATE INDEX members_lowered_next ON members (shop_id, lowers_on, customer_id) WHERE lowers_on IS NOT NULL;

-- What became of the tier of a member, and why: the figures and the pack by which it was judged. Never changed.
CREATE TABLE tier_changes (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  customer_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('ENROLLED','RAISED','NOTIFIED','KEPT','LOWERED')),
  -- NULL: the first tier.
  from_tier text CHECK (from_tier IN ('ORDINARY','SILVER','GOLD','PLATINUM','DIAMOND')),
  to_tier text NOT NULL CHECK (to_tier IN ('ORDINARY','SILVER','GOLD','PLATINUM','DIAMOND')),
  -- Net paid for goods in the window, and the threshold it was held against.
  paid_fen bigint NOT NULL,
  threshold_fen bigint NOT NULL,
  -- The day from which the tier holds, or will hold.
  effective_on date NOT NULL,
  rule_id text NOT NULL,
  pack_id text NOT NULL,
  pack_version integer NOT NULL,
  command_id uuid NOT NULL,
  occurred_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, customer_id) REFERENCES members,
  FOREIGN KEY (shop_id, pack_id, pack_version) REFERENCES policy_packs,
  CHECK ((kind = 'ENROLLED') = (from_tier IS NULL))
);
CREATE INDEX tier_changes_by_member ON tier_changes (shop_id, customer_id, occurred_at DESC, id DESC);
CREATE INDEX tier_changes_newest ON tier_changes (shop_id, occurred_at DESC, id DESC);
CREATE INDEX tier_changes_by_kind ON tier_changes (shop_id, kind, occurred_at DESC, id DESC);
CALL cs.protect('tier_changes', 'ri');

-- Work on all members of a shop that time brings: which day is next, and how far its members are done. One worker holds
-- the row while it does a part; a part and its place are one transaction.
CREATE TABLE member_rounds (
  shop_id uuid NOT NULL REFERENCES shops,
  kind text NOT NULL CHECK (kind IN ('TIERS','DAILY')),
  due_at timestamptz NOT NULL,
  -- Members up to this one are done; NULL: none is.
  done_up_to uuid,
  PRIMARY KEY (shop_id, kind)
);
CREATE INDEX member_rounds_due ON member_rounds (due_at, shop_id);
CALL cs.protect('member_rounds', 'rw');

CREATE FUNCTION cs.due_member_rounds(at timestamptz, after_at timestamptz, after_id uuid, batch integer)
  RETURNS TABLE (shop_id uuid, kind text, due_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
  SELECT r.shop_id, r.kind, r.due_at FROM public.member_rounds r
  WHERE r.due_at <= at AND (r.due_at, r.shop_id) > (after_at, after_id)
  ORDER BY r.due_at, r.shop_id LIMIT batch
$$;
REVOKE ALL ON FUNCTION cs.due_member_rounds(timestamptz, timestamptz, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cs.due_member_rounds(timestamptz, timestamptz, uuid, integer) TO cs_worker;

-- Shops with members from before: from the next first of a month, and the next day.
INSERT INTO member_rounds (shop_id, kind, due_at)
SELECT m.shop_id, k.kind, (date_trunc(k.unit, now() AT TIME ZONE 'Asia/Shanghai') + k.step) AT TIME ZONE 'Asia/Shanghai'
FROM (SELECT DISTINCT shop_id FROM members) m
CROSS JOIN (VALUES ('TIERS', 'month', interval '1 month'), ('DAILY', 'day', interval '1 day')) k(kind, unit, step);

-- Gifts that a tier brings: one of a kind in a year, however often anybody looks (MEM-02, MEM-05).
CREATE TABLE gift_grants (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  customer_id uuid NOT NULL,
  benefit text NOT NULL CHECK (benefit IN ('BIRTHDAY_GIFT','YEARLY_GIFT')),
  year smallint NOT NULL,
  -- When it was granted; stays whatever the tier becomes.
  tier text NOT NULL CHECK (tier IN ('ORDINARY','SILVER','GOLD','PLATINUM','DIAMOND')),
  status text NOT NULL DEFAULT 'GRANTED' CHECK (status IN ('GRANTED','FULFILLED')),
  granted_at timestamptz NOT NULL,
  fulfilled_at timestamptz,
  fulfilled_by uuid,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, customer_id, benefit, year),
  FOREIGN KEY (shop_id, customer_id) REFERENCES members,
  CHECK ((status = 'FULFILLED') = (fulfilled_at IS NOT NULL))
);
CREATE INDEX gift_grants_by_member ON gift_grants (shop_id, customer_id, granted_at DESC, id DESC);
CREATE INDEX gift_grants_newest ON gift_grants (shop_id, granted_at DESC, id DESC);
CREATE INDEX gift_grants_by_status ON gift_grants (shop_id, status, granted_at DESC, id DESC);
CREATE INDEX gift_grants_by_benefit ON gift_grants (shop_id, benefit, granted_at DESC, id DESC);
CALL cs.protect('gift_grants', 'rw');

-- What is dispatched first: 0 for members with priority dispatch when the order is paid (MEM-03, Q22), 1 for others.
ALTER TABLE orders ADD COLUMN dispatch_rank smallint NOT NULL DEFAULT 1 CHECK (dispatch_rank IN (0, 1));
CREATE INDEX orders_to_dispatch ON orders (shop_id, dispatch_rank, dispatch_due_at, id)
  WHERE trade_status IN ('PAID','PARTLY_SHIPPED') AND dispatch_due_at IS NOT NULL;

-- The queue by priority, the oldest first among equals (MEM-05, Q75).
ALTER TABLE cases ADD COLUMN priority_rank smallint NOT NULL GENERATED ALWAYS AS (
  CASE priority WHEN 'URGENT' THEN 0 WHEN 'HIGH' THEN 1 WHEN 'MEDIUM' THEN 2 ELSE 3 END) STORED;
CREATE INDEX cases_in_turn ON cases (shop_id, priority_rank, opened_at, id) WHERE status <> 'CLOSED';
