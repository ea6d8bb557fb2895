-- Money of after-sales. Refunds are obligations of an order, as before; a case names its own.
ALTER TABLE refunds DROP CONSTRAINT refunds_reason_check;
ALTER TABLE refunds
  ADD CONSTRAINT refunds_reason_check CHECK (reason IN ('CANCELLED','PARTLY_CANCELLED','RETURNED','PARTIAL','OUT_OF_STOCK','DUPLICATE',
    'LOST','DISPUTE','ADVANCE')),
  ADD COLUMN case_id uuid,
  ADD COLUMN kind text NOT NULL DEFAULT 'FULL' CHECK (kind IN ('FULL','PARTIAL','ADVANCE')),
  ADD COLUMN attempts smallint NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  ADD COLUMN failure text CHECK (failure IN ('ACCOUNT_INVALID','ACCOUNT_CLOSED','AMOUNT_REFUSED','CHANNEL_ERROR','OTHER')),
  ADD COLUMN failed_at timestamptz,
  -- Between these two the money is expected, once issued (AS-RFD-01 to -04).
  ADD COLUMN arrives_from timestamptz,
  ADD COLUMN arrives_by timestamptz,
  ADD COLUMN reference text,
  ADD COLUMN version integer NOT NULL DEFAULT 1,
  ADD FOREIGN KEY (shop_id, case_id) REFERENCES cases;
CREATE INDEX refunds_by_case ON refunds (shop_id, case_id, created_at, id) WHERE case_id IS NOT NULL;
CREATE INDEX refunds_by_status ON refunds (shop_id, status, due_at, id);

CREATE TABLE compensations (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  number text NOT NULL,
  case_id uuid NOT NULL,
  order_id uuid,
  customer_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('COUPON','CASH','GIFT','POINTS','FREIGHT_CREDIT','DELAY','REPAIR_COST')),
  amount_fen bigint NOT NULL CHECK (amount_fen > 0),
  status text NOT NULL CHECK (status IN ('OWED','ISSUED')),
  granted_by uuid REFERENCES agents,
  approved_by uuid REFERENCES agents,
  created_at timestamptz NOT NULL,
  issued_at timestamptz,
  command_id uuid NOT NULL,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, number),
  FOREIGN KEY (shop_id, case_id) REFERENCES cases,
  FOREIGN KEY (shop_id, order_id) REFERENCES orders,
  FOREIGN KEY (shop_id, customer_id) REFERENCES customers
);
CREATE INDEX compensations_by_case ON compensations (shop_id, case_id, created_at, id);
CREATE INDEX compensations_by_order ON compensations (shop_id, order_id) WHERE order_id IS NOT NULL;
CREATE INDEX compensations_newest ON compensations (shop_id, created_at DESC, id DESC);
CALL cs.protect('compensations', 'rw');

-- Who bears which freight of a case, and how it is settled (C-11, AS-POL-33, AS-FRT-04).
CREATE TABLE freight_settlements (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  direction text NOT NULL CHECK (direction IN ('BACK','OUT')),
  payer text NOT NULL CHECK (payer IN ('SHOP','CUSTOMER')),
  mode text NOT NULL CHECK (mode IN ('PREPAID_PICKUP','REFUND','CREDIT_WITH_CONSENT','TOP_UP_LINK','NONE')),
  amount_fen bigint NOT NULL CHECK (amount_fen >= 0),
  consent boolean NOT NULL DEFAULT false,
  status text NOT NULL CHECK (status IN ('OPEN','SETTLED','CANCELLED')),
  -- Where a customer pays: the number of the top-up link.
  link_number text,
  created_at timestamptz NOT NULL,
  settled_at timestamptz,
  command_id uuid NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, case_id) REFERENCES cases,
  CHECK (mode <> 'CREDIT_WITH_CONSENT' OR consent),
  CHECK (mode <> 'TOP_UP_LINK' OR payer = 'CUSTOMER')
);
CREATE INDEX freight_settlements_by_case ON freight_settlements (shop_id, case_id, created_at, id);
CREATE UNIQUE INDEX freight_settlements_once ON freight_settlements (shop_id, case_id, direction) WHERE status <> 'CANCELLED';
CALL cs.protect('freight_settlements', 'rw');

