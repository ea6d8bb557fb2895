-- What cases know of their conversations, and who else works on them.
UPDATE cases c SET conversation_at = CASE WHEN c.status <> 'CLOSED' THEN m.first_at END, last_message_at = m.last_at,
  last_customer_at = m.customer_at, last_reply_at = m.reply_at,
  archived_at = CASE WHEN c.kind = 'CONSULTATION' THEN c.closed_at END
FROM (SELECT case_id, min(sent_at) AS first_at, max(sent_at) AS last_at, max(sent_at) FILTER (WHERE sender = 'CUSTOMER') AS customer_at,
    max(sent_at) FILTER (WHERE sender = 'AGENT') AS reply_at FROM case_messages WHERE shop_id = cs_demo.shop() GROUP BY case_id) m
WHERE c.shop_id = cs_demo.shop() AND c.id = m.case_id;

INSERT INTO case_transfers (shop_id, id, case_id, from_assignee, to_assignee, from_owner, to_owner, occasion, reason, transferred_by, at)
SELECT c.shop_id, cs_demo.uid(c.opened_at + interval '5 minutes', 'transfer:' || c.id), c.id, c.owner_id, c.assignee_id, c.owner_id, c.owner_id, 'TRANSFER', '转专业同事跟进',
  c.owner_id, c.opened_at + interval '5 minutes'
FROM cases c WHERE c.shop_id = cs_demo.shop() AND c.owner_id <> c.assignee_id;

INSERT INTO case_tasks (shop_id, id, case_id, department, status, question, asked_by, asked_at, due_at, answer, answered_by, answered_at)
SELECT c.shop_id, cs_demo.uid(c.opened_at + interval '15 minutes', 'task:' || c.id), c.id,
  CASE c.kind WHEN 'COMPLAINT' THEN 'operations' ELSE CASE WHEN c.reason = 'QUALITY' THEN 'quality_control' ELSE 'warehouse' END END,
  CASE WHEN c.status = 'CLOSED' THEN 'ANSWERED' ELSE 'OPEN' END, '请核实实际情况并回复', c.owner_id, c.opened_at + interval '15 minutes',
  c.opened_at + interval '15 minutes' + interval '24 hours', CASE WHEN c.status = 'CLOSED' THEN '已核实，情况属实' END,
  CASE WHEN c.status = 'CLOSED' THEN c.assignee_id END, CASE WHEN c.status = 'CLOSED' THEN c.opened_at + interval '2 hours' END
FROM cases c WHERE c.shop_id = cs_demo.shop() AND c.kind <> 'CONSULTATION' AND c.status IN ('OPEN', 'WAITING_FOR_OTHERS', 'CLOSED');

INSERT INTO case_links (shop_id, case_id, other_id, kind, linked_at)
SELECT a.shop_id, a.id, b.id, 'RELATED', GREATEST(a.opened_at, b.opened_at) FROM cases a
JOIN cases b ON b.shop_id = a.shop_id AND b.order_id = a.order_id AND b.id <> a.id WHERE a.shop_id = cs_demo.shop();

INSERT INTO leads (shop_id, id, case_id, customer_id, product_id, agent_id, reason, status, note, next_follow_up_at, attempts, registered_at, ended_at)
SELECT c.shop_id, cs_demo.uid(c.at, 'lead:' || c.id), c.id, c.customer_id, c.product_id, c.assignee_id,
  CASE c.inquiry_type WHEN 'PRICE' THEN 'PRICE' WHEN 'SPECIFICATION' THEN 'SIZE_OR_FIT' WHEN 'SHIPPING_TIME' THEN 'DELIVERY_TIME' ELSE 'COMPARING' END,
  CASE WHEN c.closed_at IS NULL THEN 'OPEN' ELSE 'GIVEN_UP' END, '有意向，约定再联系',
  CASE WHEN c.closed_at IS NULL THEN cs_demo.now() + cs_demo.draw(c.n, 272, 72) * interval '1 hour' END,
  CASE WHEN c.closed_at IS NULL THEN 0 ELSE 1 END, c.at, c.closed_at
FROM (SELECT *, opened_at + interval '20 minutes' AS at, row_number() OVER (ORDER BY number) AS n FROM cases
  WHERE shop_id = cs_demo.shop() AND kind = 'CONSULTATION') c
WHERE c.status IN ('WAITING_FOR_CUSTOMER', 'SOLVED') OR c.status = 'CLOSED' AND cs_demo.draw(c.n, 273, 10) < 4;

INSERT INTO payment_follow_ups (shop_id, id, order_id, agent_id, reason, note, agreed_until, at)
SELECT o.shop_id, cs_demo.uid(cs_demo.now() - interval '10 minutes', 'unpaid:' || o.id), o.id, a.agent_id, 'BALANCE_LOW', '余额不足，今晚充值后付款',
  cs_demo.now() + interval '8 hours', cs_demo.now() - interval '10 minutes'
FROM orders o JOIN cs_demo.agent a ON a.i = 0
WHERE o.shop_id = cs_demo.shop() AND o.trade_status = 'UNPAID' AND o.placed_at < cs_demo.now() - interval '10 minutes';
ANALYZE case_transfers, case_tasks, case_links, leads, payment_follow_ups;
