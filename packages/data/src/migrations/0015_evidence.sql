-- Proof of a case: the file is outside the database behind a port; its hash, size and type are kept here.
CREATE TABLE evidence (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  number text NOT NULL,
  case_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('PHOTO','VIDEO','SCREENSHOT','WEIGHT_PHOTO','QC_REPORT','OUTBOUND_PHOTO','DELIVERY_CERTIFICATE','STUB','CHAT_RECORD')),
  media_type text NOT NULL,
  size_bytes bigint NOT NULL CHECK (size_bytes > 0),
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  storage_key text NOT NULL,
  -- UPLOADING until the bytes have arrived and their hash is right.
  status text NOT NULL CHECK (status IN ('UPLOADING','STORED','ERASED')),
  note text,
  added_by uuid REFERENCES agents,
  added_at timestamptz NOT NULL,
  stored_at timestamptz,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, number),
  FOREIGN KEY (shop_id, case_id) REFERENCES cases,
  FOREIGN KEY (shop_id, customer_id) REFERENCES customers
);
CREATE INDEX evidence_by_case ON evidence (shop_id, case_id, added_at, id);
CREATE INDEX evidence_newest ON evidence (shop_id, added_at DESC, id DESC);
CREATE INDEX evidence_by_customer ON evidence (shop_id, customer_id, added_at DESC, id DESC);
CALL cs.protect('evidence', 'rw');

