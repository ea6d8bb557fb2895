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
