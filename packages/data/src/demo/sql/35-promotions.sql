-- What the shop offers, and the coupons of its customers. The thresholds and coupons are those that the orders had.
CREATE TABLE cs_demo.promotion AS
SELECT k.*, cs_demo.uid('2024-01-01Z', 'promotion:' || cs_demo.code() || k.name) AS id, cs_demo.prefix() || 'A' || lpad(k.i::text, 4, '0') AS number
FROM (VALUES
  (1, 'THRESHOLD', '满300减20', '2024-01-01Z'::timestamptz, cs_demo.now() + interval '40 days', '{CAMPAIGN_PRICE,FIRST_PURCHASE,COUPON,GIFT}'::text[], 30000, 2000, false),
  (2, 'THRESHOLD', '满800减60', '2024-01-01Z', cs_demo.now() + interval '40 days', '{CAMPAIGN_PRICE,FIRST_PURCHASE,COUPON,GIFT}', 80000, 6000, false),
  (3, 'COUPON', '10元券', '2024-01-01Z', cs_demo.now() + interval '90 days', '{TIER,CAMPAIGN_PRICE,THRESHOLD,FIRST_PURCHASE,GIFT}', 15000, 1000, false),
  (4, 'COUPON', '15元券', '2024-01-01Z', cs_demo.now() + interval '90 days', '{TIER,CAMPAIGN_PRICE,THRESHOLD,FIRST_PURCHASE,GIFT}', 15000, 1500, false),
  (5, 'COUPON', '20元券', '2024-01-01Z', cs_demo.now() + interval '90 days', '{TIER,CAMPAIGN_PRICE,THRESHOLD,FIRST_PURCHASE,GIFT}', 15000, 2000, false),
  (6, 'FIRST_PURCHASE', '新人首购立减15', '2024-01-01Z', cs_demo.now() + interval '180 days', '{TIER,CAMPAIGN_PRICE,THRESHOLD,COUPON,GIFT}', 9900, 1500, false),
  (7, 'CAMPAIGN_PRICE', '限时秒杀', cs_demo.now() - interval '2 days', cs_demo.now() + interval '12 hours', '{THRESHOLD,COUPON,GIFT}', 0, 0, false),
  (8, 'GIFT', '满500赠好礼', cs_demo.now() - interval '5 days', cs_demo.now() + interval '10 days', '{TIER,CAMPAIGN_PRICE,THRESHOLD,FIRST_PURCHASE,COUPON}', 50000, 0, false),
  (9, 'THRESHOLD', '年终每满200减30', cs_demo.now() + interval '2 days', cs_demo.now() + interval '9 days', '{}', 20000, 3000, true),
  (10, 'COUPON', '会员日8元券', cs_demo.now() - interval '60 days', cs_demo.now() - interval '30 days', '{TIER,THRESHOLD,GIFT}', 5000, 800, false)
) k(i, kind, name, starts_at, ends_at, combines, threshold_fen, off_fen, repeats);

-- The cheapest plain piece that is there is given away; two of the normal pool are in the campaign.
INSERT INTO promotions (shop_id, id, number, kind, name, starts_at, ends_at, combines, threshold_fen, off_fen, repeats, gift_sku_id, gift_quantity, created_at)
SELECT cs_demo.shop(), id, number, kind, name, starts_at, ends_at, combines, threshold_fen, off_fen, repeats,
  CASE WHEN kind = 'GIFT' THEN (SELECT s.id FROM cs_demo.sku s WHERE s.pool = 'NORMAL' AND s.max_quantity IS NULL AND s.i < s.total - 1 ORDER BY s.price_fen, s.i LIMIT 1) END,
  CASE WHEN kind = 'GIFT' THEN 1 END, least(starts_at, cs_demo.now() - interval '7 days')
