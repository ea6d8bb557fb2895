-- Points as double entry (PTS-01 to PTS-04, ADR 22). Every movement is a journal whose entries sum to zero. A member
-- has three accounts, the shop four. Nothing here is ever changed: what is undone is a journal of its own.
ALTER TABLE members
  ADD COLUMN points_held bigint NOT NULL DEFAULT 0 CHECK (points_held >= 0),
  ADD CONSTRAINT members_points_pending_check CHECK (points_pending >= 0);

-- Points that are set aside for something before it is certain.
CREATE TABLE points_holds (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  customer_id uuid NOT NULL,
  purpose text NOT NULL CHECK (purpose IN ('OFFSET','EXCHANGE','DRAW')),
  points bigint NOT NULL CHECK (points > 0),
  order_id uuid,
  status text NOT NULL CHECK (status IN ('HELD','COMMITTED','RELEASED','LAPSED')),
  held_at timestamptz NOT NULL,
  lapses_at timestamptz NOT NULL,
  settled_at timestamptz,
  command_id uuid NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, customer_id) REFERENCES members,
  FOREIGN KEY (shop_id, order_id) REFERENCES orders,
  CHECK ((purpose = 'OFFSET') = (order_id IS NOT NULL)),
  CHECK ((status = 'HELD') = (settled_at IS NULL))
);
CREATE INDEX points_holds_by_customer ON points_holds (shop_id, customer_id, held_at DESC, id DESC);
CREATE INDEX points_holds_by_status ON points_holds (shop_id, customer_id, status, held_at DESC, id DESC);
CREATE UNIQUE INDEX points_holds_one_of_order ON points_holds (shop_id, order_id) WHERE order_id IS NOT NULL AND status IN ('HELD','COMMITTED');
CREATE INDEX points_holds_to_lapse ON points_holds (lapses_at, id) WHERE status = 'HELD';
CALL cs.protect('points_holds', 'rw');

CREATE TABLE points_journals (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  customer_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('PURCHASE','RECEIPT','REVIEW','CHECK_IN','PRIZE','HOLD','RELEASE','OFFSET','EXCHANGE','DRAW',
    'CLAW_BACK','RETURNED','EXPIRY','ADJUSTMENT','REVERSAL')),
  order_id uuid,
  review_id uuid,
  hold_id uuid,
  -- The journal that is undone.
  reverses_id uuid,
  reason text,
  -- Who moved them by hand, and who let it happen where that was somebody else.
  agent_id uuid REFERENCES agents,
  approved_by uuid REFERENCES agents,
  command_id uuid NOT NULL,
  occurred_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, customer_id) REFERENCES members,
  FOREIGN KEY (shop_id, order_id) REFERENCES orders,
  FOREIGN KEY (shop_id, review_id) REFERENCES reviews,
  FOREIGN KEY (shop_id, hold_id) REFERENCES points_holds,
  FOREIGN KEY (shop_id, reverses_id) REFERENCES points_journals,
  CHECK ((kind = 'REVERSAL') = (reverses_id IS NOT NULL)),
  CHECK ((kind IN ('HOLD','RELEASE')) <= (hold_id IS NOT NULL))
);
CREATE INDEX points_journals_by_customer ON points_journals (shop_id, customer_id, occurred_at DESC, id DESC);
CREATE INDEX points_journals_by_agent ON points_journals (shop_id, customer_id, agent_id, occurred_at) WHERE agent_id IS NOT NULL;
CREATE INDEX points_journals_by_order ON points_journals (shop_id, order_id) WHERE order_id IS NOT NULL;
-- What can happen once only: an order earns once, a review once, a hold is made and settled once, nothing is undone twice.
CREATE UNIQUE INDEX points_journals_once_of_order ON points_journals (shop_id, order_id, kind) WHERE kind IN ('PURCHASE','RECEIPT');
CREATE UNIQUE INDEX points_journals_once_of_review ON points_journals (shop_id, review_id) WHERE kind = 'REVIEW';
CREATE UNIQUE INDEX points_journals_hold ON points_journals (shop_id, hold_id) WHERE kind = 'HOLD';
CREATE UNIQUE INDEX points_journals_hold_settled ON points_journals (shop_id, hold_id) WHERE kind IN ('RELEASE','OFFSET','EXCHANGE','DRAW');
CREATE UNIQUE INDEX points_journals_reversed ON points_journals (shop_id, reverses_id) WHERE reverses_id IS NOT NULL;
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON points_journals FOR EACH ROW EXECUTE FUNCTION cs.refuse_change();
CALL cs.protect('points_journals', 'ri');

