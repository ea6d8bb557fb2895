-- What is derived from the orders: lifecycle (thresholds of the shop's defaults), VIP, counts, value, tags.
WITH bought AS (
  SELECT c.id, count(o.id) AS orders, min(o.placed_at) AS first_at, max(o.placed_at) AS last_at,
    count(o.id) FILTER (WHERE (o.placed_at AT TIME ZONE 'Asia/Shanghai')::date + 180 >= (cs_demo.now() AT TIME ZONE 'Asia/Shanghai')::date) AS recent,
    (array_agg(o.placed_at ORDER BY o.placed_at DESC, o.id DESC))[4] AS loyal_at
  FROM cs_demo.customer c LEFT JOIN orders o ON o.shop_id = cs_demo.shop() AND o.customer_id = c.id AND o.trade_status <> 'CANCELLED' GROUP BY c.id)
UPDATE customers c SET order_count = r.orders, first_order_at = r.first_at, last_order_at = r.last_at,
  lifecycle = CASE WHEN r.last_at IS NULL THEN 'NEW'
    WHEN (r.last_at AT TIME ZONE 'Asia/Shanghai')::date + 180 < (cs_demo.now() AT TIME ZONE 'Asia/Shanghai')::date THEN 'CHURNED'
    WHEN (r.last_at AT TIME ZONE 'Asia/Shanghai')::date + 90 < (cs_demo.now() AT TIME ZONE 'Asia/Shanghai')::date THEN 'SILENT'
    WHEN r.recent >= 4 THEN 'LOYAL'
    WHEN (r.first_at AT TIME ZONE 'Asia/Shanghai')::date + 30 >= (cs_demo.now() AT TIME ZONE 'Asia/Shanghai')::date THEN 'NEW' ELSE 'ACTIVE' END,
  lifecycle_at = cs_demo.now(),
  -- The next day on which time alone may change it.
  lifecycle_review_at = (SELECT min(t.turn) FROM (VALUES (r.first_at, 30), (r.last_at, 60), (r.last_at, 90), (r.last_at, 180), (r.loyal_at, 180)) d(at, days),
    LATERAL (SELECT ((d.at AT TIME ZONE 'Asia/Shanghai')::date + d.days + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' AS turn) t WHERE t.turn > cs_demo.now()),
  vip = EXISTS (SELECT 1 FROM members m WHERE m.shop_id = c.shop_id AND m.customer_id = c.id AND m.tier IN ('PLATINUM', 'DIAMOND'))
FROM bought r WHERE c.shop_id = cs_demo.shop() AND c.id = r.id;

-- By value as the service classes them every day; what changed is their history.
INSERT INTO customer_classes (shop_id, id, customer_id, kind, from_class, to_class, at)
SELECT cs_demo.shop(), cs_demo.uid(cs_demo.now(), 'class:' || v.customer_id), v.customer_id, 'VALUE', v.from_class, v.to_class, cs_demo.now()
FROM cs.class_values(cs_demo.shop(), cs_demo.now(), 10, 2) v;

INSERT INTO customer_tags (shop_id, customer_id, tag, set_by, set_at)
SELECT cs_demo.shop(), c.id, w.tag[1 + cs_demo.draw(c.n, 310 + k, cardinality(w.tag))], a.agent_id, c.joined + interval '1 day' * k
FROM cs_demo.customer c CROSS JOIN generate_series(1, 2) k CROSS JOIN cs_demo.words w
JOIN cs_demo.agent a ON a.i = cs_demo.draw(c.n, 315, (SELECT count(*) FROM cs_demo.agent))
WHERE cs_demo.draw(c.n, 320 + k, 100) < 30 OR c.n = 1
ON CONFLICT DO NOTHING;
