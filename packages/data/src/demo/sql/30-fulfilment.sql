-- Shipments, lines, discounts, payments, refunds, tracking, remarks, invoices, problems and stock of the orders.
CREATE TABLE cs_demo.shipment AS
SELECT o, cs_demo.uid(paid_at + interval '2 hours', 'shipment:' || cs_demo.code() || o) AS id, paid_at + interval '2 hours' AS printed_at,
  carrier, carrier || CASE carrier WHEN 'JD' THEN 'VA' ELSE '' END || lpad((1000000000 + cs_demo.draw(o, 81, 900000000) * 10::bigint)::text, 11, '7')
    || lpad((abs(o) % 10000000)::text, 7, '0') || CASE WHEN o < 0 THEN '9' ELSE '' END AS waybill
FROM (SELECT *, (ARRAY['SF','SF','ZTO','YTO','STO','JD','EMS'])[1 + cs_demo.draw(o, 80, 7)] AS carrier FROM cs_demo.orders) t
WHERE (handed OR state IN ('printed', 'packed', 'pull_failed')) AND suffix IS DISTINCT FROM 1032; -- digital goods have no parcel
ANALYZE cs_demo.shipment;

INSERT INTO shipments (shop_id, id, order_id, waybill, carrier, service, status, weight_grams, packed_at, handed_over_at, signed_at, expected_on, created_at)
SELECT cs_demo.shop(), s.id, o.id, s.waybill, s.carrier, CASE WHEN s.carrier = 'SF' THEN 'EXPRESS' ELSE 'STANDARD' END,
  CASE o.state WHEN 'printed' THEN 'LABEL_PRINTED' WHEN 'packed' THEN 'PACKED' WHEN 'pull_failed' THEN 'PACKED' WHEN 'partly_shipped' THEN 'HANDED_OVER'
    WHEN 'delivered' THEN 'DELIVERED' WHEN 'returned' THEN 'RETURNED' WHEN 'in_transit' THEN 'IN_TRANSIT' WHEN 'intercepted' THEN 'IN_TRANSIT' ELSE 'SIGNED' END,
  200 + cs_demo.draw(s.o, 82, 4000), CASE WHEN o.state <> 'printed' THEN s.printed_at + interval '2 hours' END, o.handed_at,
  CASE WHEN o.trade IN ('SIGNED', 'COMPLETED') THEN o.delivered_at END,
  ((COALESCE(o.handed_at, o.dispatch_due_at) + interval '3 days') AT TIME ZONE 'Asia/Shanghai')::date, s.printed_at
FROM cs_demo.shipment s JOIN cs_demo.orders o USING (o);

INSERT INTO order_lines (shop_id, id, order_id, position, product_id, sku_id, product_name, spec, quantity, unit_price_fen, discount_fen, paid_fen,
  refunded_fen, points_spent, customised, status, shipment_id)
SELECT cs_demo.shop(), cs_demo.uid(o.placed_at, 'line:' || cs_demo.code() || o.o || ':' || l.position), o.id, l.position, l.product_id, l.sku_id, l.name, l.spec,
  l.quantity, l.price_fen, h.discount, CASE WHEN o.paid THEN h.gross - h.discount ELSE 0 END,
  CASE WHEN o.state IN ('cancelled', 'returned') THEN h.gross - h.discount ELSE 0 END, h.points, l.customised,
  CASE WHEN o.trade = 'CANCELLED' THEN 'CANCELLED' WHEN o.state = 'returned' THEN 'RETURNED' WHEN o.state = 'partly_shipped' AND l.position > 1 THEN 'OPEN'
    WHEN o.trade IN ('SIGNED', 'COMPLETED') THEN 'SIGNED' WHEN o.handed THEN 'SHIPPED' ELSE 'OPEN' END,
  CASE WHEN o.state <> 'partly_shipped' OR l.position = 1 THEN s.id END
FROM cs_demo.line l JOIN cs_demo.orders o USING (o) JOIN cs_demo.share h USING (o, position) LEFT JOIN cs_demo.shipment s USING (o)
ORDER BY o.placed_at, o.o, l.position;
ANALYZE shipments, order_lines;