ALTER TABLE points_entries RENAME TO points_entries_before;
ALTER TABLE points_entries_before RENAME CONSTRAINT points_entries_pkey TO points_entries_before_pkey;
DROP INDEX points_entries_by_customer, points_entries_by_order;

-- The lines of journals, each on one account. On the shop's accounts there is no customer.
CREATE TABLE points_entries (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  journal_id uuid NOT NULL,
  customer_id uuid,
  account text NOT NULL CHECK (account IN ('PENDING','AVAILABLE','HELD','ISSUED','REDEEMED','EXPIRED','ADJUSTED')),
  -- A member's accounts: what comes in is above zero. The shop's: the other side of it.
  points bigint NOT NULL CHECK (points <> 0),
  -- AVAILABLE and HELD: the last day of these points. None where they were missing, or make up for missing ones.
  expires_on date,
  kind text NOT NULL,
  order_id uuid,
  reason text,
  occurred_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, journal_id) REFERENCES points_journals,
  FOREIGN KEY (shop_id, customer_id) REFERENCES members,
  CHECK ((customer_id IS NOT NULL) = (account IN ('PENDING','AVAILABLE','HELD'))),
  CHECK (expires_on IS NULL OR account IN ('AVAILABLE','HELD'))
);
CREATE INDEX points_entries_by_customer ON points_entries (shop_id, customer_id, occurred_at DESC, id DESC) INCLUDE (account, points)
  WHERE customer_id IS NOT NULL;
CREATE INDEX points_entries_by_order ON points_entries (shop_id, order_id) WHERE order_id IS NOT NULL;
CREATE INDEX points_entries_by_journal ON points_entries (shop_id, journal_id);
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON points_entries FOR EACH ROW EXECUTE FUNCTION cs.refuse_change();
CALL cs.protect('points_entries', 'ri');

-- What is left of the points that expire on one day: the sum of a member's AVAILABLE entries of that day.
CREATE TABLE points_lots (
  shop_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  expires_on date NOT NULL,
  remaining bigint NOT NULL CHECK (remaining >= 0),
  -- When the member was told that they expire.
  noticed_at timestamptz,
  PRIMARY KEY (shop_id, customer_id, expires_on),
  FOREIGN KEY (shop_id, customer_id) REFERENCES members
);
CREATE INDEX points_lots_to_expire ON points_lots (expires_on, customer_id) WHERE remaining > 0;
CALL cs.protect('points_lots', 'r');
GRANT UPDATE (noticed_at) ON points_lots TO cs_writer;

-- Entries of before become journals. What is left of them lies in the lots that expire last, as the oldest go first.
INSERT INTO points_journals (shop_id, id, customer_id, kind, order_id, review_id, reason, command_id, occurred_at)
SELECT shop_id, id, customer_id, kind, order_id, review_id, reason, id, occurred_at FROM points_entries_before WHERE state <> 'VOID';
INSERT INTO points_entries (shop_id, id, journal_id, customer_id, account, points, kind, order_id, reason, occurred_at)
SELECT e.shop_id, CASE x.side WHEN 1 THEN e.id ELSE gen_random_uuid() END, e.id, CASE x.side WHEN 1 THEN e.customer_id END,
  CASE WHEN x.side = 1 THEN e.state WHEN e.kind IN ('OFFSET','EXCHANGE','DRAW','RETURNED') THEN 'REDEEMED' WHEN e.kind = 'EXPIRY' THEN 'EXPIRED'
    WHEN e.kind = 'ADJUSTMENT' THEN 'ADJUSTED' ELSE 'ISSUED' END,
  x.side * e.points, e.kind, e.order_id, e.reason, e.occurred_at
