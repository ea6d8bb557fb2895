-- What is derived from the orders: lifecycle and value (thresholds of the shop's defaults), VIP, counts, tags.
WITH bought AS (
  SELECT c.id, count(o.id) AS orders, min(o.placed_at) AS first_at, max(o.placed_at) AS last_at,
    count(o.id) FILTER (WHERE (o.placed_at AT TIME ZONE 'Asia/Shanghai')::date + 180 >= (cs_demo.now() AT TIME ZONE 'Asia/Shanghai')::date) AS recent,
    COALESCE(sum(o.paid_fen - o.refunded_fen) FILTER (WHERE o.paid_at > cs_demo.now() - interval '365 days'), 0) AS spent, c.joined
  FROM cs_demo.customer c LEFT JOIN orders o ON o.shop_id = cs_demo.shop() AND o.customer_id = c.id AND o.trade_status <> 'CANCELLED' GROUP BY c.id, c.joined),
ranked AS (SELECT *, percent_rank() OVER (ORDER BY spent DESC) AS place, (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY spent) FROM bought) AS median FROM bought)
UPDATE customers c SET order_count = r.orders, first_order_at = r.first_at, last_order_at = r.last_at,
  lifecycle = CASE WHEN r.last_at IS NULL THEN 'NEW'
    WHEN (r.last_at AT TIME ZONE 'Asia/Shanghai')::date + 180 < (cs_demo.now() AT TIME ZONE 'Asia/Shanghai')::date THEN 'CHURNED'
    WHEN (r.last_at AT TIME ZONE 'Asia/Shanghai')::date + 90 < (cs_demo.now() AT TIME ZONE 'Asia/Shanghai')::date THEN 'SILENT'
    WHEN r.recent >= 4 THEN 'LOYAL'
    WHEN (r.first_at AT TIME ZONE 'Asia/Shanghai')::date + 30 >= (cs_demo.now() AT TIME ZONE 'Asia/Shanghai')::date THEN 'NEW' ELSE 'ACTIVE' END,
  value_class = CASE WHEN r.spent > 0 AND r.place < 0.1 THEN 'HIGH' WHEN r.spent > r.median AND r.orders < 2 THEN 'POTENTIAL' ELSE 'ORDINARY' END,
  vip = EXISTS (SELECT 1 FROM members m WHERE m.shop_id = c.shop_id AND m.customer_id = c.id AND m.tier IN ('PLATINUM', 'DIAMOND'))
FROM ranked r WHERE c.shop_id = cs_demo.shop() AND c.id = r.id;

INSERT INTO customer_tags (shop_id, customer_id, tag, set_by, set_at)
SELECT cs_demo.shop(), c.id, w.tag[1 + cs_demo.draw(c.n, 310 + k, cardinality(w.tag))], a.agent_id, c.joined + interval '1 day' * k
FROM cs_demo.customer c CROSS JOIN generate_series(1, 2) k CROSS JOIN cs_demo.words w
JOIN cs_demo.agent a ON a.i = cs_demo.draw(c.n, 315, (SELECT count(*) FROM cs_demo.agent))
WHERE cs_demo.draw(c.n, 320 + k, 100) < 30 OR c.n = 1
ON CONFLICT DO NOTHING;
