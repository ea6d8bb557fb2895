-- Conversations: what was said through which channel, by when it has to be answered, and who else is asked.
ALTER TABLE cases DROP CONSTRAINT cases_inquiry_type_check;
ALTER TABLE cases
  ADD CONSTRAINT cases_inquiry_type_check CHECK (inquiry_type IN ('SPECIFICATION','PRICE','SHIPPING_TIME','USAGE','AUTHENTICITY',
    'AUDIENCE','COMPATIBILITY','EFFECT','RETURN','EXCHANGE','LOGISTICS','OTHER')),
  -- The conversation that goes on: a new one begins after a silence, or when the case was closed (Q60).
  ADD COLUMN conversation_at timestamptz,
  ADD COLUMN last_customer_at timestamptz,
  -- The last answer of a person; automatic replies do not count (C-01).
  ADD COLUMN last_reply_at timestamptz,
  ADD COLUMN last_message_at timestamptz,
  ADD COLUMN archived_at timestamptz,
  ADD COLUMN merged_into uuid,
  ADD FOREIGN KEY (shop_id, merged_into) REFERENCES cases,
  ADD CHECK (merged_into <> id),
  ADD CHECK (archived_at IS NULL OR status = 'CLOSED'),
  ADD CHECK (conversation_at <= last_message_at);
CREATE INDEX cases_by_merged ON cases (shop_id, merged_into, opened_at, id) WHERE merged_into IS NOT NULL;

ALTER TABLE case_messages
  ADD COLUMN channel text NOT NULL DEFAULT 'CHAT' CHECK (channel IN ('CHAT','PHONE','OFFLINE_MESSAGE','FORM','REVIEW')),
  ADD COLUMN inquiry_type text CHECK (inquiry_type IN ('SPECIFICATION','PRICE','SHIPPING_TIME','USAGE','AUTHENTICITY',
    'AUDIENCE','COMPATIBILITY','EFFECT','RETURN','EXCHANGE','LOGISTICS','OTHER')),
  -- The duplicate in which it was said.
  ADD COLUMN merged_from uuid,
  ADD CHECK (inquiry_type IS NULL OR sender = 'CUSTOMER'),
  ADD FOREIGN KEY (shop_id, merged_from) REFERENCES cases;
-- What was said stays as it was said (PRV-10): it can follow its case, no more.
GRANT UPDATE (case_id, merged_from) ON case_messages TO cs_writer;
GRANT UPDATE (case_id) ON case_notes TO cs_writer;

-- What another department is asked about a case, and its answer (ROL-06).
CREATE TABLE case_tasks (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  department text NOT NULL CHECK (department IN ('warehouse','quality_control','finance','operations')),
  status text NOT NULL DEFAULT 'OPEN' CHECK (status IN ('OPEN','ANSWERED')),
  question text NOT NULL,
  asked_by uuid NOT NULL,
  asked_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  answer text,
  answered_by uuid,
  answered_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, case_id) REFERENCES cases,
  FOREIGN KEY (shop_id, asked_by) REFERENCES memberships,
  FOREIGN KEY (shop_id, answered_by) REFERENCES memberships,
  CHECK ((status = 'ANSWERED') = (answer IS NOT NULL AND answered_by IS NOT NULL AND answered_at IS NOT NULL))
);
CREATE INDEX case_tasks_by_case ON case_tasks (shop_id, case_id, asked_at, id);
CREATE INDEX case_tasks_open ON case_tasks (shop_id, due_at, id) WHERE status = 'OPEN';
CREATE INDEX case_tasks_open_by_department ON case_tasks (shop_id, department, due_at, id) WHERE status = 'OPEN';
CALL cs.protect('case_tasks', 'rw');

