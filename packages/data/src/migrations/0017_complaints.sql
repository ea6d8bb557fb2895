-- Complaints: what each of the eight steps records (OPS-REG-14), and what belongs to a complaint.
ALTER TABLE cases
  ADD COLUMN complaint_topic text CHECK (complaint_topic IN ('GOODS','DELIVERY','SERVICE','DESCRIPTION','PRICE','OTHER')),
  -- NULL: nobody graded it yet, and ORDINARY is provisional.
  ADD COLUMN graded_at timestamptz,
  ADD COLUMN harms text[] NOT NULL DEFAULT '{}' CHECK (harms <@ ARRAY['INJURY','SAFETY','DAMAGE_BEYOND_GOODS','FALSE_ADVERTISING','MEDIA']),
  ADD COLUMN claimed_fen bigint CHECK (claimed_fen > 0),
  -- What groups are counted by (CMP-SPC-06).
  ADD COLUMN sku_id uuid,
  ADD COLUMN carrier text,
  ADD COLUMN verification text,
  ADD COLUMN plan text,
  ADD COLUMN complaint_result text,
  ADD COLUMN satisfaction text CHECK (satisfaction IN ('SATISFIED','ACCEPTED','UNREACHABLE','DISSATISFIED')),
  ADD COLUMN root_cause text,
  ADD COLUMN prevention text,
  ADD FOREIGN KEY (shop_id, sku_id) REFERENCES skus;
UPDATE cases SET complaint_topic = 'OTHER', graded_at = opened_at WHERE kind = 'COMPLAINT';
CREATE INDEX cases_by_complaint_state ON cases (shop_id, complaint_state, opened_at DESC, id DESC) WHERE complaint_state IS NOT NULL;
CREATE INDEX cases_by_grade ON cases (shop_id, grade, opened_at DESC, id DESC) WHERE grade IS NOT NULL;
CREATE INDEX complaints_by_sku ON cases (shop_id, sku_id, opened_at) WHERE complaint_state IS NOT NULL AND sku_id IS NOT NULL;
CREATE INDEX complaints_by_carrier ON cases (shop_id, carrier, opened_at) WHERE complaint_state IS NOT NULL AND carrier IS NOT NULL;

-- Each step that was taken, in order: the timeline of a complaint.
CREATE TABLE complaint_steps (
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
CREATE INDEX complaint_steps_by_case ON complaint_steps (shop_id, case_id, at, id);
CALL cs.protect('complaint_steps', 'ri');

-- Several customers, one SKU or one carrier (CMP-SPC-06): open until the last of its complaints is closed.
CREATE TABLE complaint_groups (
  shop_id uuid NOT NULL REFERENCES shops,
  id uuid NOT NULL,
  number text NOT NULL,
  sku_id uuid,
  carrier text,
  opened_at timestamptz NOT NULL,
  closed_at timestamptz,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, number),
  FOREIGN KEY (shop_id, sku_id) REFERENCES skus,
  CHECK ((sku_id IS NULL) <> (carrier IS NULL))
);
CREATE UNIQUE INDEX complaint_groups_open_sku ON complaint_groups (shop_id, sku_id) WHERE closed_at IS NULL AND sku_id IS NOT NULL;
CREATE UNIQUE INDEX complaint_groups_open_carrier ON complaint_groups (shop_id, carrier) WHERE closed_at IS NULL AND carrier IS NOT NULL;
CREATE INDEX complaint_groups_newest ON complaint_groups (shop_id, opened_at DESC, id DESC);
CALL cs.protect('complaint_groups', 'rw');

-- The special kinds of a complaint (000 §5.3). MALICIOUS goes up its ladder (C-44).
CREATE TABLE complaint_marks (
  shop_id uuid NOT NULL,
  case_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('AGITATED','EXCESSIVE_CLAIM','MEDIA','MALICIOUS','REPEAT','GROUP')),
  stage text CHECK (stage IN ('TAGGED','WARNED','APPEALED')),
  group_id uuid,
  -- NULL: found by the rules.
  marked_by uuid REFERENCES agents,
  marked_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, case_id, kind),
  FOREIGN KEY (shop_id, case_id) REFERENCES cases,
  FOREIGN KEY (shop_id, group_id) REFERENCES complaint_groups,
  CHECK ((kind = 'MALICIOUS') = (stage IS NOT NULL)),
  CHECK ((kind = 'GROUP') = (group_id IS NOT NULL))
);
CREATE INDEX complaint_marks_by_group ON complaint_marks (shop_id, group_id, case_id) WHERE group_id IS NOT NULL;
CALL cs.protect('complaint_marks', 'rw');

