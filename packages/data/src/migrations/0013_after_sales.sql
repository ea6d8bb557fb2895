-- The lifecycle of after-sales: columns of the case, and what belongs to it.
ALTER TABLE cases DROP CONSTRAINT cases_reason_check;
ALTER TABLE cases
  ADD CONSTRAINT cases_reason_check CHECK (reason IN ('NO_REASON','SIZE_FIT','QUALITY','MADE_WRONG','WRONG_ITEM',
    'NOT_AS_DESCRIBED','TRANSIT_DAMAGE','MISSING_ITEM','EXTRA_ITEM','LOST','LATE','SERVICE','PRICE')),
  ADD COLUMN after_sale_state text CHECK (after_sale_state IN ('APPLIED','REVIEWING','EVIDENCE_REQUESTED','APPROVED',
    'RETURN_IN_TRANSIT','RETURN_REFUSED','RECEIVED','INSPECTION_PASSED','INSPECTION_FAILED','REFUND_OWED','REFUNDED',
    'REPLACEMENT_UNAVAILABLE','REPLACEMENT_SENT','REPAIRING','REPAIRED','DISPUTED','COMPLETED','REJECTED','WITHDRAWN','LAPSED')),
  ADD COLUMN decided_at timestamptz,
  ADD COLUMN received_at timestamptz,
  ADD COLUMN reopened smallint NOT NULL DEFAULT 0 CHECK (reopened >= 0),
  ADD COLUMN worn boolean,
  ADD COLUMN intact boolean,
  -- What the customer's scale shows for everything received (AS-WF-BAS-7).
  ADD COLUMN received_grams integer CHECK (received_grams > 0),
  ADD COLUMN cause text CHECK (cause IN ('NONE','DEFECT','MADE_WRONG','MISUSE','WEAR','COPIED_WRONG','SENT_WRONG','OMITTED',
    'SHORT_COPIED','SHORT_PACKED','EXTRA_SENT','DESCRIPTION','TRANSIT','LOSS','DELAY','FORCE_MAJEURE','SERVICE','PRICE')),
  ADD COLUMN liable text CHECK (liable IN ('SHOP','CARRIER','CUSTOMER','NOBODY')),
  ADD COLUMN appraiser text CHECK (appraiser IN ('AGENT','QUALITY_CONTROL','MANUFACTURER','CARRIER')),
  ADD COLUMN judged_at timestamptz,
  ADD COLUMN freight_payer text CHECK (freight_payer IN ('SHOP','CUSTOMER')),
  ADD COLUMN asked_fen bigint CHECK (asked_fen > 0),
  ADD COLUMN approved_fen bigint CHECK (approved_fen >= 0),
  ADD COLUMN compensation_kind text CHECK (compensation_kind IN ('COUPON','CASH','GIFT','POINTS','FREIGHT_CREDIT','DELAY','REPAIR_COST')),
  ADD COLUMN replacement_sku_id uuid,
  -- The tier when it was asked for: a benefit is never taken from an open case (Q22). NULL: no member.
  ADD COLUMN member_tier text CHECK (member_tier IN ('ORDINARY','SILVER','GOLD','PLATINUM','DIAMOND')),
  -- An approval let it happen out of period, before the goods were back, or with money ahead (AS-LIA-06, AS-POL-10, AS-POL-27).
  ADD COLUMN special_approval boolean NOT NULL DEFAULT false,
  ADD FOREIGN KEY (shop_id, replacement_sku_id) REFERENCES skus;
UPDATE cases SET after_sale_state = CASE WHEN status = 'CLOSED' THEN 'COMPLETED' ELSE 'REVIEWING' END WHERE kind = 'AFTER_SALE';
ALTER TABLE cases ADD CHECK ((kind = 'AFTER_SALE') = (after_sale_state IS NOT NULL)),
  ADD CHECK (kind <> 'AFTER_SALE' OR order_id IS NOT NULL);
CREATE INDEX cases_by_after_sale_state ON cases (shop_id, after_sale_state, opened_at DESC, id DESC) WHERE after_sale_state IS NOT NULL;

-- Which pieces of which lines; the refund of each, once agreed.
CREATE TABLE after_sale_lines (
  shop_id uuid NOT NULL,
  case_id uuid NOT NULL,
  order_line_id uuid NOT NULL,
  quantity integer NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (shop_id, case_id, order_line_id),
  FOREIGN KEY (shop_id, case_id) REFERENCES cases,
  FOREIGN KEY (shop_id, order_line_id) REFERENCES order_lines
);
CREATE INDEX after_sale_lines_by_line ON after_sale_lines (shop_id, order_line_id);
CALL cs.protect('after_sale_lines', 'ri');

-- Pieces that came back and were settled, so that nothing goes back twice.
ALTER TABLE order_lines ADD COLUMN returned_quantity integer NOT NULL DEFAULT 0,
  ADD CHECK (returned_quantity BETWEEN 0 AND quantity);