FROM cs_demo.promotion ORDER BY i;
INSERT INTO campaign_prices (shop_id, promotion_id, sku_id, price_fen)
SELECT cs_demo.shop(), p.id, s.id, s.price_fen * 85 / 100 / 100 * 100 FROM cs_demo.promotion p, cs_demo.sku s WHERE p.kind = 'CAMPAIGN_PRICE' AND s.pool = 'NORMAL' AND s.i IN (8, 16);

INSERT INTO promotion_products (shop_id, promotion_id, product_id)
SELECT DISTINCT cs_demo.shop(), p.id, s.product_id FROM cs_demo.promotion p, cs_demo.sku s WHERE p.i = 9 AND s.pool = 'NORMAL' AND s.i % 3 = 0;

UPDATE order_discounts d SET promotion_id = p.id, reference = p.number
FROM cs_demo.orders o, cs_demo.promotion p
WHERE d.shop_id = cs_demo.shop() AND d.order_id = o.id AND d.kind = 'THRESHOLD' AND p.kind = 'THRESHOLD' AND p.i < 3
  AND p.off_fen = d.amount_fen AND o.goods >= p.threshold_fen;

-- Each coupon that was spent, a month around its order; that of 1030 had run out. Cancelled before dispatch, it came back.
CREATE TABLE cs_demo.coupon AS
SELECT o.o, o.id AS order_id, o.customer_id, p.id AS promotion_id, o.placed_at, o.cancelled_at, d.valid,
  cs_demo.uid(o.placed_at, 'coupon:' || cs_demo.code() || o.o) AS id, 'CP' || cs_demo.day(o.placed_at) || '-' || upper(substr(md5(cs_demo.code() || 'coupon' || o.o), 1, 8)) AS number
FROM cs_demo.orders o JOIN order_discounts d ON d.shop_id = cs_demo.shop() AND d.order_id = o.id AND d.kind = 'COUPON'
JOIN cs_demo.promotion p ON p.kind = 'COUPON' AND p.i < 10 AND p.off_fen = d.amount_fen;
INSERT INTO coupons (shop_id, id, number, promotion_id, customer_id, source, valid_from, valid_until, issued_at)
SELECT cs_demo.shop(), id, number, promotion_id, customer_id, 'CAMPAIGN', placed_at - interval '15 days',
  CASE WHEN valid THEN placed_at + interval '15 days' ELSE placed_at - interval '1 day' END, placed_at - interval '15 days'
FROM cs_demo.coupon;
INSERT INTO coupon_uses (shop_id, coupon_id, order_id, spent_at, returned_at)
SELECT cs_demo.shop(), id, order_id, placed_at, CASE WHEN valid THEN cancelled_at END FROM cs_demo.coupon;
UPDATE order_discounts d SET promotion_id = k.promotion_id, coupon_id = k.id, reference = k.number
FROM cs_demo.coupon k WHERE d.shop_id = cs_demo.shop() AND d.order_id = k.order_id AND d.kind = 'COUPON';

-- What the named customers still have: one that ends soon, one that lasts, and one that ran out.
INSERT INTO coupons (shop_id, id, number, promotion_id, customer_id, source, valid_from, valid_until, issued_at)
SELECT cs_demo.shop(), cs_demo.uid(cs_demo.now() - interval '5 days', 'coupon:' || cs_demo.code() || c.n || ':' || p.i),
  'CP' || cs_demo.day(cs_demo.now() - interval '5 days') || '-' || cs_demo.padded(c.n, 6) || p.i, p.id, c.id, 'CAMPAIGN',
  least(cs_demo.now() - interval '5 days', p.ends_at - interval '10 days'), least(cs_demo.now() + p.i * interval '2 days', p.ends_at), least(cs_demo.now() - interval '5 days', p.ends_at - interval '10 days')
FROM cs_demo.customer c JOIN cs_demo.promotion p ON p.i IN (3, 5, 10) WHERE c.n <= 20;

