-- Who gets a case, what a shift hands over, and what the supervisor watches.
CREATE INDEX shifts_by_start ON shifts (shop_id, starts_at DESC, id DESC);

-- What agents can do besides their function (ROL-18, OPS-SHF-05).
CREATE TABLE agent_skills (
  shop_id uuid NOT NULL,
  agent_id uuid NOT NULL,
  skill text NOT NULL CHECK (skill IN ('PRE_SALE','IN_SALE','AFTER_SALE','REVIEW_CARE','TECHNICAL','COMPLAINT')),
  PRIMARY KEY (shop_id, agent_id, skill),
  FOREIGN KEY (shop_id, agent_id) REFERENCES memberships
);
CALL cs.protect('agent_skills', 'r');

-- The agent who looks after a member, where the tier brings that (MEM-02, MEM-05).
CREATE TABLE dedicated_agents (
  shop_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  agent_id uuid NOT NULL,
  since timestamptz NOT NULL,
  PRIMARY KEY (shop_id, customer_id),
  FOREIGN KEY (shop_id, customer_id) REFERENCES customers,
  FOREIGN KEY (shop_id, agent_id) REFERENCES memberships
);
CREATE INDEX dedicated_agents_by_agent ON dedicated_agents (shop_id, agent_id);
CALL cs.protect('dedicated_agents', 'rw');

ALTER TABLE cases
  -- What it takes to handle it; follows from what the case is about (queueOf in the domain says the same).
  ADD COLUMN queue text NOT NULL GENERATED ALWAYS AS (
    CASE WHEN kind <> 'CONSULTATION' THEN kind
      WHEN review_id IS NOT NULL THEN 'REVIEW_CARE'
      WHEN inquiry_type IN ('USAGE','COMPATIBILITY') THEN 'TECHNICAL'
      WHEN order_id IS NOT NULL THEN 'IN_SALE'
      ELSE 'PRE_SALE' END) STORED,
  -- In the fast lane for hard problems since (CMP-ESC-01).
  ADD COLUMN fast_lane_at timestamptz;
CREATE INDEX cases_by_queue ON cases (shop_id, queue, opened_at DESC, id DESC);
CREATE INDEX cases_in_fast_lane ON cases (shop_id, opened_at DESC, id DESC) WHERE fast_lane_at IS NOT NULL;
CREATE INDEX cases_due_in_fast_lane ON cases (shop_id, due_at, id)
  WHERE fast_lane_at IS NOT NULL AND due_at IS NOT NULL AND status <> 'CLOSED';
-- The work at hand, counted without reading the cases: the board, and the load of each agent.
CREATE INDEX cases_at_hand ON cases (shop_id, kind, status) INCLUDE (due_at, priority, owner_id, assignee_id)
  WHERE status <> 'CLOSED';
CREATE INDEX cases_at_hand_by_assignee ON cases (shop_id, assignee_id, status) INCLUDE (due_at) WHERE status <> 'CLOSED';

-- What one shift asks the next to do about a case by noon (OPS-SHF-02). The owner stays; who took it over does it (C-38).
CREATE TABLE handover_items (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  -- The shift that hands over; NULL: it was written when none ran.
  shift_id uuid,
  status text NOT NULL CHECK (status IN ('OPEN','TAKEN_OVER','DONE')),
  text text NOT NULL,
  owner_id uuid NOT NULL,
  assignee_id uuid,
  added_by uuid NOT NULL,
  added_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  taken_over_at timestamptz,
  completed_at timestamptz,
  completed_by uuid,
  result text,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, case_id) REFERENCES cases,
  FOREIGN KEY (shop_id, shift_id) REFERENCES shifts,
  FOREIGN KEY (shop_id, owner_id) REFERENCES memberships,
  FOREIGN KEY (shop_id, assignee_id) REFERENCES memberships,
  FOREIGN KEY (shop_id, added_by) REFERENCES memberships,
  FOREIGN KEY (shop_id, completed_by) REFERENCES memberships,
  CHECK ((status = 'OPEN') = (assignee_id IS NULL)),
  CHECK ((assignee_id IS NULL) = (taken_over_at IS NULL)),
  CHECK ((status = 'DONE') = (completed_at IS NOT NULL AND completed_by IS NOT NULL))
);
CREATE INDEX handover_items_newest ON handover_items (shop_id, added_at DESC, id DESC);
CREATE INDEX handover_items_by_status ON handover_items (shop_id, status, added_at DESC, id DESC);
CREATE INDEX handover_items_by_assignee ON handover_items (shop_id, assignee_id, added_at DESC, id DESC) WHERE assignee_id IS NOT NULL;
CREATE INDEX handover_items_by_shift ON handover_items (shop_id, shift_id, added_at DESC, id DESC) WHERE shift_id IS NOT NULL;
CREATE INDEX handover_items_by_case ON handover_items (shop_id, case_id, added_at DESC, id DESC);
CREATE INDEX handover_items_due ON handover_items (shop_id, due_at, id) WHERE status <> 'DONE';
CREATE INDEX handover_items_due_by_shift ON handover_items (shop_id, shift_id, due_at, id) WHERE status <> 'DONE' AND shift_id IS NOT NULL;
CREATE INDEX handover_items_due_by_status ON handover_items (shop_id, status, due_at, id) WHERE status <> 'DONE';
CREATE INDEX handover_items_due_by_assignee ON handover_items (shop_id, assignee_id, due_at, id) WHERE status <> 'DONE' AND assignee_id IS NOT NULL;
CALL cs.protect('handover_items', 'rw');

ALTER TABLE clocks DROP CONSTRAINT clocks_subject_type_check;
ALTER TABLE clocks ADD CONSTRAINT clocks_subject_type_check CHECK (subject_type IN ('Case','Order','Review','HandoverItem'));
