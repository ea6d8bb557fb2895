-- Members.
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