-- Some unpaid orders had ten yuan taken off: by the agent in the clothing shop, elsewhere a supervisor let it happen (PRC-07).
CREATE TABLE cs_demo.conceded AS
SELECT o.o, o.id, o.placed_at + interval '10 minutes' AS at, a.agent_id, l.id AS line_id
FROM cs_demo.orders o JOIN cs_demo.agent a ON a.i = cs_demo.draw(o.o, 102, (SELECT count(*) FROM cs_demo.agent))
CROSS JOIN LATERAL (SELECT id FROM order_lines l WHERE l.shop_id = cs_demo.shop() AND l.order_id = o.id
  ORDER BY l.quantity * l.unit_price_fen DESC, l.position DESC LIMIT 1) l
WHERE o.state = 'unpaid' AND o.suffix IS NULL AND o.lines = 1 AND o.goods - o.discount > 5000 AND o.o % 3 = 0;
UPDATE orders o SET discount_fen = discount_fen + 1000, payable_fen = payable_fen - 1000, flag = 'YELLOW', version = version + 1
FROM cs_demo.conceded k WHERE o.shop_id = cs_demo.shop() AND o.id = k.id;
UPDATE order_lines l SET concession_fen = 1000, discount_fen = discount_fen + 1000 FROM cs_demo.conceded k WHERE l.shop_id = cs_demo.shop() AND l.id = k.line_id;
UPDATE payments p SET amount_fen = amount_fen - 1000 FROM cs_demo.conceded k WHERE p.shop_id = cs_demo.shop() AND p.order_id = k.id;
UPDATE invoices i SET amount_fen = amount_fen - 1000 FROM cs_demo.conceded k WHERE i.shop_id = cs_demo.shop() AND i.order_id = k.id;
INSERT INTO order_discounts (shop_id, order_id, position, kind, amount_fen)
SELECT cs_demo.shop(), k.id, 1 + (SELECT count(*) FROM order_discounts d WHERE d.shop_id = cs_demo.shop() AND d.order_id = k.id), 'CONCESSION', 1000 FROM cs_demo.conceded k;
INSERT INTO concessions (shop_id, id, order_id, amount_fen, granted_by, approved_by, granted_at, command_id)
SELECT cs_demo.shop(), cs_demo.uid(at, 'concession:' || cs_demo.code() || o), id, 1000, agent_id,
  CASE WHEN cs_demo.code() <> 'apparel' THEN (SELECT m.agent_id FROM memberships m JOIN agents a ON a.id = m.agent_id
    WHERE m.shop_id = cs_demo.shop() AND m.grade = 'supervisor' AND m.agent_id <> k.agent_id ORDER BY a.number LIMIT 1) END,
  at, cs_demo.uid(at, 'concession command:' || cs_demo.code() || o) FROM cs_demo.conceded k;
INSERT INTO order_remarks (shop_id, id, order_id, action_type, flag, text, agent_id, created_at)
SELECT cs_demo.shop(), cs_demo.uid(at, 'concession remark:' || cs_demo.code() || o), id, 'PRICE_CHANGE', 'YELLOW', '议价优惠 10.00 元，合计 10.00 元', agent_id, at FROM cs_demo.conceded k;

UPDATE promotions p SET used = (SELECT count(DISTINCT d.order_id) FROM order_discounts d WHERE d.shop_id = p.shop_id AND d.promotion_id = p.id)
WHERE p.shop_id = cs_demo.shop() AND p.kind <> 'COUPON';
UPDATE promotions p SET used = (SELECT count(*) FROM coupons c WHERE c.shop_id = p.shop_id AND c.promotion_id = p.id)
WHERE p.shop_id = cs_demo.shop() AND p.kind = 'COUPON';
UPDATE promotions p SET most = p.used + 15 WHERE p.shop_id = cs_demo.shop() AND p.id = (SELECT id FROM cs_demo.promotion WHERE i = 2);
ANALYZE promotions, coupons, coupon_uses, order_discounts;