-- To whom a complaint went up, and who took it (C-04, Q59, Q69). One is open at a time.
CREATE TABLE complaint_escalations (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  trigger text NOT NULL CHECK (trigger IN ('SERIOUS','GROUP','OVER_AUTHORITY','UNSOLVABLE','DISAGREEMENT')),
  level text NOT NULL CHECK (level IN ('SUPERVISOR','ON_CALL','MANAGER')),
  -- NULL: the shop has nobody of that grade.
  to_id uuid,
  status text NOT NULL DEFAULT 'OPEN' CHECK (status IN ('OPEN','ACKNOWLEDGED','VOID')),
  escalated_by uuid REFERENCES agents,
  escalated_at timestamptz NOT NULL,
  -- When it goes on to the manager, if nobody has acknowledged it.
  next_at timestamptz,
  acknowledged_by uuid,
  ended_at timestamptz,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, case_id) REFERENCES cases,
  FOREIGN KEY (shop_id, to_id) REFERENCES memberships,
  FOREIGN KEY (shop_id, acknowledged_by) REFERENCES memberships,
  CHECK ((status = 'OPEN') = (ended_at IS NULL)),
  CHECK ((status = 'ACKNOWLEDGED') = (acknowledged_by IS NOT NULL)),
  CHECK (next_at IS NULL OR level = 'ON_CALL')
);
CREATE UNIQUE INDEX complaint_escalations_one_open ON complaint_escalations (shop_id, case_id) WHERE status = 'OPEN';
CREATE INDEX complaint_escalations_by_case ON complaint_escalations (shop_id, case_id, escalated_at, id);
CREATE INDEX complaint_escalations_to ON complaint_escalations (shop_id, to_id, escalated_at, id) WHERE status = 'OPEN';
CREATE INDEX complaint_escalations_due ON complaint_escalations (next_at, id) WHERE status = 'OPEN' AND next_at IS NOT NULL;
CALL cs.protect('complaint_escalations', 'rw');

-- Escalations that go on to the manager, across shops, in the order of their times.
CREATE FUNCTION cs.due_escalations(at timestamptz, after_at timestamptz, after_id uuid, batch integer)
  RETURNS TABLE (shop_id uuid, id uuid, due_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
  SELECT e.shop_id, e.id, e.next_at FROM public.complaint_escalations e
  WHERE e.status = 'OPEN' AND e.next_at IS NOT NULL AND e.next_at <= at AND (e.next_at, e.id) > (after_at, after_id)
  ORDER BY e.next_at, e.id LIMIT batch
$$;
REVOKE ALL ON FUNCTION cs.due_escalations(timestamptz, timestamptz, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cs.due_escalations(timestamptz, timestamptz, uuid, integer) TO cs_worker;

-- Contacts that are owed later: who is called back because of what, and by when (CMP-CAL-01).
CREATE TABLE follow_ups (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('COMPLAINT_CALLBACK')),
  customer_id uuid NOT NULL,
  case_id uuid,
  status text NOT NULL DEFAULT 'OPEN' CHECK (status IN ('OPEN','DONE','CANCELLED')),
  due_at timestamptz NOT NULL,
  planned_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, customer_id) REFERENCES customers,
  FOREIGN KEY (shop_id, case_id) REFERENCES cases
);
CREATE UNIQUE INDEX follow_ups_one_open ON follow_ups (shop_id, case_id, kind) WHERE status = 'OPEN';
CREATE INDEX follow_ups_by_case ON follow_ups (shop_id, case_id, due_at, id) WHERE case_id IS NOT NULL;
CREATE INDEX follow_ups_open ON follow_ups (shop_id, due_at, id) WHERE status = 'OPEN';
CALL cs.protect('follow_ups', 'rw');