-- From whom to whom a case went, and why. Ownership passes by a recorded reason alone (CMP-PRI-01, Q49).
CREATE TABLE case_transfers (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  from_assignee uuid NOT NULL,
  to_assignee uuid NOT NULL,
  from_owner uuid NOT NULL,
  to_owner uuid NOT NULL,
  handover_reason text CHECK (handover_reason IN ('LEFT_COMPANY','LONG_ABSENCE','CONFLICT_OF_INTEREST')),
  reason text NOT NULL,
  transferred_by uuid NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, case_id) REFERENCES cases,
  FOREIGN KEY (shop_id, from_assignee) REFERENCES memberships,
  FOREIGN KEY (shop_id, to_assignee) REFERENCES memberships,
  FOREIGN KEY (shop_id, from_owner) REFERENCES memberships,
  FOREIGN KEY (shop_id, to_owner) REFERENCES memberships,
  FOREIGN KEY (shop_id, transferred_by) REFERENCES memberships,
  CHECK ((from_owner = to_owner) = (handover_reason IS NULL))
);
CREATE INDEX case_transfers_by_case ON case_transfers (shop_id, case_id, at, id);
CALL cs.protect('case_transfers', 'ri');

-- Cases that belong together, both ways (Q33). FOLLOWS: the customer came back after it was closed.
CREATE TABLE case_links (
  shop_id uuid NOT NULL,
  case_id uuid NOT NULL,
  other_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('RELATED','FOLLOWS','FOLLOWED_BY')),
  linked_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, case_id, other_id),
  FOREIGN KEY (shop_id, case_id) REFERENCES cases,
  FOREIGN KEY (shop_id, other_id) REFERENCES cases,
  CHECK (case_id <> other_id)
);
CALL cs.protect('case_links', 'ri');

-- Who asked and did not order, and why (PRE-CNV-01).
CREATE TABLE leads (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  product_id uuid,
  agent_id uuid NOT NULL,
  reason text NOT NULL CHECK (reason IN ('PRICE','SIZE_OR_FIT','OUT_OF_STOCK','DELIVERY_TIME','COMPARING','TRUST','NOT_NOW','OTHER')),
  status text NOT NULL DEFAULT 'OPEN' CHECK (status IN ('OPEN','ORDERED','GIVEN_UP')),
  note text,
  next_follow_up_at timestamptz,
  attempts smallint NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  registered_at timestamptz NOT NULL,
  ended_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, case_id) REFERENCES cases,
  FOREIGN KEY (shop_id, customer_id) REFERENCES customers,
  FOREIGN KEY (shop_id, product_id) REFERENCES products,
  FOREIGN KEY (shop_id, agent_id) REFERENCES memberships,
  CHECK ((status = 'OPEN') = (next_follow_up_at IS NOT NULL)),
  CHECK ((status = 'OPEN') = (ended_at IS NULL))
);
CREATE UNIQUE INDEX leads_one_open ON leads (shop_id, case_id) WHERE status = 'OPEN';
CREATE INDEX leads_by_case ON leads (shop_id, case_id, registered_at, id);
CREATE INDEX leads_by_agent ON leads (shop_id, agent_id, registered_at DESC, id DESC);
CREATE INDEX leads_newest ON leads (shop_id, registered_at DESC, id DESC);
CREATE INDEX leads_due ON leads (shop_id, next_follow_up_at, id) WHERE next_follow_up_at IS NOT NULL;
CREATE INDEX leads_due_by_agent ON leads (shop_id, agent_id, next_follow_up_at, id) WHERE next_follow_up_at IS NOT NULL;
CALL cs.protect('leads', 'rw');

-- Why an order is not paid, and until when the customer agreed to pay (PRE-CNV-02).
CREATE TABLE payment_follow_ups (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  order_id uuid NOT NULL,
  agent_id uuid NOT NULL,
  reason text NOT NULL CHECK (reason IN ('BALANCE_LOW','CANNOT_PAY_ALONE','PAYMENT_TROUBLE','DETAILS_TO_CHECK','UNDECIDED','NO_ANSWER','OTHER')),
  note text,
  agreed_until timestamptz,
  at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, order_id) REFERENCES orders,
  FOREIGN KEY (shop_id, agent_id) REFERENCES memberships
);
CREATE INDEX payment_follow_ups_by_order ON payment_follow_ups (shop_id, order_id, at, id);
CALL cs.protect('payment_follow_ups', 'ri');

-- Silent orders that wait for payment (PRE-CNV-03).
CREATE INDEX orders_silent_unpaid ON orders (shop_id, placed_at DESC, id DESC) WHERE trade_status = 'UNPAID' AND source = 'SILENT';
