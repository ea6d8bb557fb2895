-- What is known of a customer beyond a name: how to address, greet and reach them, and what they agreed to.
ALTER TABLE customers
  -- A birthday without its year: greetings and gifts need no age.
  ADD COLUMN birth_month smallint CHECK (birth_month BETWEEN 1 AND 12),
  ADD COLUMN birth_day smallint CHECK (birth_day BETWEEN 1 AND 31),
  ADD CHECK ((birth_month IS NULL) = (birth_day IS NULL)),
  ADD COLUMN preferred_channel text CHECK (preferred_channel IN ('CHAT','PHONE','SMS','EMAIL','WECHAT','QQ')),
  -- How they want to be called; the form of address follows from it and the surname (CUS-ATT-02). NULL: not known.
  ADD COLUMN salutation text CHECK (salutation IN ('MR','MS'));
CREATE INDEX customers_by_birthday ON customers (shop_id, birth_month, birth_day, id) WHERE birth_month IS NOT NULL;

-- What a customer agreed to be contacted for, and through what (C-34, CUS-ATT-05): the row without an end is in force,
-- the others are its history. No row: never asked, which is no consent.
CREATE TABLE consents (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  customer_id uuid NOT NULL,
  purpose text NOT NULL CHECK (purpose IN ('MARKETING','CARE','RECOMMENDATION','SURVEY','SERVICE')),
  channel text NOT NULL CHECK (channel IN ('CHAT','PHONE','SMS','EMAIL','WECHAT','QQ')),
  given boolean NOT NULL,
  source text NOT NULL CHECK (source IN ('STOREFRONT','CHAT','PHONE','FORM','IMPORT')),
  recorded_by uuid REFERENCES agents,
  at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, customer_id) REFERENCES customers,
  CHECK (ended_at >= at)
);
CREATE UNIQUE INDEX consents_in_force ON consents (shop_id, customer_id, purpose, channel) WHERE ended_at IS NULL;
CREATE INDEX consents_by_customer ON consents (shop_id, customer_id, at, id);
CALL cs.protect('consents', 'rw');

-- Where a customer stands with the shop. The figures come from the orders; `lifecycle_at` says as of when they were
-- read, and `lifecycle_review_at` when the class may change next (CUS-SEG-01).
ALTER TABLE customers
  ADD COLUMN lifecycle_at timestamptz,
  ADD COLUMN lifecycle_review_at timestamptz,
  -- Paid less refunded, and orders paid, in the window of the value classes (CUS-SEG-02).
  ADD COLUMN value_paid_fen bigint NOT NULL DEFAULT 0,
  ADD COLUMN value_orders integer NOT NULL DEFAULT 0,
  -- The customer that this duplicate went into, until that is undone.
  ADD COLUMN merged_into uuid,
  ADD FOREIGN KEY (shop_id, merged_into) REFERENCES customers,
  ADD CHECK (merged_into <> id),
  -- Who it was is not known any more; orders and ledger stay under the number.
  ADD COLUMN erased_at timestamptz;
UPDATE customers SET lifecycle_review_at = last_order_at WHERE last_order_at IS NOT NULL;
CREATE INDEX customers_to_review ON customers (lifecycle_review_at, id) WHERE lifecycle_review_at IS NOT NULL;
CREATE INDEX customers_by_value ON customers (shop_id, value_paid_fen DESC, id) WHERE merged_into IS NULL AND erased_at IS NULL;
CREATE INDEX customers_by_merged ON customers (shop_id, merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX orders_by_payment ON orders (shop_id, paid_at) WHERE paid_at IS NOT NULL;
CREATE INDEX refunds_by_time ON refunds (shop_id, created_at);
CREATE INDEX customer_complaints ON cases (shop_id, customer_id, opened_at DESC) WHERE complaint_state IS NOT NULL;

-- Each change of a class, in order.
CREATE TABLE customer_classes (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  customer_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('LIFECYCLE','VALUE')),
  from_class text NOT NULL,
  to_class text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, customer_id) REFERENCES customers,
  CHECK (from_class <> to_class)
);
CREATE INDEX customer_classes_by_customer ON customer_classes (shop_id, customer_id, at DESC, id DESC);
CALL cs.protect('customer_classes', 'ri');