FROM points_entries_before e CROSS JOIN (VALUES (1), (-1)) x(side) WHERE e.state <> 'VOID';
INSERT INTO points_lots (shop_id, customer_id, expires_on, remaining)
SELECT shop_id, customer_id, expires_on, remaining FROM (
  SELECT e.shop_id, e.customer_id, e.expires_on,
    least(e.points, greatest(0, m.points_available - (sum(e.points) OVER (PARTITION BY e.shop_id, e.customer_id ORDER BY e.expires_on DESC) - e.points))) AS remaining
  FROM (SELECT shop_id, customer_id, expires_on, sum(points) AS points FROM points_entries_before
    WHERE state = 'AVAILABLE' AND points > 0 AND expires_on IS NOT NULL GROUP BY 1, 2, 3) e
  JOIN members m USING (shop_id, customer_id)) l WHERE remaining > 0;
CREATE TEMPORARY TABLE into_lots ON COMMIT DROP AS
SELECT shop_id, customer_id, gen_random_uuid() AS id, sum(remaining) AS points, now() AS at FROM points_lots GROUP BY 1, 2;
INSERT INTO points_journals (shop_id, id, customer_id, kind, command_id, occurred_at)
SELECT shop_id, id, customer_id, 'ADJUSTMENT', id, at FROM into_lots;
INSERT INTO points_entries (shop_id, id, journal_id, customer_id, account, points, expires_on, kind, occurred_at)
SELECT shop_id, gen_random_uuid(), id, customer_id, 'AVAILABLE', -points, NULL, 'ADJUSTMENT', at FROM into_lots
UNION ALL SELECT i.shop_id, gen_random_uuid(), i.id, i.customer_id, 'AVAILABLE', l.remaining, l.expires_on, 'ADJUSTMENT', i.at
FROM into_lots i JOIN points_lots l USING (shop_id, customer_id);
DROP TABLE points_entries_before;

-- Balances follow the entries: nobody else moves them. Members first, whose row lock keeps two movements apart.
CREATE FUNCTION cs.move_points() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM added a JOIN public.points_journals j ON j.shop_id = a.shop_id AND j.id = a.journal_id
    WHERE (a.kind, a.occurred_at) IS DISTINCT FROM (j.kind, j.occurred_at) OR a.order_id IS DISTINCT FROM j.order_id
      OR a.customer_id <> j.customer_id) THEN
    RAISE EXCEPTION 'an entry says other than its journal' USING ERRCODE = 'CS003';
  END IF;
  -- A journal is closed with its transaction. (Postings stand in no savepoint: the row's xmin would be that one's.)
  IF EXISTS (SELECT 1 FROM added a JOIN public.points_journals j ON j.shop_id = a.shop_id AND j.id = a.journal_id
    WHERE j.xmin <> pg_current_xact_id()::xid) THEN
    RAISE EXCEPTION 'the journal is closed' USING ERRCODE = 'CS003';
  END IF;
  UPDATE public.members m SET
    points_pending = m.points_pending + s.pending,
    points_available = m.points_available + s.available,
    points_held = m.points_held + s.held
  FROM (SELECT a.shop_id, a.customer_id,
      COALESCE(sum(a.points) FILTER (WHERE a.account = 'PENDING'), 0) AS pending,
      COALESCE(sum(a.points) FILTER (WHERE a.account = 'AVAILABLE'), 0) AS available,
      COALESCE(sum(a.points) FILTER (WHERE a.account = 'HELD'), 0) AS held
    FROM added a WHERE a.customer_id IS NOT NULL GROUP BY 1, 2) s
  WHERE m.shop_id = s.shop_id AND m.customer_id = s.customer_id;
  UPDATE public.points_lots l SET remaining = l.remaining + s.points
  FROM (SELECT a.shop_id, a.customer_id, a.expires_on, sum(a.points) AS points FROM added a
    WHERE a.account = 'AVAILABLE' AND a.expires_on IS NOT NULL GROUP BY 1, 2, 3) s
  WHERE l.shop_id = s.shop_id AND l.customer_id = s.customer_id AND l.expires_on = s.expires_on;
  INSERT INTO public.points_lots (shop_id, customer_id, expires_on, remaining)
  SELECT a.shop_id, a.customer_id, a.expires_on, sum(a.points) FROM added a
  WHERE a.account = 'AVAILABLE' AND a.expires_on IS NOT NULL AND NOT EXISTS (SELECT 1 FROM public.points_lots l
    WHERE l.shop_id = a.shop_id AND l.customer_id = a.customer_id AND l.expires_on = a.expires_on)
  GROUP BY 1, 2, 3;
  -- Only what is taken back may leave less than nothing (Q10): no redemption takes what is not there.
  IF EXISTS (SELECT 1 FROM added a JOIN public.members m ON m.shop_id = a.shop_id AND m.customer_id = a.customer_id
    WHERE a.account = 'AVAILABLE' AND a.points < 0 AND a.kind NOT IN ('CLAW_BACK','REVERSAL') AND m.points_available < 0) THEN
    RAISE EXCEPTION 'not that many points are available' USING ERRCODE = 'CS004';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER move_points AFTER INSERT ON points_entries REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION cs.move_points();

