-- Reviews, then cases of the three kinds with what was said in them.
INSERT INTO reviews (shop_id, id, number, order_id, order_line_id, product_id, customer_id, score, kind, text, has_photo, problem_class, posted_at,
  found_at, contact_due_at, contacted_at, reply, replied_by, replied_at)
SELECT cs_demo.shop(), cs_demo.uid(r.posted_at, 'review:' || cs_demo.code() || r.o), 'RV' || cs_demo.day(r.posted_at) || CASE WHEN r.o < 0 THEN 'S' || -r.o ELSE cs_demo.padded(r.o, 6) END,
  r.id, l.id, l.product_id, r.customer_id, r.score, r.kind, t.text, cs_demo.draw(r.o, 203, 10) < 3,
  CASE WHEN r.kind <> 'GOOD' THEN (ARRAY['QUALITY','SIZE','LOGISTICS','SERVICE','DESCRIPTION','PRICE'])[1 + cs_demo.draw(r.o, 204, 6)] END,
  r.posted_at, r.found_at, CASE WHEN r.kind = 'BAD' THEN r.found_at + interval '1 hour' END,
  CASE WHEN r.kind = 'BAD' AND cs_demo.draw(r.o, 205, 10) < 8 THEN r.found_at + cs_demo.draw(r.o, 206, 70) * interval '1 minute' END,
  CASE WHEN r.replied THEN t.reply END, CASE WHEN r.replied THEN a.agent_id END, CASE WHEN r.replied THEN r.found_at + interval '30 minutes' END
FROM (SELECT *, CASE kind WHEN 'GOOD' THEN 4 + (cs_demo.draw(o, 207, 4) > 0)::integer WHEN 'MEDIUM' THEN 3 ELSE 1 + cs_demo.draw(o, 207, 2) END AS score,
      posted_at + least((cs_demo.now() - posted_at) * 0.3, interval '1 hour') AS found_at, cs_demo.draw(o, 208, 10) < 7 AS replied,
      cs_demo.draw(o, 209, (SELECT count(*) FROM cs_demo.review_text x WHERE x.kind = y.kind)) AS i
    FROM (SELECT *, delivered_at + (0.1 + 0.8 * cs_demo.draw(o, 201, 1000) / 1000.0) * least(cs_demo.now() - delivered_at, interval '10 days') AS posted_at,
        CASE WHEN suffix = 1014 OR cs_demo.draw(o, 202, 100) < 6 THEN 'BAD' WHEN cs_demo.draw(o, 202, 100) < 15 THEN 'MEDIUM' ELSE 'GOOD' END AS kind
      FROM cs_demo.orders WHERE trade IN ('SIGNED', 'COMPLETED') AND (suffix IN (1010, 1011, 1014) OR suffix IS NULL AND cs_demo.draw(o, 200, 100) < 35)) y) r
JOIN order_lines l ON l.shop_id = cs_demo.shop() AND l.order_id = r.id AND l.position = 1
JOIN cs_demo.review_text t ON t.kind = r.kind AND t.i = r.i
JOIN cs_demo.agent a ON a.i = cs_demo.draw(r.o, 210, (SELECT count(*) FROM cs_demo.agent));
ANALYZE reviews;

CREATE TABLE cs_demo.case_plan AS
WITH drawn AS (
  SELECT 'CONSULTATION' AS kind, n AS o, joined + (cs_demo.now() - joined) * (0.02 + 0.97 * cs_demo.draw(n, 221, 1000) / 1000.0) AS opened_at, id AS customer_id, NULL::uuid AS order_id,
    cs_demo.draw(n, 222, (SELECT count(*) FROM cs_demo.consultation)) AS i
  FROM cs_demo.customer WHERE n <= 8 OR cs_demo.draw(n, 220, 100) < 60
  UNION ALL
  SELECT 'AFTER_SALE', o, delivered_at + least((cs_demo.now() - delivered_at) * 0.5, interval '1 day'), customer_id, id, cs_demo.draw(o, 231, (SELECT count(*) FROM cs_demo.after_sale))
  FROM cs_demo.orders WHERE trade IN ('SIGNED', 'COMPLETED') AND (state = 'returned' OR suffix = 1010 OR suffix IS NULL AND cs_demo.draw(o, 230, 100) < 5)
  UNION ALL
  SELECT 'COMPLAINT', o, handed_at + (cs_demo.now() - handed_at) * 0.33, customer_id, id, cs_demo.draw(o, 241, (SELECT count(*) FROM cs_demo.complaint))
  FROM cs_demo.orders WHERE handed AND (suffix = 1007 OR suffix IS NULL AND cs_demo.draw(o, 240, 100) < 1))