-- The claim against a carrier: apart from what the buyer gets (C-26). Settled at the end of a month (AS-LOG-12).
CREATE TABLE carrier_claims (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  number text NOT NULL,
  case_id uuid,
  order_id uuid NOT NULL,
  shipment_id uuid NOT NULL,
  carrier text NOT NULL,
  reason text NOT NULL CHECK (reason IN ('LOST','DAMAGED','SHORT','LATE')),
  amount_fen bigint NOT NULL CHECK (amount_fen > 0),
  accepted_fen bigint CHECK (accepted_fen >= 0),
  status text NOT NULL CHECK (status IN ('OPEN','ACCEPTED','REFUSED','SETTLED')),
  month date NOT NULL,
  opened_at timestamptz NOT NULL,
  answered_at timestamptz,
  settled_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  command_id uuid NOT NULL,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, number),
  FOREIGN KEY (shop_id, case_id) REFERENCES cases,
  FOREIGN KEY (shop_id, order_id) REFERENCES orders,
  FOREIGN KEY (shop_id, shipment_id) REFERENCES shipments
);
CREATE UNIQUE INDEX carrier_claims_once ON carrier_claims (shop_id, shipment_id, reason) WHERE status <> 'REFUSED';
CREATE INDEX carrier_claims_newest ON carrier_claims (shop_id, opened_at DESC, id DESC);
CREATE INDEX carrier_claims_by_month ON carrier_claims (shop_id, month, carrier, id);
CREATE INDEX carrier_claims_by_status ON carrier_claims (shop_id, status, opened_at DESC, id DESC);
CALL cs.protect('carrier_claims', 'rw');

-- Double entry: every movement of money is a journal whose lines sum to zero. Never changed; a reversal is a new one.
CREATE TABLE ledger_journals (
  shop_id uuid NOT NULL REFERENCES shops,
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('REFUND_OWED','REFUND_ISSUED','REFUND_FAILED','REFUND_CANCELLED','COMPENSATION_OWED','COMPENSATION_ISSUED',
    'FREIGHT_OWED','FREIGHT_SETTLED','CLAIM_OPENED','CLAIM_ANSWERED','CLAIM_SETTLED')),
  order_id uuid,
  case_id uuid,
  -- The refund, compensation, freight settlement or claim that moved.
  subject_id uuid NOT NULL,
  command_id uuid NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, subject_id, kind, command_id)
);
CREATE INDEX ledger_journals_by_order ON ledger_journals (shop_id, order_id, at, id) WHERE order_id IS NOT NULL;
CREATE INDEX ledger_journals_by_case ON ledger_journals (shop_id, case_id, at, id) WHERE case_id IS NOT NULL;
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON ledger_journals FOR EACH ROW EXECUTE FUNCTION cs.refuse_change();
CALL cs.protect('ledger_journals', 'ri');

CREATE TABLE ledger_lines (
  shop_id uuid NOT NULL,
  journal_id uuid NOT NULL,
  position smallint NOT NULL,
  account text NOT NULL CHECK (account IN ('SALES','FREIGHT_REVENUE','FREIGHT_EXPENSE','GOODWILL','OWED_TO_CUSTOMER','PAYMENT_CHANNEL','GIVEN_IN_KIND',
    'FREIGHT_CREDIT','OWED_BY_CUSTOMER','OWED_BY_CARRIER','CLAIM_INCOME','CLAIM_LOSS')),
  -- Positive: debit; negative: credit.
  amount_fen bigint NOT NULL CHECK (amount_fen <> 0),
  PRIMARY KEY (shop_id, journal_id, position),
  FOREIGN KEY (shop_id, journal_id) REFERENCES ledger_journals
);
CREATE INDEX ledger_lines_by_account ON ledger_lines (shop_id, account, journal_id);
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON ledger_lines FOR EACH ROW EXECUTE FUNCTION cs.refuse_change();
CALL cs.protect('ledger_lines', 'ri');

CREATE FUNCTION cs.balanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  total bigint;
BEGIN
  SELECT sum(l.amount_fen) INTO total FROM ledger_lines l
    WHERE l.shop_id = NEW.shop_id AND l.journal_id = NEW.journal_id;
  IF total <> 0 THEN RAISE EXCEPTION 'ledger journal % sums to % fen', NEW.journal_id, total USING ERRCODE = 'CS002'; END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER balanced AFTER INSERT ON ledger_lines DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION cs.balanced();