CREATE FUNCTION cs.points_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  total bigint;
  lines bigint;
BEGIN
  SELECT sum(e.points), count(*) INTO total, lines FROM points_entries e WHERE e.shop_id = NEW.shop_id AND e.journal_id = NEW.id;
  IF lines < 2 OR total <> 0 THEN
    RAISE EXCEPTION 'points journal % has % entries that sum to %', NEW.id, lines, total USING ERRCODE = 'CS002';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER balanced AFTER INSERT ON points_journals DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION cs.points_balanced();

CREATE FUNCTION cs.points_by_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF pg_trigger_depth() > 1 THEN RETURN NEW; END IF;
  IF TG_OP = 'INSERT' THEN
    IF (NEW.points_pending, NEW.points_available, NEW.points_held) = (0, 0, 0) THEN RETURN NEW; END IF;
  ELSIF (NEW.points_pending, NEW.points_available, NEW.points_held) = (OLD.points_pending, OLD.points_available, OLD.points_held) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'points of members are moved by entries alone' USING ERRCODE = 'CS003';
END $$;
CREATE TRIGGER points_by_entries BEFORE INSERT OR UPDATE OF points_pending, points_available, points_held ON members
  FOR EACH ROW EXECUTE FUNCTION cs.points_by_entries();

-- One check-in a day and member, in Asia/Shanghai.
CREATE TABLE points_check_ins (
  shop_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  day date NOT NULL,
  -- 1 to 7; after the seventh day the count starts again (Q43).
  day_in_row smallint NOT NULL CHECK (day_in_row BETWEEN 1 AND 7),
  journal_id uuid NOT NULL,
  PRIMARY KEY (shop_id, customer_id, day),
  FOREIGN KEY (shop_id, customer_id) REFERENCES members,
  FOREIGN KEY (shop_id, journal_id) REFERENCES points_journals
);
CALL cs.protect('points_check_ins', 'ri');

-- What points are exchanged for.
CREATE TABLE rewards (
  shop_id uuid NOT NULL REFERENCES shops,
  id uuid NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  points bigint NOT NULL CHECK (points > 0),
  -- Pieces left; none: as many as are wanted.
  stock integer CHECK (stock >= 0),
  active boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, code)
);
CREATE INDEX rewards_by_points ON rewards (shop_id, points, id);
CREATE INDEX rewards_offered ON rewards (shop_id, points, id) WHERE active;
CREATE INDEX rewards_not_offered ON rewards (shop_id, points, id) WHERE NOT active;
CALL cs.protect('rewards', 'rw');

CREATE TABLE redemptions (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  number text NOT NULL,
  reward_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  -- None: it was won in a draw.
  hold_id uuid,
  points bigint NOT NULL CHECK (points >= 0),
  -- HELD: points are set aside. OWED: won, to be handed over.
  status text NOT NULL CHECK (status IN ('HELD','OWED','FULFILLED','CANCELLED','LAPSED')),
  created_at timestamptz NOT NULL,
  settled_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  command_id uuid NOT NULL,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, number),
  UNIQUE (shop_id, hold_id),
  FOREIGN KEY (shop_id, reward_id) REFERENCES rewards,
  FOREIGN KEY (shop_id, customer_id) REFERENCES members,
  FOREIGN KEY (shop_id, hold_id) REFERENCES points_holds,
  CHECK ((hold_id IS NULL) = (points = 0)),
  CHECK ((status IN ('HELD','OWED')) = (settled_at IS NULL))
);
CREATE INDEX redemptions_by_customer ON redemptions (shop_id, customer_id, created_at DESC, id DESC);
CREATE INDEX redemptions_by_status ON redemptions (shop_id, status, created_at DESC, id DESC);
CREATE INDEX redemptions_newest ON redemptions (shop_id, created_at DESC, id DESC);
CALL cs.protect('redemptions', 'rw');

