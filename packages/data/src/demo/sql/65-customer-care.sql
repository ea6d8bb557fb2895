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

-- Some were called about a delivery, which they had agreed to or not (C-34).
INSERT INTO outside_contacts (shop_id, id, customer_id, channel, reason, consent, agent_id, at)
SELECT c.shop_id, cs_demo.uid(c.created_at + interval '3 hours', 'outside:' || c.number), c.id, 'PHONE', 'DELIVERY', right(c.number, 1) = '3',
  m.agent_id, c.created_at + interval '3 hours'
FROM customers c, LATERAL (SELECT agent_id FROM memberships m WHERE m.shop_id = c.shop_id AND m.grade = 'specialist' ORDER BY agent_id LIMIT 1) m
WHERE c.shop_id = cs_demo.shop() AND right(c.number, 2) IN ('13', '26', '53', '86') AND c.created_at < cs_demo.now() - interval '1 day';

-- Some were taken for one person by mistake, which was undone within the hour.
INSERT INTO customer_merges (shop_id, id, survivor_id, duplicate_id, before, moved, merged_by, merged_at, undone_by, undone_at)
SELECT s.shop_id, cs_demo.uid(d.created_at + interval '4 hours', 'merge:' || d.number), s.id, d.id, '{}', 0, m.agent_id,
  d.created_at + interval '4 hours', m.agent_id, d.created_at + interval '5 hours'
FROM customers s JOIN customers d ON d.shop_id = s.shop_id AND left(d.number, -1) = left(s.number, -1) AND right(d.number, 1) = '2',
  LATERAL (SELECT agent_id FROM memberships m WHERE m.shop_id = s.shop_id AND m.grade = 'supervisor' ORDER BY agent_id LIMIT 1) m
WHERE s.shop_id = cs_demo.shop() AND right(s.number, 1) = '1' AND d.created_at < cs_demo.now() - interval '1 day';
