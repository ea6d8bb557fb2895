-- Orders and lines are planned in cs_demo, with all money, then written.
-- A state: its weight of 1000, what it is, and how many hours ago its orders were placed. The youngest age of a
-- state leaves room for all that has happened to it.
CREATE TABLE cs_demo.state (key text, weight integer, trade text, physical text, youngest numeric, oldest numeric,
  pool text, paid boolean, handed boolean, signed boolean);
INSERT INTO cs_demo.state VALUES
  ('unpaid', 30, 'UNPAID', 'NOT_PRINTED', 0.5, 22, 'NORMAL', false, false, false),
  ('paid', 50, 'PAID', 'NOT_PRINTED', 1, 40, 'NORMAL', true, false, false),
  ('printed', 30, 'PAID', 'LABEL_PRINTED', 5, 46, 'NORMAL', true, false, false),
  ('packed', 20, 'PAID', 'PACKED', 8, 47, 'NORMAL', true, false, false),
  ('pull_failed', 5, 'PAID', 'PULL_FAILED', 20, 60, 'NORMAL', true, false, false),
  ('held', 10, 'PAID', 'NOT_PRINTED', 2, 72, 'NORMAL', true, false, false),
  ('presale', 20, 'PAID', 'NOT_PRINTED', 24, 320, 'PRESALE', true, false, false),
  ('customised', 10, 'PAID', 'NOT_PRINTED', 10, 110, 'CUSTOM', true, false, false),
  ('partly_shipped', 20, 'PARTLY_SHIPPED', 'PARTLY_HANDED_OVER', 24, 96, 'NORMAL', true, true, false),
  ('in_transit', 60, 'SHIPPED', 'HANDED_OVER', 30, 130, 'NORMAL', true, true, false),
  ('intercepted', 5, 'SHIPPED', 'INTERCEPT_REQUESTED', 40, 120, 'NORMAL', true, true, false),
  ('delivered', 10, 'SHIPPED', 'DELIVERED', 80, 200, 'NORMAL', true, true, true),
  ('signed', 80, 'SIGNED', 'DELIVERED', 80, 400, 'NORMAL', true, true, true),
  ('completed', 540, 'COMPLETED', 'DELIVERED', 420, 14000, 'NORMAL', true, true, true),
  ('cancelled_unpaid', 50, 'CANCELLED', 'NOT_PRINTED', 30, 14000, 'NORMAL', false, false, false),
  ('cancelled', 30, 'CANCELLED', 'NOT_PRINTED', 30, 14000, 'NORMAL', true, false, false),
  ('returned', 30, 'COMPLETED', 'RETURNED', 600, 14000, 'NORMAL', true, true, true);

-- The SKUs to order from, numbered in their pool. The last of the normal pool is kept for the oversold order.
CREATE TABLE cs_demo.sku AS
SELECT pool, row_number() OVER (PARTITION BY pool ORDER BY s.code) - 1 AS i, count(*) OVER (PARTITION BY pool) AS total,
  s.id, s.product_id, s.spec, s.price_fen, p.name, p.dispatch_hours, p.max_quantity, p.customised, p.ship_from_at
FROM skus s JOIN products p ON p.shop_id = s.shop_id AND p.id = s.product_id
CROSS JOIN LATERAL unnest(CASE WHEN p.presale THEN ARRAY['PRESALE'] WHEN p.customised THEN ARRAY['CUSTOM']
  WHEN p.digital THEN ARRAY['DIGITAL'] WHEN p.max_quantity < 20 THEN ARRAY['NORMAL', 'LIMITED'] WHEN p.perishable THEN ARRAY['NORMAL', 'PERISHABLE'] ELSE ARRAY['NORMAL'] END) pool
WHERE s.shop_id = cs_demo.shop();

