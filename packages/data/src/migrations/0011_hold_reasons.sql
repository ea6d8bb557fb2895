-- The API shows the reason as an enum: a value outside of it would be an error there.
ALTER TABLE orders ADD CONSTRAINT orders_hold_reason_check CHECK (hold_reason IN ('VAGUE_ADDRESS','INVALID_CONTACT',
  'OUT_OF_STOCK','PAYMENT_ANOMALY','DUPLICATE','SUSPECTED_FAKE','OVERSOLD','AUDIT_FAILED'));
