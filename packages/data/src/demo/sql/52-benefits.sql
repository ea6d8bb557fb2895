-- What tiers brought: the tier of each moment is where its history had led by then (Q22).
CREATE FUNCTION cs_demo.tier_at(customer uuid, at timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT t.to_tier FROM tier_changes t WHERE t.shop_id = cs_demo.shop() AND t.customer_id = customer AND t.occurred_at < at AND t.kind <> 'NOTIFIED'
  ORDER BY t.occurred_at DESC, t.id DESC LIMIT 1
$$;

UPDATE cases c SET member_tier = COALESCE(cs_demo.tier_at(c.customer_id, c.opened_at), m.tier) FROM members m
WHERE c.shop_id = cs_demo.shop() AND c.kind = 'AFTER_SALE' AND m.shop_id = c.shop_id AND m.customer_id = c.customer_id;

UPDATE orders o SET dispatch_rank = 0
WHERE o.shop_id = cs_demo.shop() AND o.paid_at IS NOT NULL AND cs_demo.tier_at(o.customer_id, o.paid_at) IN ('GOLD', 'PLATINUM', 'DIAMOND');

-- Birthday gifts on the first of the month of birth, yearly gifts on the first of January, or the day after the tier was reached.
WITH occasion AS (
  SELECT m.customer_id, 'BIRTHDAY_GIFT' AS benefit, make_timestamptz(extract(year FROM cs_demo.now() AT TIME ZONE 'Asia/Shanghai')::integer, c.birth_month, 1, 0, 0, 0, 'Asia/Shanghai') AS at
  FROM members m JOIN customers c ON c.shop_id = m.shop_id AND c.id = m.customer_id WHERE m.shop_id = cs_demo.shop() AND c.birth_month IS NOT NULL
  UNION ALL
  SELECT t.customer_id, 'YEARLY_GIFT', greatest(date_trunc('year', cs_demo.now(), 'Asia/Shanghai'), date_trunc('day', min(t.occurred_at), 'Asia/Shanghai') + interval '1 day')
  FROM tier_changes t WHERE t.shop_id = cs_demo.shop() AND t.to_tier = 'DIAMOND' AND t.kind = 'RAISED' GROUP BY t.customer_id),
due AS (SELECT *, cs_demo.tier_at(customer_id, at + interval '1 second') AS tier FROM occasion WHERE at <= cs_demo.now())
INSERT INTO gift_grants (shop_id, id, customer_id, benefit, year, tier, status, granted_at, fulfilled_at)
SELECT cs_demo.shop(), cs_demo.uid(at, 'gift:' || benefit || customer_id), customer_id, benefit, extract(year FROM at AT TIME ZONE 'Asia/Shanghai'), tier,
  CASE WHEN at + interval '21 days' < cs_demo.now() THEN 'FULFILLED' ELSE 'GRANTED' END, at, CASE WHEN at + interval '21 days' < cs_demo.now() THEN at + interval '3 days' END
FROM due WHERE CASE benefit WHEN 'YEARLY_GIFT' THEN tier = 'DIAMOND' ELSE tier <> 'ORDINARY' END;

-- Who looks after members from silver up: each of the service's agents as many as the others.
INSERT INTO dedicated_agents (shop_id, customer_id, agent_id, since)
SELECT m.shop_id, m.customer_id, a.agent_id, t.at FROM (
  SELECT m.*, row_number() OVER (ORDER BY m.customer_id) AS n FROM members m WHERE m.shop_id = cs_demo.shop() AND m.tier <> 'ORDINARY') m
JOIN (SELECT agent_id, row_number() OVER (ORDER BY agent_id) AS i, count(*) OVER () AS all_of_them FROM memberships
  WHERE shop_id = cs_demo.shop() AND active AND department = 'service' AND grade IN ('specialist', 'senior')) a ON a.i = 1 + m.n % a.all_of_them
CROSS JOIN LATERAL (SELECT min(c.occurred_at) AS at FROM tier_changes c WHERE c.shop_id = m.shop_id AND c.customer_id = m.customer_id AND c.to_tier <> 'ORDINARY') t;
ANALYZE orders, gift_grants, dedicated_agents;
