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
  -- When the one who has to act is reminded, and when that was done.
  remind_at timestamptz,
  reminded_at timestamptz,
  breach_at timestamptz NOT NULL,
  -- Standing still since then, and why; the times above move on when it goes on.
  paused_at timestamptz,
  pause_reason text CHECK (pause_reason IN ('WAITING_FOR_CUSTOMER','OFF_DUTY')),
  paused_ms bigint NOT NULL DEFAULT 0 CHECK (paused_ms >= 0),
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
-- What supervisors watch: all that runs now, closest to its latest time first.
CREATE INDEX clocks_running ON clocks (shop_id, breach_at, id) WHERE stopped_at IS NULL AND paused_at IS NULL;
CREATE INDEX clocks_running_by_name ON clocks (shop_id, name, breach_at, id) WHERE stopped_at IS NULL AND paused_at IS NULL;
CREATE UNIQUE INDEX clocks_one_running ON clocks (shop_id, subject_id, name) WHERE stopped_at IS NULL;
-- What the worker looks for, over all shops. What stands still is not due.
CREATE INDEX clocks_to_warn ON clocks (warn_at, id) WHERE stopped_at IS NULL AND paused_at IS NULL AND warned_at IS NULL;
CREATE INDEX clocks_to_remind ON clocks (remind_at, id)
  WHERE stopped_at IS NULL AND paused_at IS NULL AND reminded_at IS NULL AND remind_at IS NOT NULL;
CREATE INDEX clocks_to_breach ON clocks (breach_at, id) WHERE stopped_at IS NULL AND paused_at IS NULL AND breached_at IS NULL;
CALL cs.protect('clocks', 'rw');

-- Due clocks across shops in the order of their times, so that the worker can act in each row's shop. A page begins
-- after (after_at, after_id): rows that can't be done now do not keep the later ones from being found. A promise is
-- kept up to its latest moment, so it is broken after it; one that is broken needs no warning.
CREATE FUNCTION cs.due_clocks(at timestamptz, after_at timestamptz, after_id uuid, batch integer)
  RETURNS TABLE (shop_id uuid, id uuid, name text, subject_id uuid, due text, due_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
  (SELECT c.shop_id, c.id, c.name, c.subject_id, 'BREACH', c.breach_at FROM public.clocks c
    WHERE c.stopped_at IS NULL AND c.paused_at IS NULL AND c.breached_at IS NULL
      AND c.breach_at < at AND (c.breach_at, c.id) > (after_at, after_id)
    ORDER BY c.breach_at, c.id LIMIT batch)
  UNION ALL
  (SELECT c.shop_id, c.id, c.name, c.subject_id, 'WARN', c.warn_at FROM public.clocks c
    WHERE c.stopped_at IS NULL AND c.paused_at IS NULL AND c.warned_at IS NULL
      AND c.warn_at <= at AND (c.warn_at, c.id) > (after_at, after_id) AND c.breach_at >= at
    ORDER BY c.warn_at, c.id LIMIT batch)
  UNION ALL
  (SELECT c.shop_id, c.id, c.name, c.subject_id, 'REMIND', c.remind_at FROM public.clocks c
    WHERE c.stopped_at IS NULL AND c.paused_at IS NULL AND c.reminded_at IS NULL AND c.remind_at IS NOT NULL
      AND c.remind_at <= at AND (c.remind_at, c.id) > (after_at, after_id) AND c.breach_at >= at
    ORDER BY c.remind_at, c.id LIMIT batch)
  ORDER BY 6, 2 LIMIT batch
$$;
REVOKE ALL ON FUNCTION cs.due_clocks(timestamptz, timestamptz, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cs.due_clocks(timestamptz, timestamptz, uuid, integer) TO cs_worker;

-- Requests for approval that lapsed, page by page as well.
DROP FUNCTION cs.lapsed_approvals(timestamptz, integer);
DROP INDEX approvals_due;
CREATE INDEX approvals_due ON approvals (expires_at, id) WHERE status = 'PENDING';
CREATE FUNCTION cs.lapsed_approvals(at timestamptz, after_at timestamptz, after_id uuid, batch integer)
  RETURNS TABLE (shop_id uuid, id uuid, due_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
  SELECT a.shop_id, a.id, a.expires_at FROM public.approvals a
  WHERE a.status = 'PENDING' AND a.expires_at <= at AND (a.expires_at, a.id) > (after_at, after_id)
  ORDER BY a.expires_at, a.id LIMIT batch
$$;
REVOKE ALL ON FUNCTION cs.lapsed_approvals(timestamptz, timestamptz, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cs.lapsed_approvals(timestamptz, timestamptz, uuid, integer) TO cs_worker;
