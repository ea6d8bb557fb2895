-- A promise with a target and a latest time (defaults.md, Clocks). The times are computed when it starts, by the
-- pack of that day: a later pack never rewrites a running clock. Standing still moves them by as long as it stood.
CREATE TABLE clocks (
  shop_id uuid NOT NULL REFERENCES shops,
  id uuid NOT NULL,
  name text NOT NULL,
  subject_type text NOT NULL CHECK (subject_type IN ('Case','Order','Review')),
  subject_id uuid NOT NULL,
  case_id uuid,
  started_at timestamptz NOT NULL,
  target_at timestamptz NOT NULL,
  warn_at timestamptz NOT NULL,
  breach_at timestamptz NOT NULL,
  -- Standing still since then, and why; the times above move on when it goes on.
  paused_at timestamptz,
  pause_reason text CHECK (pause_reason IN ('WAITING_FOR_CUSTOMER','OFF_DUTY')),
  paused_seconds bigint NOT NULL DEFAULT 0 CHECK (paused_seconds >= 0),
  warned_at timestamptz,
  breached_at timestamptz,
  stopped_at timestamptz,
  -- MET: stopped in time. BREACHED: stopped after breach_at. VOID: nothing was owed any more.
  result text CHECK (result IN ('MET','BREACHED','VOID')),
  rule_ids text[] NOT NULL,
  pack_id text NOT NULL,
  pack_version integer NOT NULL,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, case_id) REFERENCES cases,
  FOREIGN KEY (shop_id, pack_id, pack_version) REFERENCES policy_packs,
  CHECK ((stopped_at IS NULL) = (result IS NULL)),
  CHECK ((paused_at IS NULL) = (pause_reason IS NULL)),
  CHECK (started_at <= target_at AND target_at <= breach_at AND warn_at <= breach_at)
);
CREATE INDEX clocks_by_subject ON clocks (shop_id, subject_id, started_at, id);
CREATE INDEX clocks_by_case ON clocks (shop_id, case_id, started_at, id) WHERE case_id IS NOT NULL;
CREATE INDEX clocks_running ON clocks (shop_id, breach_at, id) WHERE stopped_at IS NULL;
CREATE INDEX clocks_running_by_name ON clocks (shop_id, name, breach_at, id) WHERE stopped_at IS NULL;
CREATE UNIQUE INDEX clocks_one_running ON clocks (shop_id, subject_id, name) WHERE stopped_at IS NULL;
-- What the worker looks for, over all shops: due to be warned of, due to be breached.
CREATE INDEX clocks_to_warn ON clocks (warn_at) WHERE stopped_at IS NULL AND paused_at IS NULL AND warned_at IS NULL;
CREATE INDEX clocks_to_breach ON clocks (breach_at) WHERE stopped_at IS NULL AND paused_at IS NULL AND breached_at IS NULL;
CALL cs.protect('clocks', 'rw');

-- Due clocks across shops, so that the worker can act in each row's shop.
CREATE FUNCTION cs.due_clocks(at timestamptz, batch integer)
  RETURNS TABLE (shop_id uuid, id uuid, due text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
  (SELECT c.shop_id, c.id, 'BREACH' FROM public.clocks c
    WHERE c.stopped_at IS NULL AND c.paused_at IS NULL AND c.breached_at IS NULL AND c.breach_at <= at
    ORDER BY c.breach_at LIMIT batch)
  UNION ALL
  (SELECT c.shop_id, c.id, 'WARN' FROM public.clocks c
    WHERE c.stopped_at IS NULL AND c.paused_at IS NULL AND c.warned_at IS NULL AND c.warn_at <= at AND c.breach_at > at
    ORDER BY c.warn_at LIMIT batch)
$$;
REVOKE ALL ON FUNCTION cs.due_clocks(timestamptz, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cs.due_clocks(timestamptz, integer) TO cs_worker;
