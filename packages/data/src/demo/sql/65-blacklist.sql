-- Who is blacklisted was warned, proposed by one and approved by another; some of them appeal (C-44).
INSERT INTO customer_warnings (shop_id, id, customer_id, text, warned_by, at)
SELECT c.shop_id, cs_demo.uid(c.blacklisted_until - interval '190 days', 'warning:' || c.number), c.id,
  '多次以不实理由索赔，已告知继续如此将不再接受新订单。', m.agent_id, c.blacklisted_until - interval '190 days'
FROM customers c, LATERAL (SELECT agent_id FROM memberships m WHERE m.shop_id = c.shop_id AND m.grade = 'senior' ORDER BY agent_id LIMIT 1) m
WHERE c.shop_id = cs_demo.shop() AND c.blacklisted_until IS NOT NULL;

-- Some were warned and gave no further cause.
INSERT INTO customer_warnings (shop_id, id, customer_id, text, warned_by, at)
SELECT c.shop_id, cs_demo.uid(c.created_at + interval '2 hours', 'warning:' || c.number), c.id, '言语不当，已提醒。', m.agent_id, c.created_at + interval '2 hours'
FROM customers c, LATERAL (SELECT agent_id FROM memberships m WHERE m.shop_id = c.shop_id AND m.grade = 'senior' ORDER BY agent_id LIMIT 1) m
WHERE c.shop_id = cs_demo.shop() AND c.blacklisted_until IS NULL AND right(c.number, 2) IN ('07', '57') AND c.created_at < cs_demo.now() - interval '1 day';

INSERT INTO blacklistings (shop_id, id, number, customer_id, status, reason, warned_at, proposed_by, approved_by, since, until, appealed_at, appeal)
SELECT c.shop_id, cs_demo.uid(c.blacklisted_until - interval '180 days', 'blacklisting:' || c.number), 'BL' || c.number, c.id, 'IN_FORCE',
  'MALICIOUS_CLAIMS', c.blacklisted_until - interval '190 days', s.agent_id, m.agent_id, c.blacklisted_until - interval '180 days', c.blacklisted_until,
  CASE WHEN right(c.number, 1) = '1' THEN c.blacklisted_until - interval '170 days' END,
  CASE WHEN right(c.number, 1) = '1' THEN '包裹确实少件，并非有意为难。' END
FROM customers c,
  LATERAL (SELECT agent_id FROM memberships m WHERE m.shop_id = c.shop_id AND m.grade = 'senior' ORDER BY agent_id LIMIT 1) s,
  LATERAL (SELECT agent_id FROM memberships m WHERE m.shop_id = c.shop_id AND m.grade = 'manager' ORDER BY agent_id LIMIT 1) m
WHERE c.shop_id = cs_demo.shop() AND c.blacklisted_until IS NOT NULL;