SELECT d.*, 'CS' || cs_demo.day(d.opened_at) || cs_demo.padded(row_number() OVER (ORDER BY d.opened_at, d.kind, d.o), 6) AS number,
  cs_demo.uid(d.opened_at, 'case:' || d.kind || cs_demo.code() || d.o) AS id,
  CASE WHEN d.opened_at < cs_demo.now() - interval '12 days' THEN 'CLOSED'
    ELSE (ARRAY['OPEN','OPEN','WAITING_FOR_CUSTOMER','WAITING_FOR_OTHERS',CASE WHEN d.kind = 'AFTER_SALE' THEN 'OPEN' ELSE 'SOLVED' END])[1 + cs_demo.draw(d.o, 250, 5)] END AS status,
  own.agent_id AS owner_id, CASE WHEN cs_demo.draw(d.o, 252, 5) = 0 THEN other.agent_id ELSE own.agent_id END AS assignee_id, s.product_id, p.name AS product
FROM drawn d
JOIN cs_demo.agent own ON own.i = cs_demo.draw(d.o, 251, (SELECT count(*) FROM cs_demo.agent))
JOIN cs_demo.agent other ON other.i = cs_demo.draw(d.o, 253, (SELECT count(*) FROM cs_demo.agent))
LEFT JOIN cs_demo.line l ON d.kind <> 'CONSULTATION' AND l.o = d.o AND l.position = 1
JOIN cs_demo.sku s ON CASE WHEN d.kind = 'CONSULTATION' THEN s.pool = 'NORMAL' AND s.i = cs_demo.draw(d.o, 254, s.total) ELSE s.id = l.sku_id AND s.pool <> 'LIMITED' END
JOIN products p ON p.shop_id = cs_demo.shop() AND p.id = s.product_id;
ANALYZE cs_demo.case_plan;

INSERT INTO cases (shop_id, id, number, kind, status, priority, channel, subject, customer_id, order_id, product_id, owner_id, assignee_id, opened_at,
  first_response_at, due_at, closed_at, inquiry_type, stage, after_sale_type, reason, demand, grade, problem, expected_solution, complaint_state, graded_at, complaint_topic, after_sale_state)
SELECT cs_demo.shop(), c.id, c.number, c.kind, c.status,
  CASE WHEN m.grade = 'SERIOUS' THEN 'URGENT' WHEN c.kind = 'COMPLAINT' THEN 'HIGH' WHEN c.kind = 'AFTER_SALE' THEN 'MEDIUM' ELSE 'LOW' END,
  (ARRAY['CHAT','CHAT','CHAT','PHONE','OFFLINE_MESSAGE','FORM'])[1 + cs_demo.draw(c.o, 260, 6)],
  replace(COALESCE(q.subject, f.subject, m.subject), '%s', c.product), c.customer_id, c.order_id, c.product_id, c.owner_id, c.assignee_id, c.opened_at,
  c.opened_at + interval '70 seconds', CASE WHEN c.status NOT IN ('CLOSED', 'SOLVED') THEN c.opened_at + interval '24 hours' END,
  CASE WHEN c.status = 'CLOSED' THEN c.opened_at + interval '3 days' END, q.type,
  CASE WHEN q.i IS NOT NULL THEN (ARRAY['NEED','RECOMMENDATION','DOUBTS','OFFER','CLOSING','FAREWELL'])[1 + cs_demo.draw(c.o, 261, 6)] END,
  f.type, f.reason, f.demand, m.grade, m.problem, m.expected,
  CASE WHEN m.i IS NOT NULL THEN CASE c.status WHEN 'CLOSED' THEN 'SUMMARISED' WHEN 'SOLVED' THEN 'FOLLOWED_UP' ELSE (ARRAY['RECORDED','VERIFYING','PLANNED','DISCUSSED'])[1 + cs_demo.draw(c.o, 262, 4)] END END,
  CASE WHEN m.i IS NOT NULL THEN c.opened_at + interval '70 seconds' END,
  CASE WHEN m.subject ~ '态度|客服' THEN 'SERVICE' WHEN m.subject ~ '物流|快递|发货|配送' THEN 'DELIVERY' WHEN m.subject ~ '宣传|描述' THEN 'DESCRIPTION' WHEN m.i IS NOT NULL THEN 'GOODS' END,
  CASE WHEN f.i IS NOT NULL THEN CASE c.status WHEN 'CLOSED' THEN 'COMPLETED' WHEN 'WAITING_FOR_CUSTOMER' THEN 'EVIDENCE_REQUESTED'
    WHEN 'WAITING_FOR_OTHERS' THEN CASE WHEN f.type IN ('RETURN_AND_REFUND', 'EXCHANGE', 'REPAIR') THEN 'RETURN_IN_TRANSIT' ELSE 'DISPUTED' END
    ELSE CASE cs_demo.draw(c.o, 263, 3) WHEN 0 THEN 'APPLIED' ELSE 'REVIEWING' END END END
FROM cs_demo.case_plan c
LEFT JOIN cs_demo.consultation q ON c.kind = 'CONSULTATION' AND q.i = c.i
LEFT JOIN cs_demo.after_sale f ON c.kind = 'AFTER_SALE' AND f.i = c.i
LEFT JOIN cs_demo.complaint m ON c.kind = 'COMPLAINT' AND m.i = c.i
ORDER BY c.opened_at, c.kind, c.o;
ANALYZE cases;