ALTER TABLE orders ADD COLUMN freight_insured boolean NOT NULL DEFAULT false;
ALTER TABLE shipments ADD COLUMN loss_confirmed_at timestamptz, ADD COLUMN loss_confirmed_by text CHECK (loss_confirmed_by IN ('CARRIER','SUPERVISOR')),
  ADD CHECK ((loss_confirmed_at IS NULL) = (loss_confirmed_by IS NULL));

-- Each step that was taken, in order: the timeline of an after-sale.
CREATE TABLE after_sale_steps (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  step text NOT NULL,
  from_state text,
  to_state text NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('AGENT','PARTNER','WORKER')),
  agent_id uuid REFERENCES agents,
  decision_id uuid NOT NULL,
  note text,
  at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, case_id) REFERENCES cases,
  FOREIGN KEY (shop_id, decision_id) REFERENCES decisions
);
CREATE INDEX after_sale_steps_by_case ON after_sale_steps (shop_id, case_id, at, id);
CALL cs.protect('after_sale_steps', 'ri');

-- The movement of goods within an after-sale. A refused or replaced parcel leaves its row: the last one counts.
CREATE TABLE return_shipments (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  waybill text NOT NULL,
  carrier text NOT NULL,
  freight_collect boolean NOT NULL DEFAULT false,
  freight_fen bigint NOT NULL DEFAULT 0 CHECK (freight_fen >= 0),
  pickup boolean NOT NULL DEFAULT false,
  status text NOT NULL CHECK (status IN ('IN_TRANSIT','RECEIVED','REFUSED')),
  refused_reason text CHECK (refused_reason IN ('CARRIER_NOT_ACCEPTED','FREIGHT_COLLECT')),
  weight_grams integer CHECK (weight_grams > 0),
  sent_at timestamptz NOT NULL,
  arrived_at timestamptz,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, waybill, case_id),
  FOREIGN KEY (shop_id, case_id) REFERENCES cases
);
CREATE INDEX return_shipments_by_case ON return_shipments (shop_id, case_id, sent_at, id);
CALL cs.protect('return_shipments', 'rw');

CREATE TABLE inspections (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  result text NOT NULL CHECK (result IN ('PASSED','FAILED')),
  finding text NOT NULL CHECK (finding IN ('AS_CLAIMED','INTACT','NO_DEFECT','WORN','DAMAGED_BY_CUSTOMER','INCOMPLETE','OTHER_ITEM')),
  note text,
  inspected_by uuid REFERENCES agents,
  inspected_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, case_id) REFERENCES cases
);
CREATE INDEX inspections_by_case ON inspections (shop_id, case_id, inspected_at, id);
CALL cs.protect('inspections', 'ri');

-- What leaves the shop again for a case: a replacement, a re-shipment, the repaired goods.
CREATE TABLE replacements (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('EXCHANGE','RESHIP','REPAIRED')),
  sku_id uuid NOT NULL,
  quantity integer NOT NULL CHECK (quantity > 0),
  carrier text NOT NULL,
  waybill text NOT NULL,
  sent_at timestamptz NOT NULL,
  confirmed_at timestamptz,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, case_id) REFERENCES cases,
  FOREIGN KEY (shop_id, sku_id) REFERENCES skus
);
CREATE INDEX replacements_by_case ON replacements (shop_id, case_id, sent_at, id);
CALL cs.protect('replacements', 'rw');

-- Notices owed to a customer: the script and its values, never the customer's data. The words are put together
-- when they are sent.
CREATE TABLE notices (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  customer_id uuid NOT NULL,
  case_id uuid,
  order_id uuid,
  script text NOT NULL,
  parameters jsonb NOT NULL DEFAULT '{}',
  status text NOT NULL DEFAULT 'TO_SEND' CHECK (status IN ('TO_SEND','SENT','CANCELLED')),
  created_at timestamptz NOT NULL,
  sent_at timestamptz,
  command_id uuid NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, customer_id) REFERENCES customers,
  FOREIGN KEY (shop_id, case_id) REFERENCES cases,
  FOREIGN KEY (shop_id, order_id) REFERENCES orders,
  CHECK ((status = 'SENT') = (sent_at IS NOT NULL))
);
CREATE INDEX notices_by_case ON notices (shop_id, case_id, created_at, id) WHERE case_id IS NOT NULL;
CREATE INDEX notices_to_send ON notices (shop_id, created_at, id) WHERE status = 'TO_SEND';
CALL cs.protect('notices', 'rw');

-- The return address that customers are given, and the parcel carriers that the shop's door takes are the pack's.
CREATE TABLE return_addresses (
  shop_id uuid NOT NULL REFERENCES shops,
  id uuid NOT NULL,
  recipient text NOT NULL,
  phone text NOT NULL,
  address text NOT NULL,
  active boolean NOT NULL DEFAULT true,
  PRIMARY KEY (shop_id, id)
);
CALL cs.protect('return_addresses', 'r');

-- Cases due to be reminded of or to lapse are found by their clocks (after_sale.send_back).