INSERT INTO order_discounts (shop_id, order_id, position, kind, amount_fen, reference, valid)
SELECT cs_demo.shop(), o.id, row_number() OVER (PARTITION BY o.o ORDER BY d.position), d.kind, d.amount, d.reference, NOT (d.kind = 'COUPON' AND o.suffix IS NOT DISTINCT FROM 1030)
FROM cs_demo.orders o CROSS JOIN LATERAL (VALUES (1, 'THRESHOLD', o.threshold, '满减活动'),
  (2, 'COUPON', o.coupon, 'CP' || lpad((abs(o.o) % 1000000)::text, 8, '0')), (3, 'RED_PACKET', o.red_packet, 'HB' || lpad((abs(o.o) % 1000000)::text, 8, '0')),
  (4, 'POINTS', o.points, '积分抵现')) d(position, kind, amount, reference)
WHERE d.amount > 0;

INSERT INTO payments (shop_id, id, order_id, method, amount_fen, status, reference, created_at, received_at)
SELECT cs_demo.shop(), cs_demo.uid(t.at, 'payment:' || cs_demo.code() || o || t.attempt), id,
  CASE WHEN suffix = 1031 THEN 'CASH_ON_DELIVERY' WHEN method IS NOT NULL THEN method ELSE (ARRAY['ALIPAY','WECHAT_PAY','ALIPAY','WECHAT_PAY','BANK_CARD','CREDIT_CARD','BALANCE'])[1 + cs_demo.draw(o, 90, 7)] END,
  goods - discount + freight, t.status, 'PAY' || cs_demo.day(t.at) || lpad(cs_demo.draw(o, 92 + t.attempt, 1000000000)::text, 10, '0'), t.at,
  CASE WHEN t.status = 'RECEIVED' THEN t.at + interval '3 seconds' END
FROM cs_demo.orders CROSS JOIN LATERAL (VALUES
  (1, placed_at + interval '1 second', CASE WHEN suffix = 1024 OR cs_demo.draw(o, 91, 100) < 4 THEN 'FAILED' WHEN suffix = 1031 THEN 'PENDING' END),
  (2, COALESCE(paid_at, placed_at + interval '40 seconds'), CASE WHEN paid AND suffix IS DISTINCT FROM 1031 THEN 'RECEIVED'
    WHEN state = 'unpaid' AND suffix IS NULL AND cs_demo.draw(o, 91, 100) BETWEEN 4 AND 30 THEN 'PENDING' END)) t(attempt, at, status)
WHERE t.status IS NOT NULL;

-- A buyer who pays on delivery has paid nothing yet.
UPDATE order_lines l SET paid_fen = 0 FROM orders o WHERE l.shop_id = o.shop_id AND l.order_id = o.id AND o.shop_id = cs_demo.shop() AND o.number = cs_demo.prefix() || '-1031';
UPDATE orders SET paid_fen = 0, paid_at = NULL, dispatch_due_at = placed_at + interval '48 hours' WHERE shop_id = cs_demo.shop() AND number = cs_demo.prefix() || '-1031';

INSERT INTO refunds (shop_id, id, number, order_id, route, reason, status, goods_fen, freight_fen, amount_fen, due_at, created_at, issued_at, arrived_at,
  attempts, arrives_from, arrives_by)
SELECT cs_demo.shop(), cs_demo.uid(at, 'refund:' || cs_demo.code() || o), 'RF' || cs_demo.day(at) || '-' || upper(substr(md5(cs_demo.code() || o), 1, 8)), id, 'ORIGINAL',
  CASE state WHEN 'cancelled' THEN 'CANCELLED' ELSE 'RETURNED' END,
  CASE WHEN at + interval '4 days' < cs_demo.now() THEN 'ARRIVED' WHEN at + interval '1 day' < cs_demo.now() THEN 'ISSUED' ELSE 'OWED' END,
  goods - discount, back, goods - discount + back, at + interval '2 days', at,
  CASE WHEN at + interval '1 day' < cs_demo.now() THEN at + interval '20 hours' END, CASE WHEN at + interval '4 days' < cs_demo.now() THEN at + interval '3 days' END,
  (at + interval '1 day' < cs_demo.now())::integer, w.arrives, w.arrives + interval '7 days'
