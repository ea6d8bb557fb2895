-- Published packs never change.
CREATE TABLE policy_packs (
  shop_id uuid NOT NULL REFERENCES shops,
  id text NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  hash text NOT NULL,
  sources text[] NOT NULL,
  document jsonb NOT NULL,
  effective_from timestamptz NOT NULL,
  published_at timestamptz NOT NULL,
  published_by uuid REFERENCES agents,
  PRIMARY KEY (shop_id, id, version)
);
CREATE INDEX policy_packs_in_force ON policy_packs (shop_id, effective_from DESC, version DESC);
CREATE FUNCTION cs.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'CS001'; END $$;
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON policy_packs FOR EACH ROW EXECUTE FUNCTION cs.refuse_change();
CALL cs.protect('policy_packs', 'ri');

CREATE TABLE decisions (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  action text NOT NULL,
  subject_type text NOT NULL,
  subject_id uuid NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('ALLOWED','NEEDS_APPROVAL','DENIED')),
  findings jsonb NOT NULL,
  facts jsonb NOT NULL,
  pack_id text NOT NULL,
  pack_version integer NOT NULL,
  pack_hash text NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('AGENT','PARTNER','WORKER')),
  actor_id uuid,
  command_id uuid NOT NULL,
  decided_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, pack_id, pack_version) REFERENCES policy_packs
);
CREATE INDEX decisions_by_subject ON decisions (shop_id, subject_id, decided_at DESC, id DESC);
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON decisions FOR EACH ROW EXECUTE FUNCTION cs.refuse_change();
CALL cs.protect('decisions', 'ri');

CREATE TABLE approvals (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  number text NOT NULL,
  action text NOT NULL,
  subject_type text NOT NULL,
  subject_id uuid NOT NULL,
  subject_version integer NOT NULL,
  permission text NOT NULL,
  input jsonb NOT NULL,
  reason text NOT NULL,
  decision_id uuid NOT NULL,
  status text NOT NULL CHECK (status IN ('PENDING','APPROVED','REJECTED','EXPIRED','EXECUTED','WITHDRAWN')),
  requested_by uuid NOT NULL,
  requested_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  decided_by uuid,
  decided_at timestamptz,
  decision_reason text,
  executed_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, number),
  FOREIGN KEY (shop_id, decision_id) REFERENCES decisions,
  FOREIGN KEY (shop_id, requested_by) REFERENCES memberships,
  FOREIGN KEY (shop_id, decided_by) REFERENCES memberships,
  CHECK (decided_by IS NULL OR decided_by <> requested_by),
  CHECK ((status IN ('APPROVED','REJECTED','EXECUTED')) <= (decided_by IS NOT NULL))
);
CREATE INDEX approvals_newest ON approvals (shop_id, requested_at DESC, id DESC);
CREATE INDEX approvals_by_status ON approvals (shop_id, status, requested_at DESC, id DESC);
CREATE INDEX approvals_by_subject ON approvals (shop_id, subject_id, requested_at DESC, id DESC);
CREATE UNIQUE INDEX approvals_one_pending ON approvals (shop_id, subject_id, action) WHERE status = 'PENDING';
CREATE INDEX approvals_due ON approvals (expires_at) WHERE status = 'PENDING';
CALL cs.protect('approvals', 'rw');

-- One row for each key: the outcome's ids are kept, the answer is rebuilt from them.
CREATE TABLE idempotency_keys (
  shop_id uuid NOT NULL REFERENCES shops,
  principal_id uuid NOT NULL,
  command text NOT NULL,
  key text NOT NULL,
  fingerprint text NOT NULL,
  outcome jsonb,
  command_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, principal_id, command, key)
);
CALL cs.protect('idempotency_keys', 'w');

-- The outbox: written in the command's transaction, numbered by the relay. No personal data.
CREATE TABLE events (
  shop_id uuid NOT NULL REFERENCES shops,
  id uuid NOT NULL,
  seq bigint UNIQUE,
  type text NOT NULL,
  version smallint NOT NULL DEFAULT 1,
  subject_type text NOT NULL,
  subject_id uuid NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('AGENT','PARTNER','WORKER')),
  actor_id uuid,
  command_id uuid NOT NULL,
  decision_id uuid,
  rule_ids text[] NOT NULL DEFAULT '{}',
  pack text,
  data jsonb NOT NULL DEFAULT '{}',
  occurred_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (shop_id, id)
);
CREATE INDEX events_by_subject ON events (shop_id, subject_id, occurred_at DESC, id DESC);
CREATE INDEX events_to_relay ON events (recorded_at, id) WHERE seq IS NULL;
CALL cs.protect('events', 'ri');

CREATE TABLE audit_entries (
  shop_id uuid NOT NULL REFERENCES shops,
  id uuid NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('AGENT','PARTNER','WORKER')),
  actor_id uuid,
  permission text NOT NULL,
  action text NOT NULL,
  purpose text,
  subject_type text NOT NULL,
  subject_id uuid NOT NULL,
  fields text[] NOT NULL DEFAULT '{}',
  command_id uuid NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id)
);
CREATE INDEX audit_entries_by_subject ON audit_entries (shop_id, subject_id, at DESC, id DESC);
CREATE INDEX audit_entries_newest ON audit_entries (shop_id, at DESC, id DESC);
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON audit_entries FOR EACH ROW EXECUTE FUNCTION cs.refuse_change();
CALL cs.protect('audit_entries', 'ri');

-- The relay: the one place that sees the events of all shops. Gives unnumbered events the next numbers,
-- gap-free, and announces each batch once. The caller holds the advisory lock.
CREATE TABLE relay_position (one boolean PRIMARY KEY DEFAULT true CHECK (one), seq bigint NOT NULL);
INSERT INTO relay_position (seq) VALUES (0);

CREATE FUNCTION cs.relay(batch integer)
  RETURNS TABLE (shop_id uuid, seq bigint, id uuid, type text, subject_type text, subject_id uuid)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
DECLARE
  start bigint;
  given bigint;
BEGIN
  SELECT p.seq INTO start FROM public.relay_position p FOR UPDATE;
  RETURN QUERY
    WITH waiting AS (
      SELECT e.shop_id, e.id, row_number() OVER (ORDER BY e.recorded_at, e.id) AS n
      FROM public.events e WHERE e.seq IS NULL ORDER BY e.recorded_at, e.id LIMIT batch
    )
    UPDATE public.events e SET seq = start + w.n FROM waiting w
    WHERE e.shop_id = w.shop_id AND e.id = w.id
    RETURNING e.shop_id, e.seq, e.id, e.type, e.subject_type, e.subject_id;
  GET DIAGNOSTICS given = ROW_COUNT;
  IF given > 0 THEN
    UPDATE public.relay_position p SET seq = start + given;
    PERFORM pg_notify('cs_events', json_build_object('from', start + 1, 'to', start + given)::text);
  END IF;
END $$;
REVOKE ALL ON FUNCTION cs.relay(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cs.relay(integer) TO cs_worker;

-- Due work across shops: which approvals lapsed, so that the worker can act in each row's shop.
CREATE FUNCTION cs.lapsed_approvals(at timestamptz, batch integer)
  RETURNS TABLE (shop_id uuid, id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
  SELECT a.shop_id, a.id FROM public.approvals a
  WHERE a.status = 'PENDING' AND a.expires_at <= at ORDER BY a.expires_at LIMIT batch
$$;
REVOKE ALL ON FUNCTION cs.lapsed_approvals(timestamptz, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cs.lapsed_approvals(timestamptz, integer) TO cs_worker;