-- What parted the value classes on a day: the least amount of the top share, and the median.
CREATE TABLE value_thresholds (
  shop_id uuid NOT NULL REFERENCES shops,
  day date NOT NULL,
  high_from_fen bigint NOT NULL,
  median_fen bigint NOT NULL,
  customers integer NOT NULL,
  -- What was looked at anew, and what changed of it.
  touched integer NOT NULL,
  reclassed integer NOT NULL,
  potential_max_orders integer NOT NULL,
  computed_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, day)
);
CALL cs.protect('value_thresholds', 'ri');

-- The figures of some customers, or of all, from their orders, over days of Shanghai up to and with the day of `until`.
CREATE FUNCTION cs.count_values(shop uuid, until timestamptz, who uuid[])
  RETURNS void LANGUAGE sql SET search_path = pg_catalog, public
AS $$
  UPDATE public.customers c SET value_paid_fen = f.paid, value_orders = f.orders
  FROM (
    SELECT c.id, COALESCE(sum(o.paid_fen - o.refunded_fen), 0)::bigint AS paid, count(o.id)::int AS orders
    FROM public.customers c LEFT JOIN public.orders o ON o.shop_id = c.shop_id AND o.customer_id = c.id
      AND o.paid_at <= until AND o.trade_status <> 'CANCELLED'
      AND o.paid_at >= (((until AT TIME ZONE 'Asia/Shanghai')::date - 365)::timestamp AT TIME ZONE 'Asia/Shanghai')
    WHERE c.shop_id = shop AND (who IS NULL OR c.id = ANY(who)) GROUP BY c.id) f
  WHERE c.shop_id = shop AND c.id = f.id AND (c.value_paid_fen, c.value_orders) <> (f.paid, f.orders)
$$;
GRANT EXECUTE ON FUNCTION cs.count_values(uuid, timestamptz, uuid[]) TO cs_writer;

-- The value classes of a shop, once a day (CUS-SEG-02): figures are counted anew only where an order was paid or
-- refunded since the last time or left the window, classes only there and where a threshold moved past. Answers who
-- changed. An hour of overlap finds what was written late. `valueClassOf` of the domain says the same of one customer.
CREATE FUNCTION cs.class_values(shop uuid, at timestamptz, high_percent integer, potential_max integer)
  RETURNS TABLE (customer_id uuid, from_class text, to_class text)
  LANGUAGE plpgsql SET search_path = pg_catalog, public
AS $$
#variable_conflict use_column
DECLARE
  today date := (at AT TIME ZONE 'Asia/Shanghai')::date;
  last public.value_thresholds;
  touched uuid[];
  people integer;
  high bigint;
  median bigint;
BEGIN
  SELECT * INTO last FROM public.value_thresholds t WHERE t.shop_id = shop ORDER BY t.day DESC LIMIT 1;
  IF last.day IS NOT NULL THEN
    SELECT array_agg(DISTINCT changed.customer_id) INTO touched FROM (
      SELECT o.customer_id FROM public.orders o WHERE o.shop_id = shop AND o.paid_at > last.computed_at - interval '1 hour' AND o.paid_at <= at
      UNION ALL
      SELECT o.customer_id FROM public.orders o WHERE o.shop_id = shop
        AND o.paid_at >= ((last.day - 365)::timestamp AT TIME ZONE 'Asia/Shanghai')
        AND o.paid_at < ((today - 365)::timestamp AT TIME ZONE 'Asia/Shanghai')
      UNION ALL
      SELECT o.customer_id FROM public.refunds r JOIN public.orders o ON o.shop_id = r.shop_id AND o.id = r.order_id
      WHERE r.shop_id = shop AND r.created_at > last.computed_at - interval '1 hour') changed;
    touched := COALESCE(touched, '{}');
  END IF;
  PERFORM cs.count_values(shop, at, touched);
  SELECT count(*) INTO people FROM public.customers c WHERE c.shop_id = shop AND c.merged_into IS NULL AND c.erased_at IS NULL;
  SELECT c.value_paid_fen INTO high FROM public.customers c
    WHERE c.shop_id = shop AND c.merged_into IS NULL AND c.erased_at IS NULL
    ORDER BY c.value_paid_fen DESC, c.id OFFSET GREATEST(ceil(people * high_percent / 100.0)::int - 1, 0) LIMIT 1;
  SELECT floor(avg(middle.value_paid_fen))::bigint INTO median FROM (
    SELECT c.value_paid_fen FROM public.customers c
    WHERE c.shop_id = shop AND c.merged_into IS NULL AND c.erased_at IS NULL
    ORDER BY c.value_paid_fen DESC, c.id OFFSET GREATEST((people - 1) / 2, 0) LIMIT 2 - people % 2) middle;
  high := COALESCE(high, 0);
  median := COALESCE(median, 0);
  RETURN QUERY
    WITH judged AS (
      SELECT c.id, c.value_class AS before, CASE WHEN c.value_paid_fen > 0 AND c.value_paid_fen >= high THEN 'HIGH'
        WHEN c.value_paid_fen > median AND c.value_orders < potential_max THEN 'POTENTIAL' ELSE 'ORDINARY' END AS class
      FROM public.customers c
      WHERE c.shop_id = shop AND c.merged_into IS NULL AND c.erased_at IS NULL AND (last.day IS NULL
        OR last.potential_max_orders <> potential_max
        OR c.id = ANY(touched)
        OR c.value_paid_fen >= LEAST(high, last.high_from_fen) AND c.value_paid_fen <= GREATEST(high, last.high_from_fen)
        OR c.value_paid_fen >= LEAST(median, last.median_fen) AND c.value_paid_fen <= GREATEST(median, last.median_fen))),
    changed AS (
      UPDATE public.customers c SET value_class = j.class FROM judged j
      WHERE c.shop_id = shop AND c.id = j.id AND j.class <> j.before RETURNING c.id, j.before, j.class),
    noted AS (
      INSERT INTO public.value_thresholds (shop_id, day, high_from_fen, median_fen, customers, touched, reclassed, potential_max_orders, computed_at)
      SELECT shop, today, high, median, people, COALESCE(cardinality(touched), people), (SELECT count(*) FROM changed), potential_max, at)
    SELECT changed.id, changed.before, changed.class FROM changed;
