-- Customers, their vault, contact points and addresses. Ordinals follow time: customer 1 came first.
CREATE TABLE cs_demo.customer AS
SELECT n, cs_demo.uid(joined, 'customer:' || cs_demo.code() || n) AS id,
  cs_demo.prefix() || 'C' || cs_demo.padded(n, 6) AS number,
  c.surname, c.surname || CASE WHEN c.female THEN w.female[1 + cs_demo.draw(n, 12, cardinality(w.female))]
    ELSE w.male[1 + cs_demo.draw(n, 13, cardinality(w.male))] END AS name,
  c.female, joined,
  w.phone[1 + cs_demo.draw(n, 14, cardinality(w.phone))] || lpad(cs_demo.draw(n, 15, 100000000)::text, 8, '0') AS phone,
  w.account[1 + cs_demo.draw(n, 16, cardinality(w.account))] || '_' || (1000 + cs_demo.draw(n, 17, 9000)) || n AS account
FROM cs_demo.words w, LATERAL (
  SELECT n, cs_demo.draw(n, 11, 100) < 58 AS female,
    w.surname[1 + least(cs_demo.draw(n, 18, cardinality(w.surname)), cs_demo.draw(n, 19, cardinality(w.surname)))] AS surname,
    cs_demo.now() - interval '620 days' * (1 - greatest(0, n - 40)::float / (cs_demo.customers() - 39))
      - greatest(0, 41 - n) * interval '1 hour' - cs_demo.draw(n, 10, 1800) * interval '1 second' AS joined
  FROM generate_series(1, cs_demo.customers()) n) c;

INSERT INTO customers (shop_id, id, number, name, name_masked, form_of_address, lifecycle, value_class, behaviour,
  buying_style, do_not_contact, blacklisted_until, risk_score, created_at, salutation, birth_month, birth_day, preferred_channel)
SELECT cs_demo.shop(), id, number, name, surname || repeat('*', length(name) - length(surname)),
  surname || CASE WHEN female THEN '女士' ELSE '先生' END, 'NEW', 'ORDINARY',
  CASE WHEN cs_demo.draw(n, 20, 10) < 4 THEN (ARRAY['FRIENDLY','AUTOCRATIC','ANALYTICAL_FAIRNESS','ANALYTICAL_DATA',
    'SELF_CENTRED','EXPRESSIVE','DOMINANT','MILD'])[1 + cs_demo.draw(n, 21, 8)] END,
  CASE WHEN cs_demo.draw(n, 22, 10) < 3 THEN (ARRAY['SOCIABLE','PLAIN_BUYER','POLITE','BARGAINER','NEVER_PAYS'])[1 + cs_demo.draw(n, 23, 5)] END,
  cs_demo.draw(n, 24, 100) < 3,
  CASE WHEN n = 11 OR n > 20 AND cs_demo.draw(n, 25, 400) = 0 THEN cs_demo.now() + interval '120 days' END,
  CASE WHEN n = 12 THEN 88 WHEN n <= 20 THEN 5 WHEN cs_demo.draw(n, 26, 100) < 2 THEN 60 + cs_demo.draw(n, 27, 35)
    ELSE cs_demo.draw(n, 27, 30) END,
  joined, CASE WHEN female THEN 'MS' ELSE 'MR' END,
  CASE WHEN cs_demo.draw(n, 50, 10) < 6 THEN 1 + cs_demo.draw(n, 51, 12) END,
  CASE WHEN cs_demo.draw(n, 50, 10) < 6 THEN 1 + cs_demo.draw(n, 52, 28) END,
  CASE WHEN cs_demo.draw(n, 53, 10) < 4 THEN (ARRAY['CHAT','PHONE','SMS','EMAIL'])[1 + cs_demo.draw(n, 54, 4)] END
FROM cs_demo.customer;

-- What they agreed to when they signed up; some took it back later, which leaves both answers.
WITH answer AS (
  SELECT c.n, c.id, c.joined, p.purpose, h.channel, cs_demo.draw(c.n, 60 + p.k * 4 + h.k, 100) AS luck
  FROM cs_demo.customer c, (VALUES (0, 'MARKETING'), (1, 'CARE'), (2, 'RECOMMENDATION')) p(k, purpose),
    (VALUES (0, 'CHAT'), (1, 'SMS'), (2, 'PHONE')) h(k, channel)
  WHERE cs_demo.draw(c.n, 55, 10) < 7)
INSERT INTO consents (shop_id, id, customer_id, purpose, channel, given, source, at, ended_at)
SELECT cs_demo.shop(), cs_demo.uid(joined, 'consent:' || cs_demo.code() || n || purpose || channel), id, purpose, channel, luck < 70, 'STOREFRONT',
  joined, CASE WHEN luck < 5 THEN joined + interval '1 hour' END FROM answer
UNION ALL
SELECT cs_demo.shop(), cs_demo.uid(joined, 'withdrawn:' || cs_demo.code() || n || purpose || channel), id, purpose, channel, false, 'STOREFRONT',
  joined + interval '1 hour', NULL FROM answer WHERE luck < 5;