INSERT INTO after_sale_lines (shop_id, case_id, order_line_id, quantity)
SELECT cs_demo.shop(), c.id, l.id, l.quantity FROM cases c
JOIN order_lines l ON l.shop_id = cs_demo.shop() AND l.order_id = c.order_id AND l.position = 1
WHERE c.shop_id = cs_demo.shop() AND c.kind = 'AFTER_SALE';

-- A return stands where its refund does.
UPDATE refunds r SET case_id = c.id FROM cases c WHERE r.shop_id = cs_demo.shop() AND c.shop_id = r.shop_id AND c.order_id = r.order_id
  AND c.kind = 'AFTER_SALE' AND r.reason = 'RETURNED';
UPDATE cases c SET after_sale_state = CASE r.status WHEN 'OWED' THEN 'REFUND_OWED' WHEN 'ISSUED' THEN 'REFUNDED' ELSE 'COMPLETED' END,
  status = CASE r.status WHEN 'OWED' THEN 'OPEN' WHEN 'ISSUED' THEN 'SOLVED' ELSE 'CLOSED' END, closed_at = r.arrived_at,
  due_at = CASE r.status WHEN 'OWED' THEN r.due_at END
FROM refunds r WHERE c.shop_id = cs_demo.shop() AND r.shop_id = c.shop_id AND r.case_id = c.id AND c.status <> 'CLOSED';
-- What is on its way back, and what came back and was refunded.
INSERT INTO return_shipments (shop_id, id, case_id, waybill, carrier, freight_fen, status, sent_at, arrived_at)
SELECT cs_demo.shop(), cs_demo.uid(c.opened_at + interval '1 day', 'return:' || c.id), c.id, 'TH' || upper(substr(md5(c.id::text), 1, 12)), 'ZTO', 1200,
  CASE c.after_sale_state WHEN 'RETURN_IN_TRANSIT' THEN 'IN_TRANSIT' ELSE 'RECEIVED' END, c.opened_at + interval '1 day',
  CASE WHEN c.after_sale_state <> 'RETURN_IN_TRANSIT' THEN c.opened_at + interval '2 days' END
FROM cases c JOIN orders o ON o.shop_id = c.shop_id AND o.id = c.order_id
WHERE c.shop_id = cs_demo.shop() AND (c.after_sale_state = 'RETURN_IN_TRANSIT' OR c.after_sale_state IN ('COMPLETED', 'REFUND_OWED', 'REFUNDED') AND o.physical_status = 'RETURNED');
INSERT INTO inspections (shop_id, id, case_id, result, finding, inspected_by, inspected_at)
SELECT r.shop_id, cs_demo.uid(r.arrived_at + interval '2 hours', 'inspection:' || r.case_id), r.case_id, 'PASSED', 'INTACT', c.assignee_id, r.arrived_at + interval '2 hours'
FROM return_shipments r JOIN cases c ON c.shop_id = r.shop_id AND c.id = r.case_id WHERE r.shop_id = cs_demo.shop() AND r.status = 'RECEIVED';
UPDATE order_lines l SET returned_quantity = quantity WHERE l.shop_id = cs_demo.shop() AND l.status = 'RETURNED';

INSERT INTO case_messages (shop_id, id, case_id, sender, agent_id, text, sent_at)
SELECT cs_demo.shop(), cs_demo.uid(c.opened_at + (s.n - 1) * interval '70 seconds', 'message:' || c.id || s.n), c.id,
  CASE WHEN s.n % 2 = 1 THEN 'CUSTOMER' ELSE 'AGENT' END, CASE WHEN s.n % 2 = 0 THEN c.assignee_id END, replace(s.text, '%s', c.product),
  c.opened_at + (s.n - 1) * interval '70 seconds'
FROM cs_demo.case_plan c
JOIN (SELECT 'CONSULTATION' AS kind, i, said FROM cs_demo.consultation UNION ALL SELECT 'AFTER_SALE', i, said FROM cs_demo.after_sale
  UNION ALL SELECT 'COMPLAINT', i, said FROM cs_demo.complaint) t ON t.kind = c.kind AND t.i = c.i
CROSS JOIN LATERAL json_array_elements_text(t.said) WITH ORDINALITY AS s(text, n);

INSERT INTO case_notes (shop_id, id, case_id, agent_id, text, created_at)
SELECT cs_demo.shop(), cs_demo.uid(c.opened_at + interval '10 minutes', 'note:' || c.id), c.id, c.owner_id, w.case_note[1 + cs_demo.draw(c.o, 271, cardinality(w.case_note))], c.opened_at + interval '10 minutes'
FROM cs_demo.case_plan c, cs_demo.words w WHERE c.kind <> 'CONSULTATION' AND (c.order_id IS NOT NULL AND c.o < 0 OR cs_demo.draw(c.o, 270, 10) < 6);
