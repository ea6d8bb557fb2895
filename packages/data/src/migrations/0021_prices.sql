-- Order intake: one payment is recorded once, whichever order it is recorded for.
CREATE UNIQUE INDEX payments_once ON payments (shop_id, method, reference) WHERE status = 'RECEIVED';
-- Unpaid orders whose time to be paid is over, for the worker.
CREATE INDEX orders_to_close ON orders (trade_deadline_at, id) WHERE trade_status = 'UNPAID' AND trade_deadline_at IS NOT NULL;