END $$;
GRANT EXECUTE ON FUNCTION cs.class_values(uuid, timestamptz, integer, integer) TO cs_writer;

-- Customers whose class may have changed because time passed, and shops whose values were not looked at today.
CREATE FUNCTION cs.due_lifecycles(at timestamptz, after_at timestamptz, after_id uuid, batch integer)
  RETURNS TABLE (shop_id uuid, id uuid, due_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
  SELECT c.shop_id, c.id, c.lifecycle_review_at FROM public.customers c
  WHERE c.lifecycle_review_at IS NOT NULL AND c.lifecycle_review_at <= at AND (c.lifecycle_review_at, c.id) > (after_at, after_id)
  ORDER BY c.lifecycle_review_at, c.id LIMIT batch
$$;
REVOKE ALL ON FUNCTION cs.due_lifecycles(timestamptz, timestamptz, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cs.due_lifecycles(timestamptz, timestamptz, uuid, integer) TO cs_worker;

CREATE FUNCTION cs.due_values(at timestamptz, after_at timestamptz, after_id uuid, batch integer)
  RETURNS TABLE (id uuid, due_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
  SELECT s.id, s.created_at FROM public.shops s
  WHERE (s.created_at, s.id) > (after_at, after_id) AND NOT EXISTS (SELECT 1 FROM public.value_thresholds t
    WHERE t.shop_id = s.id AND t.day >= (at AT TIME ZONE 'Asia/Shanghai')::date)
  ORDER BY s.created_at, s.id LIMIT batch
$$;
REVOKE ALL ON FUNCTION cs.due_values(timestamptz, timestamptz, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cs.due_values(timestamptz, timestamptz, uuid, integer) TO cs_worker;

-- Contacts outside the platform, with their reason and whether the customer had agreed (C-34).
CREATE TABLE outside_contacts (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  customer_id uuid NOT NULL,
  case_id uuid,
  channel text NOT NULL CHECK (channel IN ('PHONE','SMS','EMAIL','WECHAT','QQ')),
  reason text NOT NULL CHECK (reason IN ('DELIVERY','AFTER_SALE','COMPLAINT','VERIFICATION','CALLBACK','OTHER')),
  consent boolean NOT NULL,
  note text,
  agent_id uuid NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, customer_id) REFERENCES customers,
  FOREIGN KEY (shop_id, case_id) REFERENCES cases,
  FOREIGN KEY (shop_id, agent_id) REFERENCES memberships
);
CREATE INDEX outside_contacts_by_customer ON outside_contacts (shop_id, customer_id, at DESC, id DESC);
CREATE INDEX outside_contacts_by_case ON outside_contacts (shop_id, case_id) WHERE case_id IS NOT NULL;
CALL cs.protect('outside_contacts', 'ri');

-- The ladder against malice beyond complaints (C-44, CUS-TAG-03): what a customer was warned of, and who is blacklisted
-- on what proof, until when, with an appeal.
CREATE TABLE customer_warnings (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  customer_id uuid NOT NULL,
  case_id uuid,
  text text NOT NULL,
  warned_by uuid NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, customer_id) REFERENCES customers,
  FOREIGN KEY (shop_id, case_id) REFERENCES cases,
  FOREIGN KEY (shop_id, warned_by) REFERENCES memberships
);
CREATE INDEX customer_warnings_by_customer ON customer_warnings (shop_id, customer_id, at DESC, id DESC);
CALL cs.protect('customer_warnings', 'ri');

CREATE TABLE blacklistings (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  number text NOT NULL,
  customer_id uuid NOT NULL,
  status text NOT NULL CHECK (status IN ('IN_FORCE','EXPIRED','LIFTED')),
  reason text NOT NULL CHECK (reason IN ('MALICIOUS_CLAIMS','FRAUD','ABUSE','EXTORTION','REFUSED_PARCELS')),
  warned_at timestamptz,
  warning_skipped text CHECK (warning_skipped IN ('DANGER','FRAUD','UNREACHABLE')),
  proposed_by uuid NOT NULL,
  approved_by uuid NOT NULL,
  since timestamptz NOT NULL,
  until timestamptz NOT NULL,
  appealed_at timestamptz,
  appeal text,
  appeal_result text CHECK (appeal_result IN ('UPHELD','LIFTED')),
  appeal_decided_by uuid,
  ended_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, number),
  FOREIGN KEY (shop_id, customer_id) REFERENCES customers,
  FOREIGN KEY (shop_id, proposed_by) REFERENCES memberships,
  FOREIGN KEY (shop_id, approved_by) REFERENCES memberships,
  FOREIGN KEY (shop_id, appeal_decided_by) REFERENCES memberships,
  CHECK (proposed_by <> approved_by),
  CHECK (until > since),
  CHECK (warned_at IS NOT NULL OR warning_skipped IS NOT NULL),
  CHECK ((status = 'IN_FORCE') = (ended_at IS NULL)),
  CHECK ((appeal_result IS NULL) = (appeal_decided_by IS NULL)),
  CHECK (appeal_result IS NULL OR appealed_at IS NOT NULL)
);
CREATE UNIQUE INDEX blacklistings_one_in_force ON blacklistings (shop_id, customer_id) WHERE status = 'IN_FORCE';
CREATE INDEX blacklistings_by_customer ON blacklistings (shop_id, customer_id, since DESC, id DESC);
CREATE INDEX blacklistings_newest ON blacklistings (shop_id, since DESC, id DESC);
CREATE INDEX blacklistings_by_status ON blacklistings (shop_id, status, since DESC, id DESC);
CREATE INDEX blacklistings_due ON blacklistings (until, id) WHERE status = 'IN_FORCE';
CALL cs.protect('blacklistings', 'rw');

CREATE TABLE blacklisting_evidence (
  shop_id uuid NOT NULL,
  blacklisting_id uuid NOT NULL,
  evidence_id uuid NOT NULL,
  PRIMARY KEY (shop_id, blacklisting_id, evidence_id),
  FOREIGN KEY (shop_id, blacklisting_id) REFERENCES blacklistings,
  FOREIGN KEY (shop_id, evidence_id) REFERENCES evidence
);
CALL cs.protect('blacklisting_evidence', 'ri');

CREATE FUNCTION cs.due_blacklistings(at timestamptz, after_at timestamptz, after_id uuid, batch integer)
  RETURNS TABLE (shop_id uuid, id uuid, due_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
  SELECT b.shop_id, b.id, b.until FROM public.blacklistings b
  WHERE b.status = 'IN_FORCE' AND b.until <= at AND (b.until, b.id) > (after_at, after_id)
  ORDER BY b.until, b.id LIMIT batch
$$;
REVOKE ALL ON FUNCTION cs.due_blacklistings(timestamptz, timestamptz, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cs.due_blacklistings(timestamptz, timestamptz, uuid, integer) TO cs_worker;

-- Two records of one person (PRV-15). What named the duplicate names the survivor since; each row that moved is noted, so
-- that an undo moves just those back. `before` holds the figures and marks of both as they were: no personal data.
CREATE TABLE customer_merges (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  survivor_id uuid NOT NULL,
  duplicate_id uuid NOT NULL,
  before jsonb NOT NULL,
  moved integer NOT NULL DEFAULT 0,
  merged_by uuid NOT NULL,
  merged_at timestamptz NOT NULL,
  undone_by uuid,
  undone_at timestamptz,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, survivor_id) REFERENCES customers,
  FOREIGN KEY (shop_id, duplicate_id) REFERENCES customers,
  FOREIGN KEY (shop_id, merged_by) REFERENCES memberships,
  FOREIGN KEY (shop_id, undone_by) REFERENCES memberships,
  CHECK (survivor_id <> duplicate_id),
  CHECK ((undone_by IS NULL) = (undone_at IS NULL))
);
CREATE UNIQUE INDEX customer_merges_hold_once ON customer_merges (shop_id, duplicate_id) WHERE undone_at IS NULL;
CREATE INDEX customer_merges_by_survivor ON customer_merges (shop_id, survivor_id, merged_at DESC, id DESC);
CALL cs.protect('customer_merges', 'rw');

CREATE TABLE customer_merge_rows (
  shop_id uuid NOT NULL,
  merge_id uuid NOT NULL,
  table_name text NOT NULL,
  row_key jsonb NOT NULL,
  PRIMARY KEY (shop_id, merge_id, table_name, row_key),
  FOREIGN KEY (shop_id, merge_id) REFERENCES customer_merges
);
CALL cs.protect('customer_merge_rows', '');

-- Nobody may update what is append-only but the two procedures below, whose right this is alone: no login has it.
CREATE OR REPLACE FUNCTION cs.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND current_setting('app.of_person', true) = 'on' THEN RETURN NEW; END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'CS001';
END $$;

-- The tables whose rows name a customer, with that column and the columns that tell their rows apart. An account of
-- points and what hangs on it stays with its record; a history of classes is one record's.
CREATE FUNCTION cs.naming_customers()
  RETURNS TABLE (name regclass, naming name, keys name[])
  LANGUAGE sql STABLE SET search_path = pg_catalog, public
AS $$
  SELECT f.conrelid::regclass,
    (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = f.conrelid AND a.attnum = f.conkey[2]),
    (SELECT array_agg(a.attname ORDER BY a.attnum) FROM pg_constraint p JOIN pg_attribute a ON a.attrelid = p.conrelid AND a.attnum = ANY(p.conkey)
      WHERE p.conrelid = f.conrelid AND p.contype = 'p' AND a.attname <> 'shop_id' AND a.attnum <> f.conkey[2])
  FROM pg_constraint f
  WHERE f.contype = 'f' AND f.confrelid = 'public.customers'::regclass
    AND f.conrelid NOT IN ('public.customers'::regclass, 'public.members'::regclass, 'public.customer_merges'::regclass,
      'public.customer_classes'::regclass)
  ORDER BY f.conrelid::regclass::text
$$;

-- Moves what names a duplicate to the survivor, and notes each row. A row that the survivor has already (a tag, an answer
-- of consent, a dedicated agent) stays where it is.
CREATE FUNCTION cs.merge_customer(shop uuid, merge uuid, duplicate uuid, survivor uuid)
  RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
DECLARE
  place record;
  found jsonb;
  matching text;
  total integer := 0;
BEGIN
  IF shop <> current_setting('app.shop')::uuid THEN RAISE EXCEPTION 'another shop'; END IF;
  PERFORM set_config('app.of_person', 'on', true);
  FOR place IN SELECT * FROM cs.naming_customers() LOOP
    FOR found IN EXECUTE format('SELECT %s FROM %s t WHERE t.shop_id = $1 AND t.%I = $2',
        COALESCE((SELECT 'jsonb_build_object(' || string_agg(format('%L, t.%I', k, k), ', ') || ')' FROM unnest(place.keys) k), '''{}''::jsonb'),
        place.name, place.naming) USING shop, duplicate LOOP
      SELECT COALESCE(string_agg(format(' AND t.%I = (jsonb_populate_record(NULL::%s, $4)).%I', k, place.name, k), ''), '')
        INTO matching FROM unnest(place.keys) k;
      BEGIN
        EXECUTE format('UPDATE %s t SET %I = $3 WHERE t.shop_id = $1 AND t.%I = $2%s', place.name, place.naming, place.naming, matching)
          USING shop, duplicate, survivor, found;
        INSERT INTO public.customer_merge_rows (shop_id, merge_id, table_name, row_key) VALUES (shop, merge, place.name::text, found);
        total := total + 1;
      EXCEPTION WHEN unique_violation THEN
        NULL;
      END;
    END LOOP;
  END LOOP;
  WITH moved AS (
    UPDATE public.search_terms t SET entity_id = survivor
    WHERE t.shop_id = shop AND t.entity = 'CUSTOMER' AND t.entity_id = duplicate AND NOT EXISTS (
      SELECT FROM public.search_terms s WHERE s.shop_id = shop AND s.entity = 'CUSTOMER' AND s.entity_id = survivor AND s.field = t.field AND s.term = t.term)
    RETURNING t.field, t.term)
  INSERT INTO public.customer_merge_rows (shop_id, merge_id, table_name, row_key)
  SELECT shop, merge, 'search_terms', jsonb_build_object('field', field, 'term', term) FROM moved;
  PERFORM set_config('app.of_person', 'off', true);
  RETURN total;
END $$;
REVOKE ALL ON FUNCTION cs.merge_customer(uuid, uuid, uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cs.merge_customer(uuid, uuid, uuid, uuid) TO cs_writer;

-- Moves back what a merge moved and what still names the survivor.
CREATE FUNCTION cs.unmerge_customer(shop uuid, merge uuid, duplicate uuid, survivor uuid)
  RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
DECLARE
  place record;
  matching text;
  count integer;
  total integer := 0;
BEGIN
  IF shop <> current_setting('app.shop')::uuid THEN RAISE EXCEPTION 'another shop'; END IF;
  PERFORM set_config('app.of_person', 'on', true);
  FOR place IN SELECT * FROM cs.naming_customers() LOOP
    SELECT COALESCE(string_agg(format(' AND t.%I = (jsonb_populate_record(NULL::%s, r.row_key)).%I', k, place.name, k), ''), '')
      INTO matching FROM unnest(place.keys) k;
    EXECUTE format('UPDATE %s t SET %I = $3 FROM public.customer_merge_rows r WHERE r.shop_id = $1 AND r.merge_id = $5
        AND r.table_name = $6 AND t.shop_id = $1 AND t.%I = $4%s', place.name, place.naming, place.naming, matching)
      USING shop, NULL::uuid, duplicate, survivor, merge, place.name::text;
    GET DIAGNOSTICS count = ROW_COUNT;
    total := total + count;
  END LOOP;
  UPDATE public.search_terms t SET entity_id = duplicate FROM public.customer_merge_rows r
    WHERE r.shop_id = shop AND r.merge_id = merge AND r.table_name = 'search_terms' AND t.shop_id = shop AND t.entity = 'CUSTOMER'
      AND t.entity_id = survivor AND t.field = r.row_key ->> 'field' AND t.term = r.row_key ->> 'term';
  PERFORM set_config('app.of_person', 'off', true);
  RETURN total;
END $$;
REVOKE ALL ON FUNCTION cs.unmerge_customer(uuid, uuid, uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cs.unmerge_customer(uuid, uuid, uuid, uuid) TO cs_writer;

-- Free text and names, which count as personal: what an erasure leaves empty (that there was one stays). A table of which a row
-- belongs to a person by its customer, order or case. Every text of the database stands here or in the list of those
-- that hold none (packages/data/test/personal.test.ts).
CREATE TABLE cs.personal_columns (table_name name NOT NULL, column_name name NOT NULL, PRIMARY KEY (table_name, column_name));
INSERT INTO cs.personal_columns (table_name, column_name) VALUES
  ('after_sale_steps', 'note'), ('approvals', 'decision_reason'), ('approvals', 'reason'), ('blacklistings', 'appeal'),
  ('case_messages', 'text'), ('case_notes', 'text'), ('case_tasks', 'answer'), ('case_tasks', 'question'),
  ('case_transfers', 'reason'), ('cases', 'complaint_result'), ('cases', 'demand'), ('cases', 'expected_solution'),
  ('cases', 'plan'), ('cases', 'prevention'), ('cases', 'problem'), ('cases', 'root_cause'), ('cases', 'subject'),
  ('cases', 'verification'), ('complaint_steps', 'note'), ('customer_warnings', 'text'), ('evidence', 'note'),
  ('draw_plays', 'client_seed'), ('follow_ups', 'note'),
  ('handover_items', 'result'), ('handover_items', 'text'), ('inspections', 'note'), ('invoices', 'tax_id'),
  ('invoices', 'title'), ('leads', 'note'), ('notices', 'parameters'), ('order_problems', 'note'), ('order_remarks', 'text'),
  ('orders', 'buyer_remark'), ('outside_contacts', 'note'), ('payment_follow_ups', 'note'), ('points_entries', 'reason'),
  ('points_journals', 'reason'), ('reviews', 'reply'), ('reviews', 'text');

-- Files of erased proof that are still to be taken away outside of the database.
CREATE TABLE files_to_remove (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  storage_key text NOT NULL,
  due_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, id) REFERENCES evidence
);
CREATE INDEX files_to_remove_due ON files_to_remove (due_at, id);
CALL cs.protect('files_to_remove', 'd');

-- Forgets who a customer was, with the duplicates that went into them: vault, masks, names, tags, texts, look-up terms.
-- Orders, ledger, points and consents stay under the number. Answers how many texts were cleared.
CREATE FUNCTION cs.erase_customer(shop uuid, customer uuid, at timestamptz)
  RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
DECLARE
  people uuid[];
  their_orders uuid[];
  their_cases uuid[];
  everything uuid[];
  place record;
  count integer;
  total integer := 0;
BEGIN
  IF shop <> current_setting('app.shop')::uuid THEN RAISE EXCEPTION 'another shop'; END IF;
  PERFORM set_config('app.of_person', 'on', true);
  WITH RECURSIVE person AS (
    SELECT customer AS id UNION SELECT c.id FROM public.customers c JOIN person p ON c.merged_into = p.id WHERE c.shop_id = shop)
  SELECT array_agg(id) INTO people FROM person;
  SELECT COALESCE(array_agg(o.id), '{}') INTO their_orders FROM public.orders o WHERE o.shop_id = shop AND o.customer_id = ANY(people);
  SELECT COALESCE(array_agg(k.id), '{}') INTO their_cases FROM public.cases k WHERE k.shop_id = shop AND k.customer_id = ANY(people);
  SELECT people || their_orders || their_cases || COALESCE(array_agg(r.id), '{}') INTO everything
    FROM public.refunds r WHERE r.shop_id = shop AND r.order_id = ANY(their_orders);
  FOR place IN
    SELECT p.table_name, p.column_name, format_type(a.atttypid, NULL) AS type,
      (SELECT string_agg(w.condition, ' OR ') FROM (
        SELECT CASE n.attname WHEN 'customer_id' THEN 't.customer_id = ANY($2)' WHEN 'order_id' THEN 't.order_id = ANY($3)'
          WHEN 'case_id' THEN 't.case_id = ANY($4)' WHEN 'subject_id' THEN 't.subject_id = ANY($5)'
          WHEN 'id' THEN CASE p.table_name WHEN 'orders' THEN 't.id = ANY($3)' WHEN 'cases' THEN 't.id = ANY($4)' END END AS condition
        FROM pg_attribute n WHERE n.attrelid = a.attrelid AND n.attnum > 0) w) AS owned
    FROM cs.personal_columns p JOIN pg_attribute a ON a.attrelid = ('public.' || p.table_name)::regclass AND a.attname = p.column_name
  LOOP
    EXECUTE format('UPDATE public.%I t SET %I = %s WHERE t.shop_id = $1 AND (%s) AND t.%I IS NOT NULL', place.table_name, place.column_name,
      CASE place.type WHEN 'jsonb' THEN '''{}''' ELSE '''''' END, place.owned, place.column_name)
      USING shop, people, their_orders, their_cases, everything;
    GET DIAGNOSTICS count = ROW_COUNT;
    total := total + count;
  END LOOP;
  INSERT INTO public.files_to_remove (shop_id, id, storage_key, due_at)
    SELECT shop, e.id, e.storage_key, at FROM public.evidence e
    WHERE e.shop_id = shop AND e.status <> 'ERASED' AND (e.customer_id = ANY(people) OR e.case_id = ANY(their_cases));
  UPDATE public.evidence e SET status = 'ERASED' WHERE e.shop_id = shop AND (e.customer_id = ANY(people) OR e.case_id = ANY(their_cases));
  UPDATE public.notices n SET status = 'CANCELLED' WHERE n.shop_id = shop AND n.customer_id = ANY(people) AND n.status = 'TO_SEND';
  UPDATE public.follow_ups f SET status = 'CANCELLED', because = 'CUSTOMER_ASKED', ended_at = at
    WHERE f.shop_id = shop AND f.customer_id = ANY(people) AND f.status IN ('OPEN','HELD');
  UPDATE public.leads l SET status = 'GIVEN_UP', next_follow_up_at = NULL, ended_at = at WHERE l.shop_id = shop AND l.customer_id = ANY(people) AND l.status = 'OPEN';
  UPDATE public.addresses a SET detail_masked = '***', recipient_masked = '*', phone_masked = '****', phone_last4 = '', district = '',
    fingerprint = a.id::text, detail_vault_id = NULL, recipient_vault_id = NULL, phone_vault_id = NULL
    WHERE a.shop_id = shop AND a.customer_id = ANY(people);
  DELETE FROM public.contact_points p WHERE p.shop_id = shop AND p.customer_id = ANY(people);
  DELETE FROM public.contact_vault v WHERE v.shop_id = shop AND v.customer_id = ANY(people);
  DELETE FROM public.customer_tags t WHERE t.shop_id = shop AND t.customer_id = ANY(people);
  DELETE FROM public.dedicated_agents d WHERE d.shop_id = shop AND d.customer_id = ANY(people);
  DELETE FROM public.search_terms t WHERE t.shop_id = shop AND (t.entity = 'CUSTOMER' AND t.entity_id = ANY(people) AND t.field <> 'NUMBER'
    OR t.entity = 'ORDER' AND t.entity_id = ANY(their_orders) AND t.field IN ('NAME','PHONE_LAST4','PHONE_HASH','ACCOUNT_HASH'));
  -- What was moved by a merge bears terms and keys of its own.
  DELETE FROM public.customer_merge_rows r USING public.customer_merges m WHERE m.shop_id = shop AND m.survivor_id = ANY(people)
    AND r.shop_id = shop AND r.merge_id = m.id;
  UPDATE public.customers c SET name = '', name_masked = '*', form_of_address = '朋友', salutation = NULL, birth_month = NULL, birth_day = NULL,
    preferred_channel = NULL, behaviour = NULL, buying_style = NULL, vip = false, do_not_contact = true, risk_score = 0, blacklisted_until = NULL,
    lifecycle_review_at = NULL, erased_at = at, version = c.version + 1
    WHERE c.shop_id = shop AND c.id = ANY(people);
  UPDATE public.blacklistings b SET status = 'LIFTED', ended_at = at WHERE b.shop_id = shop AND b.customer_id = ANY(people) AND b.status = 'IN_FORCE';
  PERFORM set_config('app.of_person', 'off', true);
  RETURN total;
END $$;
REVOKE ALL ON FUNCTION cs.erase_customer(uuid, uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cs.erase_customer(uuid, uuid, timestamptz) TO cs_writer;

CREATE FUNCTION cs.due_file_removals(at timestamptz, after_at timestamptz, after_id uuid, batch integer)
  RETURNS TABLE (shop_id uuid, id uuid, due_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
  SELECT f.shop_id, f.id, f.due_at FROM public.files_to_remove f
  WHERE f.due_at <= at AND (f.due_at, f.id) > (after_at, after_id) ORDER BY f.due_at, f.id LIMIT batch
$$;
REVOKE ALL ON FUNCTION cs.due_file_removals(timestamptz, timestamptz, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cs.due_file_removals(timestamptz, timestamptz, uuid, integer) TO cs_worker;

-- What is known of a person, handed out on request: once, within an hour. What is handed out is read then and kept
-- nowhere.
CREATE TABLE customer_exports (
  shop_id uuid NOT NULL,
  id uuid NOT NULL,
  customer_id uuid NOT NULL,
  purpose text NOT NULL CHECK (purpose IN ('CUSTOMER_REQUEST','AUTHORITY_REQUEST')),
  requested_by uuid NOT NULL,
  requested_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  served_at timestamptz,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, customer_id) REFERENCES customers,
  FOREIGN KEY (shop_id, requested_by) REFERENCES memberships,
  CHECK (served_at <= expires_at)
);
CREATE INDEX customer_exports_by_customer ON customer_exports (shop_id, customer_id, requested_at DESC, id DESC);
CALL cs.protect('customer_exports', 'rw');
