CREATE TABLE reviews (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  number text NOT NULL,
  order_id uuid NOT NULL,
  order_line_id uuid NOT NULL,
  product_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  score smallint NOT NULL CHECK (score BETWEEN 1 AND 5),
  kind text NOT NULL CHECK (kind IN ('GOOD','MEDIUM','BAD')),
  text text NOT NULL,
  has_photo boolean NOT NULL DEFAULT false,
  problem_class text CHECK (problem_class IN ('QUALITY','SIZE','LOGISTICS','SERVICE','DESCRIPTION','PRICE')),
  posted_at timestamptz NOT NULL,
  found_at timestamptz NOT NULL,
  contact_due_at timestamptz,
  contacted_at timestamptz,
  reply text,
  replied_by uuid REFERENCES agents,
  replied_at timestamptz,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, number),
  FOREIGN KEY (shop_id, order_id) REFERENCES orders,
  FOREIGN KEY (shop_id, order_line_id) REFERENCES order_lines,
  FOREIGN KEY (shop_id, product_id) REFERENCES products,
  FOREIGN KEY (shop_id, customer_id) REFERENCES customers
);
CREATE INDEX reviews_newest ON reviews (shop_id, posted_at DESC, id DESC);
CREATE INDEX reviews_by_kind ON reviews (shop_id, kind, posted_at DESC, id DESC);
CREATE INDEX reviews_by_product ON reviews (shop_id, product_id, posted_at DESC, id DESC);
CREATE INDEX reviews_by_customer ON reviews (shop_id, customer_id, posted_at DESC, id DESC);
CREATE INDEX reviews_by_order ON reviews (shop_id, order_id, posted_at DESC, id DESC);
CALL cs.protect('reviews', 'rw');

CREATE TABLE cases (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  number text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('CONSULTATION','AFTER_SALE','COMPLAINT')),
  status text NOT NULL CHECK (status IN ('OPEN','WAITING_FOR_CUSTOMER','WAITING_FOR_OTHERS','SOLVED','CLOSED')),
  priority text NOT NULL CHECK (priority IN ('LOW','MEDIUM','HIGH','URGENT')),
  channel text NOT NULL CHECK (channel IN ('CHAT','PHONE','OFFLINE_MESSAGE','FORM','REVIEW')),
  subject text NOT NULL,
  customer_id uuid NOT NULL,
  order_id uuid,
  product_id uuid,
  review_id uuid,
  owner_id uuid NOT NULL,
  assignee_id uuid NOT NULL,
  opened_at timestamptz NOT NULL,
  first_response_at timestamptz,
  due_at timestamptz,
  closed_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  -- consultation
  inquiry_type text CHECK (inquiry_type IN ('SPECIFICATION','PRICE','SHIPPING_TIME','USAGE','AUTHENTICITY','COMPATIBILITY')),
  stage text CHECK (stage IN ('GREETING','NEED','RECOMMENDATION','DOUBTS','OFFER','CLOSING','FAREWELL')),
  -- after-sale
  after_sale_type text CHECK (after_sale_type IN ('RETURN_AND_REFUND','EXCHANGE','REPAIR','RESHIP','PARTIAL_REFUND','COMPENSATION','PLATFORM_DISPUTE')),
  reason text CHECK (reason IN ('NO_REASON','SIZE_FIT','QUALITY','WRONG_ITEM','NOT_AS_DESCRIBED','TRANSIT_DAMAGE','MISSING_ITEM','LATE')),
  demand text,
  -- complaint
  grade text CHECK (grade IN ('ORDINARY','SERIOUS')),
  problem text,
  expected_solution text,
  promised_until timestamptz,
  complaint_state text CHECK (complaint_state IN ('LISTENED','RECORDED','VERIFYING','PLANNED','DISCUSSED','EXECUTING','FOLLOWED_UP','SUMMARISED')),
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, number),
  FOREIGN KEY (shop_id, customer_id) REFERENCES customers,
  FOREIGN KEY (shop_id, order_id) REFERENCES orders,
  FOREIGN KEY (shop_id, product_id) REFERENCES products,
  FOREIGN KEY (shop_id, review_id) REFERENCES reviews,
  FOREIGN KEY (shop_id, owner_id) REFERENCES memberships,
  FOREIGN KEY (shop_id, assignee_id) REFERENCES memberships,
  CHECK ((kind = 'CONSULTATION') = (inquiry_type IS NOT NULL AND stage IS NOT NULL)),
  CHECK ((kind = 'AFTER_SALE') = (after_sale_type IS NOT NULL AND reason IS NOT NULL)),
  CHECK ((kind = 'COMPLAINT') = (grade IS NOT NULL AND problem IS NOT NULL AND complaint_state IS NOT NULL)),
  CHECK ((status = 'CLOSED') = (closed_at IS NOT NULL))
);
CREATE INDEX cases_newest ON cases (shop_id, opened_at DESC, id DESC);
CREATE INDEX cases_by_status ON cases (shop_id, status, opened_at DESC, id DESC);
CREATE INDEX cases_by_kind ON cases (shop_id, kind, opened_at DESC, id DESC);
CREATE INDEX cases_by_customer ON cases (shop_id, customer_id, opened_at DESC, id DESC);
CREATE INDEX cases_by_order ON cases (shop_id, order_id, opened_at DESC, id DESC) WHERE order_id IS NOT NULL;
CREATE INDEX cases_by_assignee ON cases (shop_id, assignee_id, opened_at DESC, id DESC);
CREATE INDEX cases_by_owner ON cases (shop_id, owner_id, opened_at DESC, id DESC);
CREATE INDEX cases_by_due ON cases (shop_id, due_at, id) WHERE due_at IS NOT NULL AND status <> 'CLOSED';
CALL cs.protect('cases', 'rw');

CREATE TABLE case_messages (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  sender text NOT NULL CHECK (sender IN ('CUSTOMER','AGENT','AUTO_REPLY')),
  agent_id uuid REFERENCES agents,
  text text NOT NULL,
  sent_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, case_id) REFERENCES cases,
  CHECK ((sender = 'AGENT') = (agent_id IS NOT NULL))
);
CREATE INDEX case_messages_by_case ON case_messages (shop_id, case_id, sent_at, id);
CALL cs.protect('case_messages', 'ri');

CREATE TABLE case_notes (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  agent_id uuid NOT NULL REFERENCES agents,
  text text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, case_id) REFERENCES cases
);
CREATE INDEX case_notes_by_case ON case_notes (shop_id, case_id, created_at, id);
CALL cs.protect('case_notes', 'ri');