-- Proof whose file never came, over all shops, page by page: the worker clears it away.
CREATE INDEX evidence_uploading ON evidence (added_at, id) WHERE status = 'UPLOADING';
CREATE FUNCTION cs.stale_evidence(before timestamptz, after_at timestamptz, after_id uuid, batch integer)
  RETURNS TABLE (shop_id uuid, id uuid, added_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
  SELECT e.shop_id, e.id, e.added_at FROM public.evidence e
  WHERE e.status = 'UPLOADING' AND e.added_at <= before AND (e.added_at, e.id) > (after_at, after_id)
  ORDER BY e.added_at, e.id LIMIT batch
$$;
REVOKE ALL ON FUNCTION cs.stale_evidence(timestamptz, timestamptz, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cs.stale_evidence(timestamptz, timestamptz, uuid, integer) TO cs_worker;

-- A wrong shipment is a case whose cause says so; that somebody else looked again is kept here (OPS-REG-04).
CREATE TABLE wrong_shipment_checks (
  shop_id uuid NOT NULL,
  case_id uuid NOT NULL,
  cause text NOT NULL CHECK (cause IN ('COPIED_WRONG','SENT_WRONG','OMITTED','SHORT_COPIED','SHORT_PACKED','EXTRA_SENT')),
  responsible text NOT NULL CHECK (responsible IN ('AGENT','WAREHOUSE')),
  recorded_by uuid NOT NULL,
  recorded_at timestamptz NOT NULL,
  verified_by uuid,
  verified_at timestamptz,
  confirmed boolean,
  PRIMARY KEY (shop_id, case_id),
  FOREIGN KEY (shop_id, case_id) REFERENCES cases,
  FOREIGN KEY (shop_id, recorded_by) REFERENCES memberships,
  FOREIGN KEY (shop_id, verified_by) REFERENCES memberships,
  CHECK (verified_by IS NULL OR verified_by <> recorded_by),
  CHECK ((verified_by IS NULL) = (verified_at IS NULL) AND (verified_by IS NULL) = (confirmed IS NULL))
);
CREATE INDEX wrong_shipment_checks_newest ON wrong_shipment_checks (shop_id, recorded_at DESC, case_id DESC);
CALL cs.protect('wrong_shipment_checks', 'rwd');

-- Quality cases on one SKU and batch: the alert, once per SKU, batch and window (OPS-REG-07).
CREATE TABLE product_issues (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  number text NOT NULL,
  sku_id uuid NOT NULL,
  product_id uuid NOT NULL,
  -- The month of production; products carry no finer batch.
  batch text NOT NULL,
  cases integer NOT NULL CHECK (cases > 0),
  status text NOT NULL CHECK (status IN ('OPEN','REPORTED','CLOSED')),
  opened_at timestamptz NOT NULL,
  closed_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, number),
  FOREIGN KEY (shop_id, sku_id) REFERENCES skus,
  FOREIGN KEY (shop_id, product_id) REFERENCES products
);
CREATE UNIQUE INDEX product_issues_open_once ON product_issues (shop_id, sku_id, batch) WHERE status <> 'CLOSED';
CREATE INDEX product_issues_newest ON product_issues (shop_id, opened_at DESC, id DESC);
CALL cs.protect('product_issues', 'rw');
CREATE INDEX cases_of_quality ON cases (shop_id, opened_at) WHERE reason IN ('QUALITY','MADE_WRONG');

-- What carriers report comes from partners now.
ALTER TABLE tracking_events DROP CONSTRAINT tracking_events_kind_check,
  ADD CONSTRAINT tracking_events_kind_check CHECK (kind IN ('PICKED_UP','ARRIVED_AT_HUB','LEFT_HUB','IN_DESTINATION_CITY','OUT_FOR_DELIVERY','SIGNED',
    'DELIVERY_FAILED','RETURNING','RETURNED','REFUSED','NO_DELIVERY_POINT','DAMAGED','LOST')),
  ADD COLUMN reported_by uuid REFERENCES partner_clients;
-- What a partner repeats is known by when it happened.
CREATE UNIQUE INDEX tracking_events_once ON tracking_events (shop_id, shipment_id, kind, occurred_at);
ALTER TABLE shipments ADD COLUMN last_scan_at timestamptz;
CREATE INDEX shipments_silent ON shipments (COALESCE(last_scan_at, handed_over_at), id)
  WHERE status IN ('HANDED_OVER','IN_TRANSIT','OUT_FOR_DELIVERY') AND loss_confirmed_at IS NULL;
UPDATE shipments s SET last_scan_at = (SELECT max(t.occurred_at) FROM tracking_events t WHERE t.shop_id = s.shop_id AND t.shipment_id = s.id);

-- Which after-sale was opened for what is the matter with a parcel: once for each. No case: the rules said no.
CREATE TABLE parcel_matters (
  shop_id uuid NOT NULL,
  shipment_id uuid NOT NULL,
  matter text NOT NULL CHECK (matter IN ('LOSS','DAMAGE','RETURN','REFUSAL','UNREACHABLE')),
  case_id uuid,
  at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, shipment_id, matter),
  FOREIGN KEY (shop_id, shipment_id) REFERENCES shipments,
  FOREIGN KEY (shop_id, case_id) REFERENCES cases
);
CALL cs.protect('parcel_matters', 'ri');

-- Parcels without a scan since a time, across shops, page by page (AS-LOG-01): the pack of each shop says after how
-- long they count as lost; this finds candidates.
CREATE FUNCTION cs.silent_parcels(before timestamptz, after_at timestamptz, after_id uuid, batch integer)
  RETURNS TABLE (shop_id uuid, shipment_id uuid, silent_since timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
  SELECT s.shop_id, s.id, COALESCE(s.last_scan_at, s.handed_over_at) FROM public.shipments s
  WHERE s.status IN ('HANDED_OVER','IN_TRANSIT','OUT_FOR_DELIVERY') AND s.loss_confirmed_at IS NULL
    AND COALESCE(s.last_scan_at, s.handed_over_at) <= before
    AND (COALESCE(s.last_scan_at, s.handed_over_at), s.id) > (after_at, after_id)
    AND NOT EXISTS (SELECT 1 FROM public.parcel_matters m
      WHERE m.shop_id = s.shop_id AND m.shipment_id = s.id AND m.matter = 'LOSS')
  ORDER BY COALESCE(s.last_scan_at, s.handed_over_at), s.id LIMIT batch
$$;
REVOKE ALL ON FUNCTION cs.silent_parcels(timestamptz, timestamptz, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cs.silent_parcels(timestamptz, timestamptz, uuid, integer) TO cs_worker;
