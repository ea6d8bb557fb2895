-- Members; their tiers are lived through in tiers.ts.
INSERT INTO members (shop_id, customer_id, number, tier, tier_since, joined_at)
SELECT cs_demo.shop(), c.id, cs_demo.prefix() || 'M' || cs_demo.padded(c.n, 8), 'ORDINARY', (c.joined AT TIME ZONE 'Asia/Shanghai')::date,
  c.joined + interval '1 minute'
FROM cs_demo.customer c WHERE c.n <= 20 OR cs_demo.draw(c.n, 130, 100) < 80;
ANALYZE members;