CREATE TABLE cs_demo.plan AS
WITH ranked AS (SELECT *, sum(weight) OVER (ORDER BY key) AS upto FROM cs_demo.state),
bulk AS (
  SELECT o, s.key AS state, s.youngest + (s.oldest - s.youngest) * power(cs_demo.draw(o, 41, 1000000) / 1e6, 1.1)::numeric AS hours
  FROM generate_series(1, cs_demo.orders()) o
  JOIN ranked s ON cs_demo.draw(o, 40, 1000) >= s.upto - s.weight AND cs_demo.draw(o, 40, 1000) < s.upto)
SELECT -suffix AS o, suffix, state, hours, customer AS n, address AS k, remark, signed_days, method, insured, silent FROM cs_demo.scenario
UNION ALL
SELECT o, NULL, state, hours,
  CASE WHEN o % 300 = 7 THEN 1 WHEN o % 40 = 3 THEN 21 ELSE 21 + floor(power(cs_demo.draw(o, 42, 1000000) / 1e6, 1.6)
    * (19 + (cs_demo.customers() - 40) * (1 - (hours + 2) / (620 * 24.0))))::integer END,
  1, CASE WHEN cs_demo.draw(o, 43, 100) < 12 THEN w.buyer_remark[1 + cs_demo.draw(o, 44, cardinality(w.buyer_remark))] END,
  NULL, NULL, false, false
FROM bulk, cs_demo.words w;

CREATE TABLE cs_demo.line AS
WITH wanted AS (
  SELECT -suffix AS o, position, kind AS pool, i, quantity FROM cs_demo.scenario_line
  UNION ALL
  SELECT p.o, position, s.pool, cs_demo.draw(p.o, 50, 1000000) + (position - 1) * 11, 0
  FROM cs_demo.plan p JOIN cs_demo.state s ON s.key = p.state
  CROSS JOIN LATERAL generate_series(1, CASE WHEN s.pool <> 'NORMAL' THEN 1 WHEN p.state = 'partly_shipped' THEN 2 + cs_demo.draw(p.o, 51, 2)
    ELSE (ARRAY[1,1,1,1,1,1,2,2,2,3])[1 + cs_demo.draw(p.o, 51, 10)] END) position
  WHERE p.suffix IS NULL),
pools AS (SELECT pool, max(total) AS total FROM cs_demo.sku GROUP BY pool)
SELECT w.o, w.position, s.id AS sku_id, s.product_id, s.name, s.spec, s.price_fen, s.customised, s.dispatch_hours, s.ship_from_at,
  CASE WHEN w.pool = 'LIMITED' THEN s.max_quantity + 1 WHEN w.quantity < 0 THEN ceil(-w.quantity * 100.0 / s.price_fen)::integer WHEN w.quantity > 0 THEN w.quantity
    WHEN s.price_fen > 60000 THEN 1 ELSE least((ARRAY[1,1,1,1,1,1,1,1,2,3])[1 + cs_demo.draw(w.o, 52 + w.position, 10)], s.max_quantity) END AS quantity
FROM wanted w LEFT JOIN pools own ON own.pool = w.pool
JOIN pools p ON p.pool = CASE WHEN own.pool IS NULL THEN 'NORMAL' ELSE w.pool END
JOIN cs_demo.sku s ON s.pool = p.pool
  AND s.i = CASE WHEN w.i < 0 THEN p.total - 1 WHEN p.total = 1 THEN 0 WHEN p.pool = 'NORMAL' THEN w.i % (p.total - 1) ELSE w.i % p.total END;

-- Times. Hours since it was placed are enough for everything a state says has happened.
CREATE TABLE cs_demo.orders AS
WITH timed AS (
  SELECT p.*, s.trade, s.physical, s.paid, s.handed, s.signed, cs_demo.now() - p.hours * interval '1 hour' AS placed_at,
    (10 + cs_demo.draw(o, 60, 1000) / 1000.0 * (least(p.hours, 46) - 12)) * interval '1 hour' AS to_handover,
    (26 + cs_demo.draw(o, 61, 1000) / 1000.0 * (least(p.hours, 90) - 78)) * interval '1 hour' AS to_signing,
    (2 + cs_demo.draw(o, 62, 1400)) * interval '1 second' AS to_payment
  FROM cs_demo.plan p JOIN cs_demo.state s ON s.key = p.state),
