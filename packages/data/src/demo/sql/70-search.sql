-- The terms that customers and orders are found by. Names: whole, and each pair of neighbouring signs.
CREATE TABLE cs_demo.term AS
SELECT c.id AS customer_id, t.field, t.term FROM cs_demo.customer c CROSS JOIN LATERAL (
  SELECT 'NAME' AS field, c.name AS term
  UNION SELECT 'NAME', substr(c.name, i, 2) FROM generate_series(1, length(c.name) - 1) i
  UNION ALL SELECT 'PHONE_LAST4', right(c.phone, 4)) t
UNION ALL
SELECT customer_id, CASE kind WHEN 'PHONE' THEN 'PHONE_HASH' ELSE 'ACCOUNT_HASH' END, lookup_hash FROM contact_points
WHERE shop_id = cs_demo.shop() AND kind IN ('PHONE', 'PLATFORM_ACCOUNT');
CREATE INDEX ON cs_demo.term (customer_id);
ANALYZE cs_demo.term;

INSERT INTO search_terms (shop_id, entity, term, entity_id, field)
SELECT cs_demo.shop(), 'CUSTOMER', term, customer_id, field FROM cs_demo.term
UNION ALL SELECT cs_demo.shop(), 'CUSTOMER', number, id, 'NUMBER' FROM cs_demo.customer
UNION ALL SELECT cs_demo.shop(), 'ORDER', t.term, o.id, t.field FROM cs_demo.orders o JOIN cs_demo.term t USING (customer_id)
UNION ALL SELECT cs_demo.shop(), 'ORDER', number, id, 'NUMBER' FROM cs_demo.orders
UNION ALL SELECT cs_demo.shop(), 'ORDER', s.waybill, o.id, 'WAYBILL' FROM cs_demo.shipment s JOIN cs_demo.orders o USING (o);