-- One row for each address: every fourth customer has two, and those of customers 9 and 10 are faulty.
CREATE TABLE cs_demo.address AS
SELECT c.n, c.id AS customer_id, k, cs_demo.uid(c.joined + k * interval '1 minute', 'address:' || cs_demo.code() || c.n || ':' || k) AS id,
  p.province, p.city, p.district,
  CASE WHEN c.n = 9 AND k = 2 THEN p.street || '附近'
    ELSE p.street || (1 + cs_demo.draw(c.n, 32 + k, 400)) || '号' || w.estate[1 + cs_demo.draw(c.n, 34 + k, cardinality(w.estate))]
      || (1 + cs_demo.draw(c.n, 36 + k, 30)) || '栋' || (1 + cs_demo.draw(c.n, 38 + k, 4)) || '单元'
      || (1 + cs_demo.draw(c.n, 40 + k, 28)) || lpad((1 + cs_demo.draw(c.n, 42 + k, 6))::text, 2, '0') || '室' END AS detail,
  NOT (c.n = 9 AND k = 2) AS specific, c.surname, c.name AS recipient,
  CASE WHEN c.n = 10 AND k = 2 THEN '1380000' ELSE c.phone END AS phone, NOT (c.n = 10 AND k = 2) AS phone_valid, c.joined + k * interval '1 minute' AS at
FROM cs_demo.customer c CROSS JOIN generate_series(1, 2) k CROSS JOIN cs_demo.words w
JOIN cs_demo.place p ON p.i = cs_demo.draw(c.n, 30 + k, (SELECT count(*) FROM cs_demo.place))
WHERE k = 1 OR c.n <= 20 OR cs_demo.draw(c.n, 28, 4) = 0;

INSERT INTO contact_vault (shop_id, id, customer_id, kind, value, recorded_at)
SELECT cs_demo.shop(), cs_demo.uid(joined, 'vault:PHONE:' || cs_demo.code() || n), id, 'PHONE', phone, joined FROM cs_demo.customer
UNION ALL
SELECT cs_demo.shop(), cs_demo.uid(joined, 'vault:ACCOUNT:' || cs_demo.code() || n), id, 'PLATFORM_ACCOUNT', account, joined FROM cs_demo.customer
UNION ALL
SELECT cs_demo.shop(), cs_demo.uid(joined, 'vault:EMAIL:' || cs_demo.code() || n), id, 'EMAIL', account || '@example.com', joined
FROM cs_demo.customer WHERE cs_demo.draw(n, 29, 10) < 7
UNION ALL
SELECT cs_demo.shop(), cs_demo.uid(at, 'vault:LINE:' || cs_demo.code() || n || ':' || k), customer_id, 'ADDRESS_LINE', detail, at FROM cs_demo.address
UNION ALL
SELECT cs_demo.shop(), cs_demo.uid(at, 'vault:RECIPIENT:' || cs_demo.code() || n || ':' || k), customer_id, 'RECIPIENT', recipient, at FROM cs_demo.address
UNION ALL
SELECT cs_demo.shop(), cs_demo.uid(at, 'vault:ADDRESS-PHONE:' || cs_demo.code() || n || ':' || k), customer_id, 'PHONE', phone, at FROM cs_demo.address;

INSERT INTO contact_points (shop_id, id, customer_id, kind, masked, last4, lookup_hash, vault_id, recorded_at)
SELECT cs_demo.shop(), cs_demo.uid(c.joined, 'contact:' || k.kind || cs_demo.code() || c.n), c.id, k.kind, k.masked, k.last4,
  encode(hmac(cs_demo.shop() || ':' || k.kind || ':' || k.value, cs_demo.hash_key(), 'sha256'), 'hex'),
  cs_demo.uid(c.joined, 'vault:' || k.vault || ':' || cs_demo.code() || c.n), c.joined
FROM cs_demo.customer c CROSS JOIN LATERAL (VALUES
  ('PHONE', 'PHONE', c.phone, left(c.phone, 3) || '****' || right(c.phone, 4), right(c.phone, 4)),
  ('PLATFORM_ACCOUNT', 'ACCOUNT', c.account, left(c.account, 1) || '***' || right(c.account, 1), NULL),
  ('EMAIL', 'EMAIL', c.account || '@example.com', left(c.account, 1) || '***@example.com', NULL)) k(kind, vault, value, masked, last4)
WHERE k.kind <> 'EMAIL' OR cs_demo.draw(c.n, 29, 10) < 7;

INSERT INTO addresses (shop_id, id, customer_id, province, city, district, detail_masked, recipient_masked, phone_masked,
  phone_last4, detail_specific, phone_valid, detail_vault_id, recipient_vault_id, phone_vault_id, fingerprint, is_default, recorded_at)
SELECT cs_demo.shop(), id, customer_id, province, city, district, substring(detail FROM '^[^0-9]*?(?:路|街|道|巷|弄|里|村|镇|乡)') || '***',
  surname || repeat('*', length(recipient) - length(surname)),
  CASE WHEN phone_valid THEN left(phone, 3) || '****' || right(phone, 4) ELSE '****' || right(phone, 2) END, right(phone, 4), specific, phone_valid,
  cs_demo.uid(at, 'vault:LINE:' || cs_demo.code() || n || ':' || k), cs_demo.uid(at, 'vault:RECIPIENT:' || cs_demo.code() || n || ':' || k),
  cs_demo.uid(at, 'vault:ADDRESS-PHONE:' || cs_demo.code() || n || ':' || k),
  encode(hmac(concat_ws(':', cs_demo.shop(), 'ADDRESS', province, city, district, detail), cs_demo.hash_key(), 'sha256'), 'hex'), k = 1, at
FROM cs_demo.address;
CREATE INDEX ON cs_demo.customer (n);
CREATE INDEX ON cs_demo.address (n, k);
ANALYZE cs_demo.customer;
ANALYZE cs_demo.address;
-- The planner has to know this shop's rows before they are committed: what it knows are the shops before it.
ANALYZE customers, addresses, contact_vault, contact_points;
