-- How far each consumer of events has come in each shop: all numbers up to `seq` are done, none behind it is.
CREATE TABLE event_cursors (
  shop_id uuid NOT NULL REFERENCES shops,
  consumer text NOT NULL,
  seq bigint NOT NULL CHECK (seq >= 0),
  PRIMARY KEY (shop_id, consumer)
);
CALL cs.protect('event_cursors', 'w');

-- The shops in which one of these consumers has events before it: one look-up in the index of numbers for each.
CREATE FUNCTION cs.shops_behind(consumers text[]) RETURNS TABLE (shop_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
  SELECT s.id FROM public.shops s WHERE EXISTS (
    SELECT FROM unnest(consumers) AS c (name)
      LEFT JOIN public.event_cursors k ON k.shop_id = s.id AND k.consumer = c.name
    WHERE EXISTS (SELECT FROM public.events e WHERE e.shop_id = s.id AND e.seq > coalesce(k.seq, 0)))
  ORDER BY s.id
$$;
REVOKE ALL ON FUNCTION cs.shops_behind(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cs.shops_behind(text[]) TO cs_worker;

-- Contacts that are owed later: planned from events and dates, judged again when they are made (area V).
ALTER TABLE follow_ups DROP CONSTRAINT follow_ups_kind_check;
ALTER TABLE follow_ups DROP CONSTRAINT follow_ups_status_check;
ALTER TABLE follow_ups
  ADD CHECK (kind IN ('COMPLAINT_CALLBACK','AFTER_SALE_CALLBACK','PURCHASE_CALLBACK','BIRTHDAY','HOLIDAY','VIP_CARE',
    'UNPAID_ORDER','LEAD','WIN_BACK','WAKE_UP')),
  ADD CHECK (status IN ('OPEN','HELD','DONE','UNREACHED','CANCELLED','DROPPED','SUPPRESSED')),
  -- What it is about besides a case, and the one time it is asked for: each occasion has at most one.
  ADD COLUMN order_id uuid,
  ADD COLUMN lead_id uuid,
  ADD COLUMN occasion text,
  -- When the occasion or the customer asks for it; due_at is what came of that beside other contacts and the hours.
  ADD COLUMN wanted_at timestamptz,
  ADD COLUMN latest_at timestamptz,
  ADD COLUMN assignee_id uuid,
  -- Judged once more and given to somebody for the day it is due; NULL: not yet, or it was moved since.
  ADD COLUMN prepared_at timestamptz,
  ADD COLUMN attempts smallint NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  ADD COLUMN started_at timestamptz,
  ADD COLUMN channel text CHECK (channel IN ('CHAT','PHONE','SMS','EMAIL','WECHAT','QQ')),
  ADD COLUMN contacted_at timestamptz,
  ADD COLUMN contacted_by uuid,
  ADD COLUMN duration_s integer CHECK (duration_s BETWEEN 0 AND 14400),
  ADD COLUMN result text CHECK (result IN ('FINE','PROBLEM','INTERESTED','DECLINED','TOLD')),
  ADD COLUMN satisfaction smallint CHECK (satisfaction BETWEEN 1 AND 5),
  ADD COLUMN note text,
  ADD COLUMN because text CHECK (because IN ('COMPLAINT_OPEN','DO_NOT_CONTACT','PLAIN_BUYER','NO_CONSENT','TOO_LATE','NO_ANSWER',
    'CASE_REOPENED','ORDER_PAID','ORDER_CANCELLED','LEAD_ENDED','NOT_NEEDED','CUSTOMER_ASKED','DUPLICATE')),
  ADD COLUMN ended_at timestamptz,
  -- By which it was planned.
  ADD COLUMN decision_id uuid,
  ADD COLUMN version integer NOT NULL DEFAULT 1,
  ADD FOREIGN KEY (shop_id, order_id) REFERENCES orders,
  ADD FOREIGN KEY (shop_id, lead_id) REFERENCES leads,
  ADD FOREIGN KEY (shop_id, assignee_id) REFERENCES memberships,
  ADD FOREIGN KEY (shop_id, contacted_by) REFERENCES memberships,
  ADD FOREIGN KEY (shop_id, decision_id) REFERENCES decisions;
UPDATE follow_ups SET occasion = id::text, wanted_at = due_at, latest_at = due_at + interval '7 days',
  because = CASE WHEN status = 'CANCELLED' THEN 'CASE_REOPENED' END,
  ended_at = CASE WHEN status <> 'OPEN' THEN planned_at END;
ALTER TABLE follow_ups
  ALTER COLUMN occasion SET NOT NULL,
  ALTER COLUMN wanted_at SET NOT NULL,
  ALTER COLUMN latest_at SET NOT NULL,
  ADD CHECK ((status IN ('OPEN','HELD')) = (ended_at IS NULL)),
  ADD CHECK ((status IN ('OPEN','DONE')) = (because IS NULL)),
  ADD CHECK ((status = 'DONE') = (contacted_at IS NOT NULL)),
  ADD CHECK ((status = 'DONE') = (result IS NOT NULL AND contacted_by IS NOT NULL AND channel IS NOT NULL)),
  ADD CHECK (satisfaction IS NULL OR status = 'DONE');
DROP INDEX follow_ups_one_open, follow_ups_open;
CREATE UNIQUE INDEX follow_ups_once ON follow_ups (shop_id, customer_id, kind, occasion);
CREATE INDEX follow_ups_at_hand ON follow_ups (shop_id, customer_id) WHERE status IN ('OPEN','HELD');
CREATE INDEX follow_ups_contacts ON follow_ups (shop_id, customer_id, contacted_at DESC) WHERE contacted_at IS NOT NULL;
CREATE INDEX follow_ups_by_order ON follow_ups (shop_id, order_id, due_at, id) WHERE order_id IS NOT NULL;
CREATE INDEX follow_ups_by_lead ON follow_ups (shop_id, lead_id) WHERE lead_id IS NOT NULL;
-- Lists: what is due, and what there was.
CREATE INDEX follow_ups_due ON follow_ups (shop_id, due_at, id) WHERE status = 'OPEN';
CREATE INDEX follow_ups_due_by_kind ON follow_ups (shop_id, kind, due_at, id) WHERE status = 'OPEN';
CREATE INDEX follow_ups_due_by_assignee ON follow_ups (shop_id, assignee_id, due_at, id) WHERE status = 'OPEN';
CREATE INDEX follow_ups_due_by_customer ON follow_ups (shop_id, customer_id, due_at, id) WHERE status = 'OPEN';
CREATE INDEX follow_ups_newest ON follow_ups (shop_id, planned_at DESC, id DESC);
CREATE INDEX follow_ups_by_status ON follow_ups (shop_id, status, planned_at DESC, id DESC);
CREATE INDEX follow_ups_by_kind ON follow_ups (shop_id, kind, planned_at DESC, id DESC);
CREATE INDEX follow_ups_by_assignee ON follow_ups (shop_id, assignee_id, planned_at DESC, id DESC) WHERE assignee_id IS NOT NULL;
CREATE INDEX follow_ups_by_customer ON follow_ups (shop_id, customer_id, planned_at DESC, id DESC);
CREATE INDEX follow_ups_satisfaction ON follow_ups (shop_id, contacted_at) INCLUDE (contacted_by, kind, satisfaction)
  WHERE satisfaction IS NOT NULL;
-- What the worker looks for, over all shops.
CREATE INDEX follow_ups_to_prepare ON follow_ups (due_at, id) WHERE status = 'OPEN' AND prepared_at IS NULL;
CREATE INDEX follow_ups_to_drop ON follow_ups (latest_at, id) WHERE status IN ('OPEN','HELD');

-- Follow-ups to be prepared at a time, which looks ahead of `at`, and those that are too late at `at`; page by page.
CREATE FUNCTION cs.due_follow_ups(at timestamptz, ahead timestamptz, after_at timestamptz, after_id uuid, batch integer)
  RETURNS TABLE (shop_id uuid, id uuid, customer_id uuid, due text, due_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
  (SELECT f.shop_id, f.id, f.customer_id, 'PREPARE', f.due_at FROM public.follow_ups f
    WHERE f.status = 'OPEN' AND f.prepared_at IS NULL AND f.due_at <= ahead AND f.latest_at > at
      AND (f.due_at, f.id) > (after_at, after_id)
    ORDER BY f.due_at, f.id LIMIT batch)
  UNION ALL
  (SELECT f.shop_id, f.id, f.customer_id, 'DROP', f.latest_at FROM public.follow_ups f
    WHERE f.status IN ('OPEN','HELD') AND f.latest_at <= at AND (f.latest_at, f.id) > (after_at, after_id)
    ORDER BY f.latest_at, f.id LIMIT batch)
  ORDER BY 5, 2 LIMIT batch
$$;
REVOKE ALL ON FUNCTION cs.due_follow_ups(timestamptz, timestamptz, timestamptz, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cs.due_follow_ups(timestamptz, timestamptz, timestamptz, uuid, integer) TO cs_worker;

-- The rounds that plan what dates ask for: all days up to `through` are done. A round that is under way up to `until` goes on
-- with its kind behind a customer; NULL: none is.
CREATE TABLE follow_up_rounds (
  shop_id uuid PRIMARY KEY REFERENCES shops,
  through date NOT NULL,
  until date,
  kind text,
  after_id uuid,
  -- The last year of which it was told that its calendar is not published.
  calendar_told smallint,
  CHECK ((until IS NULL) = (kind IS NULL)),
  CHECK (until > through)
);
CALL cs.protect('follow_up_rounds', 'w');
-- The shops whose round of a day is to be made, in the order of their ids: one row each.
CREATE FUNCTION cs.due_follow_up_rounds(today date, after_id uuid, batch integer) RETURNS TABLE (shop_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
  SELECT s.id FROM public.shops s LEFT JOIN public.follow_up_rounds r ON r.shop_id = s.id
  WHERE s.id > after_id AND (r.through IS NULL OR r.through < today)
    AND EXISTS (SELECT FROM public.policy_packs p WHERE p.shop_id = s.id)
  ORDER BY s.id LIMIT batch
$$;
REVOKE ALL ON FUNCTION cs.due_follow_up_rounds(date, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cs.due_follow_up_rounds(date, uuid, integer) TO cs_worker;
CREATE INDEX customers_by_last_order ON customers (shop_id, last_order_at, id) WHERE last_order_at IS NOT NULL;

-- What is owed to be told leaves the line when somebody has told it, or could not (FUP-14).
ALTER TABLE notices DROP CONSTRAINT notices_status_check;
ALTER TABLE notices
  ADD CHECK (status IN ('TO_SEND','SENT','FAILED','CANCELLED')),
  ADD COLUMN channel text CHECK (channel IN ('CHAT','PHONE','SMS','EMAIL','WECHAT','QQ')),
  ADD COLUMN told_by uuid,
  ADD COLUMN told_by_kind text CHECK (told_by_kind IN ('AGENT','PARTNER')),
  -- Tries that failed: it is owed until one succeeds, or nothing more is tried.
  ADD COLUMN attempts smallint NOT NULL DEFAULT 0,
  ADD COLUMN failure text CHECK (failure IN ('UNREACHABLE','REJECTED','NO_CHANNEL','PROVIDER')),
  ADD COLUMN failed_at timestamptz,
  ADD COLUMN version integer NOT NULL DEFAULT 1,
  ADD CHECK ((status = 'FAILED') <= (failure IS NOT NULL AND failed_at IS NOT NULL));
CREATE INDEX notices_failed ON notices (shop_id, created_at, id) WHERE status = 'FAILED';