goods AS (SELECT o, sum(price_fen * quantity)::bigint AS goods, count(*) AS lines, max(dispatch_hours) AS dispatch_hours,
    max(ship_from_at) AS ship_from_at, bool_or(customised) AS customised FROM cs_demo.line GROUP BY o),
-- Points are spent only out of what was surely earned: 500 at a time, by the completed orders of 20 days before.
earned AS (SELECT t.o, floor(sum(g.goods * 0.7 / 100) FILTER (WHERE t.state = 'completed') OVER (PARTITION BY t.n ORDER BY t.placed_at
    RANGE BETWEEN UNBOUNDED PRECEDING AND interval '20 days' PRECEDING)) AS points,
    count(*) FILTER (WHERE cs_demo.draw(t.o, 66, 100) < 12) OVER (PARTITION BY t.n ORDER BY t.placed_at, t.o) AS asked
  FROM timed t JOIN goods g USING (o)),
discounts AS (
  SELECT t.o,
    CASE WHEN g.goods >= 80000 AND cs_demo.draw(t.o, 63, 100) < 45 THEN 6000 WHEN g.goods >= 30000 AND cs_demo.draw(t.o, 63, 100) < 45 OR t.suffix IN (1033, 1040) THEN 2000 ELSE 0 END AS threshold,
    CASE WHEN g.goods >= 15000 AND cs_demo.draw(t.o, 64, 100) < 20 OR t.suffix = 1030 THEN 1000 + 500 * cs_demo.draw(t.o, 65, 3) ELSE 0 END AS coupon,
    CASE WHEN g.goods >= 10000 AND cs_demo.draw(t.o, 67, 100) < 10 OR t.suffix = 1033 THEN 188 + 100 * cs_demo.draw(t.o, 68, 5) ELSE 0 END AS red_packet,
    CASE WHEN g.goods >= 20000 AND cs_demo.draw(t.o, 66, 100) < 12 AND t.suffix IS NULL AND t.paid AND (t.n <= 20 OR cs_demo.draw(t.n, 130, 100) < 80) AND e.points >= 500 * e.asked THEN 500 ELSE 0 END AS points
  FROM timed t JOIN goods g USING (o) JOIN earned e USING (o))
SELECT t.o, t.suffix, t.state, t.n, t.k, t.remark, t.method, t.insured, t.silent, t.trade, t.physical, t.paid, t.handed, t.signed, t.placed_at, g.lines, g.customised,
  cs_demo.uid(t.placed_at, 'order:' || cs_demo.code() || t.o) AS id,
  CASE WHEN t.suffix IS NULL THEN cs_demo.prefix() || cs_demo.day(t.placed_at) || cs_demo.padded(t.o, 6) ELSE cs_demo.prefix() || '-' || t.suffix END AS number,
  c.id AS customer_id, a.id AS address_id, a.province, a.city,
  CASE WHEN t.paid THEN t.placed_at + t.to_payment END AS paid_at,
  CASE WHEN t.paid THEN COALESCE(g.ship_from_at, t.placed_at + t.to_payment + g.dispatch_hours * interval '1 hour') END AS dispatch_due_at,
  CASE WHEN t.handed THEN t.placed_at + t.to_handover END AS handed_at,
  CASE WHEN t.signed THEN COALESCE(cs_demo.now() - t.signed_days * interval '1 day' - interval '2 hours', t.placed_at + t.to_handover + t.to_signing) END AS delivered_at,
  CASE WHEN t.trade = 'COMPLETED' THEN COALESCE(cs_demo.now() - t.signed_days * interval '1 day' - interval '2 hours', t.placed_at + t.to_handover + t.to_signing) + interval '10 days' END AS completed_at,
  CASE WHEN t.trade = 'CANCELLED' THEN t.placed_at + interval '25 hours' + cs_demo.draw(t.o, 69, 10000) * interval '1 second' END AS cancelled_at,
  g.goods, d.threshold, d.coupon, d.red_packet, d.points, d.threshold + d.coupon + d.red_packet + d.points AS discount,
  CASE WHEN a.province LIKE '新疆%' OR a.province LIKE '内蒙古%' THEN 1500 WHEN g.goods < 9900 THEN 800 ELSE 0 END AS freight
