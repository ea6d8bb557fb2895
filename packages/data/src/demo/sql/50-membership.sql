-- Members and their points: entries first, balances are their sums.
INSERT INTO members (shop_id, customer_id, number, tier, tier_since, joined_at)
SELECT cs_demo.shop(), c.id, cs_demo.prefix() || 'M' || cs_demo.padded(c.n, 8),
  CASE WHEN s.spent >= 5000000 THEN 'DIAMOND' WHEN s.spent >= 2000000 THEN 'PLATINUM' WHEN s.spent >= 500000 THEN 'GOLD' WHEN s.spent >= 100000 THEN 'SILVER' ELSE 'ORDINARY' END,
  (COALESCE(s.last_paid_at, c.joined) AT TIME ZONE 'Asia/Shanghai')::date, c.joined + interval '1 minute'
FROM cs_demo.customer c
LEFT JOIN (SELECT customer_id, sum(greatest(paid_fen - freight_fen, 0) - least(refunded_fen, greatest(paid_fen - freight_fen, 0))) AS spent, max(paid_at) AS last_paid_at FROM orders
  WHERE shop_id = cs_demo.shop() AND paid_at > cs_demo.now() - interval '365 days' GROUP BY customer_id) s ON s.customer_id = c.id
WHERE c.n <= 20 OR cs_demo.draw(c.n, 130, 100) < 80;
ANALYZE members;

UPDATE cases c SET member_tier = m.tier FROM members m
WHERE c.shop_id = cs_demo.shop() AND c.kind = 'AFTER_SALE' AND m.shop_id = c.shop_id AND m.customer_id = c.customer_id;

CREATE TABLE cs_demo.entry AS
WITH paid AS (SELECT * FROM cs_demo.orders WHERE paid AND suffix IS DISTINCT FROM 1031)
SELECT 'PURCHASE' AS kind, CASE WHEN state = 'cancelled' THEN 'VOID' WHEN trade IN ('SIGNED', 'COMPLETED') THEN 'AVAILABLE' ELSE 'PENDING' END AS state,
  (goods - discount) / 100 AS points, customer_id, id AS order_id, NULL::uuid AS review_id, paid_at AS at FROM paid
UNION ALL SELECT 'OFFSET', 'AVAILABLE', -points, customer_id, id, NULL, placed_at FROM cs_demo.orders WHERE points > 0
UNION ALL SELECT 'RETURNED', 'AVAILABLE', points, customer_id, id, NULL, cancelled_at FROM cs_demo.orders WHERE points > 0 AND trade = 'CANCELLED'
UNION ALL SELECT 'CLAW_BACK', 'AVAILABLE', -((goods - discount) / 100), customer_id, id, NULL, delivered_at + interval '5 days' FROM paid WHERE state = 'returned'
UNION ALL SELECT 'REVIEW', 'AVAILABLE', 20, customer_id, order_id, id, posted_at FROM reviews WHERE shop_id = cs_demo.shop() AND (has_photo OR length(text) >= 20)
UNION ALL SELECT 'CHECK_IN', 'AVAILABLE', 1, c.id, NULL, NULL, cs_demo.now() - d * interval '1 day' + interval '10 hours'
  FROM cs_demo.customer c CROSS JOIN generate_series(1, 5) d WHERE c.n = 1 OR cs_demo.draw(c.n, 300, 20) = 0;
ANALYZE cs_demo.entry;

INSERT INTO points_entries (shop_id, id, customer_id, kind, state, points, order_id, review_id, expires_on, occurred_at)
SELECT cs_demo.shop(), cs_demo.uid(e.at, 'points:' || cs_demo.code() || e.kind || e.customer_id || COALESCE(e.review_id, e.order_id)::text), e.customer_id, e.kind, e.state, e.points, e.order_id, e.review_id,
  CASE WHEN e.points > 0 OR e.kind = 'OFFSET' THEN make_date(extract(year FROM e.at AT TIME ZONE 'Asia/Shanghai')::integer + 1, 12, 31) END, e.at
FROM (SELECT * FROM cs_demo.entry WHERE kind <> 'CHECK_IN') e JOIN members m ON m.shop_id = cs_demo.shop() AND m.customer_id = e.customer_id WHERE e.points <> 0
UNION ALL
SELECT cs_demo.shop(), cs_demo.uid(e.at, 'points:' || e.customer_id || e.at::date), e.customer_id, e.kind, e.state, e.points, NULL, NULL,
  make_date(extract(year FROM e.at AT TIME ZONE 'Asia/Shanghai')::integer + 1, 12, 31), e.at
FROM cs_demo.entry e JOIN members m ON m.shop_id = cs_demo.shop() AND m.customer_id = e.customer_id WHERE e.kind = 'CHECK_IN';
ANALYZE points_entries;

-- What was left of an expired year when it ended, oldest first: what was earned in it less all that was ever taken.
INSERT INTO points_entries (shop_id, id, customer_id, kind, state, points, occurred_at)
SELECT cs_demo.shop(), cs_demo.uid(cs_demo.now() - interval '1 minute', 'points:EXPIRY' || customer_id), customer_id, 'EXPIRY', 'AVAILABLE', -left_over, cs_demo.now() - interval '1 minute'
FROM (SELECT customer_id, sum(points) FILTER (WHERE points > 0 AND expires_on < (cs_demo.now() AT TIME ZONE 'Asia/Shanghai')::date)
    + COALESCE(sum(points) FILTER (WHERE points < 0), 0) AS left_over
  FROM points_entries WHERE shop_id = cs_demo.shop() AND state = 'AVAILABLE' GROUP BY customer_id) e WHERE left_over > 0;

UPDATE members m SET points_available = e.available, points_pending = e.pending
FROM (SELECT customer_id, COALESCE(sum(points) FILTER (WHERE state = 'AVAILABLE'), 0) AS available, COALESCE(sum(points) FILTER (WHERE state = 'PENDING'), 0) AS pending
  FROM points_entries WHERE shop_id = cs_demo.shop() GROUP BY customer_id) e
WHERE m.shop_id = cs_demo.shop() AND m.customer_id = e.customer_id;