-- A draw: its seed is fixed before the first play, and its hash is published; the seed itself when it is closed.
CREATE TABLE draws (
  shop_id uuid NOT NULL REFERENCES shops,
  id uuid NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  points bigint NOT NULL CHECK (points > 0),
  seed_hash text NOT NULL CHECK (seed_hash ~ '^[0-9a-f]{64}$'),
  seed text,
  status text NOT NULL CHECK (status IN ('OPEN','CLOSED')),
  plays integer NOT NULL DEFAULT 0 CHECK (plays >= 0),
  opened_at timestamptz NOT NULL,
  closed_at timestamptz,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, code),
  CHECK ((status = 'CLOSED') = (closed_at IS NOT NULL)),
  CHECK ((status = 'CLOSED') = (seed IS NOT NULL)),
  CHECK (seed IS NULL OR encode(sha256(decode(seed, 'hex')), 'hex') = seed_hash)
);
CREATE INDEX draws_newest ON draws (shop_id, opened_at DESC, id DESC);
CREATE INDEX draws_by_status ON draws (shop_id, status, opened_at DESC, id DESC);
CALL cs.protect('draws', 'rw');
-- Neither hash nor price of a draw changes.
REVOKE UPDATE ON draws FROM cs_writer;
GRANT UPDATE (status, seed, plays, closed_at) ON draws TO cs_writer;

-- Kept apart: the login that reads has no way to it.
CREATE TABLE draw_seeds (
  shop_id uuid NOT NULL,
  draw_id uuid NOT NULL,
  seed text NOT NULL CHECK (seed ~ '^[0-9a-f]{64}$'),
  PRIMARY KEY (shop_id, draw_id),
  FOREIGN KEY (shop_id, draw_id) REFERENCES draws
);
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON draw_seeds FOR EACH ROW EXECUTE FUNCTION cs.refuse_change();
CALL cs.protect('draw_seeds', 'i');

CREATE TABLE draw_prizes (
  shop_id uuid NOT NULL,
  draw_id uuid NOT NULL,
  id uuid NOT NULL,
  position smallint NOT NULL,
  name text NOT NULL,
  weight integer NOT NULL CHECK (weight > 0),
  -- Both none: nothing is won.
  points bigint CHECK (points > 0),
  reward_id uuid,
  -- Pieces at the beginning and now; none: as many as are drawn.
  stock integer CHECK (stock >= 0),
  remaining integer CHECK (remaining >= 0 AND remaining <= stock),
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, draw_id, position),
  FOREIGN KEY (shop_id, draw_id) REFERENCES draws,
  FOREIGN KEY (shop_id, reward_id) REFERENCES rewards,
  CHECK (points IS NULL OR reward_id IS NULL),
  CHECK ((stock IS NULL) = (remaining IS NULL))
);
CALL cs.protect('draw_prizes', 'ri');
GRANT UPDATE (remaining) ON draw_prizes TO cs_writer;

CREATE TABLE draw_plays (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  draw_id uuid NOT NULL,
  -- 1, 2, 3 … without gaps.
  nonce integer NOT NULL CHECK (nonce > 0),
  customer_id uuid NOT NULL,
  hold_id uuid NOT NULL,
  client_seed text NOT NULL,
  roll bigint NOT NULL CHECK (roll >= 0),
  total bigint NOT NULL CHECK (total > roll),
  prize_id uuid NOT NULL,
  redemption_id uuid,
  played_at timestamptz NOT NULL,
  command_id uuid NOT NULL,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, draw_id, nonce),
  FOREIGN KEY (shop_id, draw_id) REFERENCES draws,
  FOREIGN KEY (shop_id, customer_id) REFERENCES members,
  FOREIGN KEY (shop_id, hold_id) REFERENCES points_holds,
  FOREIGN KEY (shop_id, prize_id) REFERENCES draw_prizes,
  FOREIGN KEY (shop_id, redemption_id) REFERENCES redemptions
);
CREATE INDEX draw_plays_in_turn ON draw_plays (shop_id, draw_id, nonce DESC, id DESC);
CREATE INDEX draw_plays_newest ON draw_plays (shop_id, played_at DESC, id DESC);
CREATE INDEX draw_plays_by_customer ON draw_plays (shop_id, customer_id, played_at DESC, id DESC);
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON draw_plays FOR EACH ROW EXECUTE FUNCTION cs.refuse_change();
CALL cs.protect('draw_plays', 'ri');