FROM cs_demo.orders CROSS JOIN LATERAL (SELECT COALESCE(cancelled_at, delivered_at + interval '5 days') AS at, CASE state WHEN 'cancelled' THEN freight ELSE 0 END AS back) r
CROSS JOIN LATERAL (SELECT CASE WHEN at + interval '1 day' < cs_demo.now() AND at + interval '4 days' >= cs_demo.now() THEN at + interval '1 day' END AS arrives) w
WHERE state IN ('cancelled', 'returned');
ANALYZE refunds;

INSERT INTO refund_lines (shop_id, refund_id, order_line_id, amount_fen, points)
SELECT r.shop_id, r.id, l.id, l.refunded_fen, l.points_spent FROM refunds r JOIN order_lines l ON l.shop_id = r.shop_id AND l.order_id = r.order_id
WHERE r.shop_id = cs_demo.shop();

INSERT INTO tracking_events (shop_id, shipment_id, occurred_at, position, kind, place)
SELECT cs_demo.shop(), s.id, t.at, row_number() OVER (PARTITION BY s.o ORDER BY t.position), t.kind, t.place
FROM cs_demo.shipment s JOIN cs_demo.orders o USING (o) CROSS JOIN LATERAL (VALUES
  (1, 'PICKED_UP', o.handed_at, '发货仓'), (2, 'ARRIVED_AT_HUB', o.handed_at + interval '5 hours', '始发分拨中心'), (3, 'LEFT_HUB', o.handed_at + interval '9 hours', '始发分拨中心'),
  (4, 'IN_DESTINATION_CITY', COALESCE(o.delivered_at - interval '8 hours', o.handed_at + interval '30 hours'), o.city || '分拨中心'),
  (5, 'OUT_FOR_DELIVERY', o.delivered_at - interval '3 hours', o.city || '营业部'), (6, 'SIGNED', o.delivered_at, o.city)) t(position, kind, at, place)
WHERE o.handed AND t.at < cs_demo.now() AND (NOT o.silent OR t.position = 1);
UPDATE shipments s SET last_scan_at = (SELECT max(t.occurred_at) FROM tracking_events t WHERE t.shop_id = s.shop_id AND t.shipment_id = s.id) WHERE s.shop_id = cs_demo.shop();

INSERT INTO order_remarks (shop_id, id, order_id, action_type, flag, text, agent_id, created_at)
SELECT cs_demo.shop(), cs_demo.uid(o.at, 'remark:' || cs_demo.code() || o.o || r.i), o.id, r.action_type, r.flag, r.text || ' ' || a.name || '/' || to_char(o.at AT TIME ZONE 'Asia/Shanghai', 'MM-DD'), a.agent_id, o.at
FROM (SELECT *, placed_at + interval '20 minutes' AS at, CASE WHEN handed THEN 2 WHEN trade = 'CANCELLED' THEN 4 ELSE (ARRAY[0,1,3,5])[1 + cs_demo.draw(o, 101, 4)] END AS i FROM cs_demo.orders) o
JOIN cs_demo.agent_remark r USING (i) JOIN cs_demo.agent a ON a.i = cs_demo.draw(o.o, 102, (SELECT count(*) FROM cs_demo.agent))
WHERE o.suffix IS NULL AND cs_demo.draw(o.o, 100, 100) < 15 OR o.suffix IN (1003, 1007, 1013);
ANALYZE order_remarks;
UPDATE orders o SET flag = r.flag FROM order_remarks r WHERE o.shop_id = cs_demo.shop() AND r.shop_id = o.shop_id AND r.order_id = o.id AND r.flag IS NOT NULL;

INSERT INTO invoices (shop_id, id, order_id, kind, title, company, tax_id, content, amount_fen, status, requested_at, issued_at)
SELECT cs_demo.shop(), cs_demo.uid(o.placed_at + interval '5 minutes', 'invoice:' || cs_demo.code() || o.o), o.id, CASE WHEN cs_demo.draw(o.o, 112, 10) = 0 THEN 'PAPER' ELSE 'ELECTRONIC' END,
  CASE WHEN o.company THEN o.city || w.estate[1 + cs_demo.draw(o.o, 113, cardinality(w.estate))] || '商贸有限公司' ELSE c.name END, o.company,
  CASE WHEN o.suffix = 1025 THEN '91310000MA1K' WHEN o.company THEN '91' || (110000 + cs_demo.draw(o.o, 114, 500000)) || upper(translate(substr(md5('tax' || o.o), 1, 10), 'ioszv', '01524')) END,
  p.invoice_content, o.goods - o.discount + o.freight, CASE WHEN o.completed_at IS NULL THEN 'REQUESTED' ELSE 'ISSUED' END, o.placed_at + interval '5 minutes', o.completed_at
