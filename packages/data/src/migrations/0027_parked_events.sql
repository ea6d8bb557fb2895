-- Events that a consumer could not act on, time and again, and went past so that the later ones of the shop are not held up.
CREATE TABLE parked_events (
  shop_id uuid NOT NULL REFERENCES shops,
  consumer text NOT NULL,
  seq bigint NOT NULL,
  -- The name or code of the error; its text is in the log alone, as it may hold anything.
  error text NOT NULL,
  parked_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, consumer, seq)
);
CALL cs.protect('parked_events', 'i');
