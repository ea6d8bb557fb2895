-- What names a customer is found by the customer: an erasure and an export read it all.
CREATE INDEX notices_by_customer ON notices (shop_id, customer_id, created_at, id);
CREATE INDEX notices_by_order ON notices (shop_id, order_id) WHERE order_id IS NOT NULL;
CREATE INDEX leads_by_customer ON leads (shop_id, customer_id, registered_at, id);