-- A line of an order is reviewed once.
CREATE UNIQUE INDEX reviews_one_of_line ON reviews (shop_id, order_line_id);

-- What the worker looks for, over all shops, page by page in the order of due times.
CREATE FUNCTION cs.lapsed_points_holds(at timestamptz, after_at timestamptz, after_id uuid, batch integer)
  RETURNS TABLE (shop_id uuid, id uuid, due_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
  SELECT h.shop_id, h.id, h.lapses_at FROM public.points_holds h
  WHERE h.status = 'HELD' AND h.lapses_at <= at AND (h.lapses_at, h.id) > (after_at, after_id)
  ORDER BY h.lapses_at, h.id LIMIT batch
$$;
-- Points expire at 24:00 of their last day in Asia/Shanghai.
CREATE FUNCTION cs.expired_points(at timestamptz, after_at timestamptz, after_id uuid, batch integer)
  RETURNS TABLE (shop_id uuid, customer_id uuid, expires_on date, due_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
  SELECT l.shop_id, l.customer_id, l.expires_on, (l.expires_on + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
  FROM public.points_lots l
  WHERE l.remaining > 0 AND l.expires_on < (at AT TIME ZONE 'Asia/Shanghai')::date
    AND l.expires_on >= (after_at AT TIME ZONE 'Asia/Shanghai')::date - 1
    AND ((l.expires_on + 1)::timestamp AT TIME ZONE 'Asia/Shanghai', l.customer_id) > (after_at, after_id)
  ORDER BY l.expires_on, l.customer_id LIMIT batch
$$;
-- Whose points are to be announced, as long ahead as the pack of the shop says.
CREATE INDEX points_lots_to_announce ON points_lots (shop_id, expires_on, customer_id) WHERE remaining > 0 AND noticed_at IS NULL;
CREATE FUNCTION cs.points_to_announce(at timestamptz, after_at timestamptz, after_id uuid, batch integer)
  RETURNS TABLE (shop_id uuid, customer_id uuid, expires_on date, due_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
  SELECT l.shop_id, l.customer_id, l.expires_on, l.expires_on::timestamp AT TIME ZONE 'Asia/Shanghai'
  FROM public.shops s
  CROSS JOIN LATERAL (SELECT (p.document #>> '{values,points.expiry_notice,value}') AS notice FROM public.policy_packs p
    WHERE p.shop_id = s.id AND p.effective_from <= at ORDER BY p.effective_from DESC, p.version DESC LIMIT 1) p
  JOIN public.points_lots l ON l.shop_id = s.id AND l.remaining > 0 AND l.noticed_at IS NULL
    AND l.expires_on <= (at AT TIME ZONE 'Asia/Shanghai')::date + COALESCE(substring(p.notice FROM '^(\d+)d$')::integer, 0)
    AND l.expires_on >= (at AT TIME ZONE 'Asia/Shanghai')::date
  WHERE (l.expires_on::timestamp AT TIME ZONE 'Asia/Shanghai', l.customer_id) > (after_at, after_id)
  ORDER BY l.expires_on, l.customer_id LIMIT batch
$$;
REVOKE ALL ON FUNCTION cs.lapsed_points_holds(timestamptz, timestamptz, uuid, integer), cs.expired_points(timestamptz, timestamptz, uuid, integer),
  cs.points_to_announce(timestamptz, timestamptz, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cs.lapsed_points_holds(timestamptz, timestamptz, uuid, integer), cs.expired_points(timestamptz, timestamptz, uuid, integer),
  cs.points_to_announce(timestamptz, timestamptz, uuid, integer) TO cs_worker;