FROM timed t JOIN goods g USING (o) JOIN discounts d USING (o)
JOIN cs_demo.customer c ON c.n = t.n JOIN cs_demo.address a ON a.n = t.n AND a.k = t.k;
CREATE UNIQUE INDEX ON cs_demo.orders (o);
ANALYZE cs_demo.orders;
ANALYZE cs_demo.line;

-- Q07: in proportion, half up to the fen; the largest line takes the remainder, among equals the last.
CREATE TABLE cs_demo.share AS
WITH part AS (
  SELECT l.o, l.position, l.price_fen * l.quantity AS gross, o.discount, o.points,
    (2 * o.discount * l.price_fen * l.quantity + o.goods) / (2 * o.goods) AS share,
    (2 * o.points * l.price_fen * l.quantity + o.goods) / (2 * o.goods) AS points_share,
    row_number() OVER (PARTITION BY l.o ORDER BY l.price_fen * l.quantity DESC, l.position DESC) = 1 AS takes_rest
  FROM cs_demo.line l JOIN cs_demo.orders o USING (o))
SELECT o, position, gross,
  share + CASE WHEN takes_rest THEN discount - sum(share) OVER (PARTITION BY o) ELSE 0 END AS discount,
  points_share + CASE WHEN takes_rest THEN points - sum(points_share) OVER (PARTITION BY o) ELSE 0 END AS points
FROM part;

ANALYZE cs_demo.share;

INSERT INTO orders (shop_id, id, number, customer_id, trade_status, physical_status, source, presale, customised, goods_fen, discount_fen,
  freight_fen, payable_fen, paid_fen, refunded_fen, points_spent, address_id, buyer_remark, remark_registered, held, hold_reason, audited_at,
  placed_at, paid_at, dispatch_due_at, first_shipped_at, signed_at, completed_at, cancelled_at, trade_deadline_at, freight_insured)
SELECT cs_demo.shop(), id, number, customer_id, trade, physical, CASE WHEN cs_demo.draw(o, 70, 10) < 4 THEN 'CONSULTED' ELSE 'SILENT' END,
  state = 'presale', customised, goods, discount, freight, goods - discount + freight,
  CASE WHEN paid THEN goods - discount + freight ELSE 0 END,
  CASE state WHEN 'cancelled' THEN goods - discount + freight WHEN 'returned' THEN goods - discount ELSE 0 END,
  points, address_id, remark, suffix IS NULL AND remark IS NOT NULL AND state NOT IN ('unpaid', 'paid'),
  state = 'held', CASE WHEN state = 'held' THEN 'SUSPECTED_FAKE' END,
  CASE WHEN paid AND state NOT IN ('paid', 'held', 'cancelled') THEN paid_at + interval '1 hour' END,
  placed_at, paid_at, dispatch_due_at, handed_at, CASE WHEN trade IN ('SIGNED', 'COMPLETED') THEN delivered_at END, completed_at, cancelled_at,
  CASE WHEN trade = 'UNPAID' THEN placed_at + interval '24 hours' WHEN handed AND completed_at IS NULL THEN handed_at + interval '10 days' END, insured
FROM cs_demo.orders ORDER BY placed_at, o;
ANALYZE orders;