FROM (SELECT *, COALESCE(suffix IN (1025, 1026), cs_demo.draw(o, 111, 10) < 4) AS company FROM cs_demo.orders) o
JOIN cs_demo.customer c USING (n) JOIN cs_demo.line l ON l.o = o.o AND l.position = 1
JOIN products p ON p.shop_id = cs_demo.shop() AND p.id = l.product_id CROSS JOIN cs_demo.words w
WHERE o.suffix IN (1025, 1026) OR o.suffix IS NULL AND o.trade <> 'CANCELLED' AND cs_demo.draw(o.o, 110, 100) < 18;

INSERT INTO order_problems (shop_id, id, order_id, kind, status, note, reported_by, reported_at, solved_at)
SELECT cs_demo.shop(), cs_demo.uid(o.at, 'problem:' || cs_demo.code() || o.o), o.id, o.kind, CASE WHEN o.open THEN 'OPEN' ELSE 'SOLVED' END, o.note, a.agent_id, o.at, CASE WHEN NOT o.open THEN o.at + interval '3 hours' END
FROM (SELECT o, id, COALESCE(paid_at, placed_at) + interval '25 minutes' AS at, trade = 'PAID' AND handed_at IS NULL AS open,
    CASE suffix WHEN 1020 THEN 'VAGUE_ADDRESS' WHEN 1028 THEN 'OVERSOLD' WHEN 1017 THEN 'SUSPECTED_FAKE'
      ELSE (ARRAY['VAGUE_ADDRESS','INVALID_CONTACT','PAYMENT_ANOMALY','OUT_OF_STOCK'])[1 + cs_demo.draw(o, 121, 4)] END AS kind,
    CASE suffix WHEN 1020 THEN '地址只有路名，已电话联系客户补充' WHEN 1028 THEN '大促超卖，待与客户协商换款或退款' ELSE '客服审单时发现，已联系客户核实' END AS note
  FROM cs_demo.orders WHERE suffix IN (1017, 1020, 1028) OR suffix IS NULL AND cs_demo.draw(o, 120, 200) = 0) o
JOIN cs_demo.agent a ON a.i = cs_demo.draw(o.o, 102, (SELECT count(*) FROM cs_demo.agent));

INSERT INTO warehouse_tasks (shop_id, id, order_id, kind, status, requested_by, requested_at)
SELECT cs_demo.shop(), cs_demo.uid(COALESCE(handed_at, paid_at) + interval '1 hour', 'task:' || cs_demo.code() || o), id, CASE state WHEN 'intercepted' THEN 'INTERCEPT' ELSE 'PULL_PARCEL' END,
  CASE state WHEN 'intercepted' THEN 'OPEN' ELSE 'FAILED' END, a.agent_id, COALESCE(handed_at, paid_at) + interval '1 hour'
FROM cs_demo.orders JOIN cs_demo.agent a ON a.i = cs_demo.draw(o, 102, (SELECT count(*) FROM cs_demo.agent)) WHERE state IN ('intercepted', 'pull_failed');

-- Open lines hold their stock; the authored stock is what is free beside it. One SKU is oversold.
UPDATE skus s SET reserved = r.reserved, stock = s.stock + r.reserved
FROM (SELECT sku_id, sum(quantity) AS reserved FROM order_lines WHERE shop_id = cs_demo.shop() AND status = 'OPEN' GROUP BY sku_id) r
WHERE s.shop_id = cs_demo.shop() AND s.id = r.sku_id;
UPDATE skus s SET stock = 0 FROM cs_demo.sku d WHERE s.shop_id = cs_demo.shop() AND s.id = d.id AND d.pool = 'NORMAL' AND d.i = d.total - 1;
