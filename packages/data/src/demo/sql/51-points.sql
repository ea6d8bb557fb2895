-- Points as double entry: what happened first, its journals from that, and balances as the sums of their entries. The sums
-- are right as they are written, so nothing is checked or moved line by line.
ALTER TABLE points_journals DISABLE TRIGGER balanced;
ALTER TABLE points_entries DISABLE TRIGGER move_points;
ALTER TABLE members DISABLE TRIGGER points_by_entries;

-- What each movement brings to the three accounts of its member, and to which of the shop's the rest goes.
CREATE TABLE cs_demo.movement_of_points AS
WITH paid AS (SELECT *, (goods - discount) / 100 AS earned FROM cs_demo.orders WHERE paid AND suffix IS DISTINCT FROM 1031),
moves(kind, pending, available, held, shop, customer_id, order_id, review_id, at) AS (
  SELECT 'PURCHASE', earned, 0::bigint, 0::bigint, 'ISSUED', customer_id, id, NULL::uuid, paid_at FROM paid
  UNION ALL SELECT 'RECEIPT', -earned, earned, 0, NULL, customer_id, id, NULL, delivered_at FROM paid WHERE trade IN ('SIGNED', 'COMPLETED')
  UNION ALL SELECT 'CLAW_BACK', -earned, 0, 0, 'ISSUED', customer_id, id, NULL, cancelled_at FROM paid WHERE state = 'cancelled'
  UNION ALL SELECT 'CLAW_BACK', 0, -earned, 0, 'ISSUED', customer_id, id, NULL, delivered_at + interval '5 days' FROM paid WHERE state = 'returned'
  UNION ALL SELECT 'HOLD', 0, -points, points, NULL, customer_id, id, NULL, placed_at FROM paid
  UNION ALL SELECT 'OFFSET', 0, 0, -points, 'REDEEMED', customer_id, id, NULL, paid_at FROM paid
  UNION ALL SELECT 'RETURNED', 0, points, 0, 'REDEEMED', customer_id, id, NULL, cancelled_at FROM paid WHERE state = 'cancelled'
  UNION ALL SELECT 'REVIEW', 0, 20, 0, 'ISSUED', customer_id, order_id, id, posted_at FROM reviews WHERE shop_id = cs_demo.shop() AND (has_photo OR length(text) >= 20)
  UNION ALL SELECT 'CHECK_IN', 0, 1, 0, 'ISSUED', c.id, NULL, NULL, cs_demo.now() - d * interval '1 day' + interval '10 hours'
    FROM cs_demo.customer c CROSS JOIN generate_series(1, 5) d WHERE c.n = 1 OR cs_demo.draw(c.n, 300, 20) = 0)
SELECT m.*, CASE WHEN m.available > 0 THEN make_date(extract(year FROM m.at AT TIME ZONE 'Asia/Shanghai')::integer + 1, 12, 31) END AS expires_on,
  cs_demo.uid(m.at, 'points:' || cs_demo.code() || m.kind || m.customer_id || COALESCE(m.review_id, m.order_id)::text || m.at) AS id
FROM (SELECT kind, pending, available, held, shop, customer_id, order_id, review_id, at FROM moves WHERE kind <> 'CHECK_IN') m
JOIN members x ON x.shop_id = cs_demo.shop() AND x.customer_id = m.customer_id WHERE (m.pending, m.available, m.held) <> (0, 0, 0)
UNION ALL
SELECT m.*, make_date(extract(year FROM m.at AT TIME ZONE 'Asia/Shanghai')::integer + 1, 12, 31), cs_demo.uid(m.at, 'points:' || m.customer_id || m.at::date)
FROM moves m JOIN members x ON x.shop_id = cs_demo.shop() AND x.customer_id = m.customer_id WHERE m.kind = 'CHECK_IN';
ANALYZE cs_demo.movement_of_points;

-- What was left of an expired year when it ended, oldest first: what was earned in it less all that was ever taken.
INSERT INTO cs_demo.movement_of_points (kind, pending, available, held, shop, customer_id, at, id)
SELECT 'EXPIRY', 0, -left_over, 0, 'EXPIRED', customer_id, cs_demo.now() - interval '1 minute', cs_demo.uid(cs_demo.now() - interval '1 minute', 'points:EXPIRY' || customer_id)
FROM (SELECT customer_id, sum(available) FILTER (WHERE available > 0 AND expires_on < (cs_demo.now() AT TIME ZONE 'Asia/Shanghai')::date)
    + COALESCE(sum(available) FILTER (WHERE available < 0), 0) AS left_over
  FROM cs_demo.movement_of_points GROUP BY customer_id) e WHERE left_over > 0;

-- From which lots points were taken: what came in and what went out, laid beside each other in order.
CREATE TABLE cs_demo.taken_points AS
WITH come AS (SELECT customer_id, expires_on, sum(available) OVER w - available AS low, sum(available) OVER w AS high
    FROM cs_demo.movement_of_points WHERE available > 0 WINDOW w AS (PARTITION BY customer_id ORDER BY expires_on, at, id)),
  gone AS (SELECT id, customer_id, -(sum(available) OVER w - available) AS low, -(sum(available) OVER w) AS high
    FROM cs_demo.movement_of_points WHERE available < 0 WINDOW w AS (PARTITION BY customer_id ORDER BY at, id))
SELECT g.id, c.expires_on, sum(least(c.high, g.high) - greatest(c.low, g.low))::bigint AS points
FROM gone g JOIN come c ON c.customer_id = g.customer_id AND c.low < g.high AND g.low < c.high GROUP BY g.id, c.expires_on;

INSERT INTO points_holds (shop_id, id, customer_id, purpose, points, order_id, status, held_at, lapses_at, settled_at, command_id)
SELECT cs_demo.shop(), cs_demo.uid(h.at, 'hold:' || h.order_id), h.customer_id, 'OFFSET', h.held, h.order_id, 'COMMITTED', h.at, h.at + interval '30 minutes', s.at,
  cs_demo.uid(h.at, 'command:' || h.id)
FROM cs_demo.movement_of_points h JOIN cs_demo.movement_of_points s ON s.kind = 'OFFSET' AND s.order_id = h.order_id WHERE h.kind = 'HOLD';

INSERT INTO points_journals (shop_id, id, customer_id, kind, order_id, review_id, hold_id, command_id, occurred_at)
SELECT cs_demo.shop(), m.id, m.customer_id, m.kind, m.order_id, m.review_id, h.id, cs_demo.uid(m.at, 'command:' || m.id), m.at
FROM cs_demo.movement_of_points m LEFT JOIN points_holds h ON h.shop_id = cs_demo.shop() AND h.order_id = m.order_id AND m.kind IN ('HOLD', 'OFFSET');

INSERT INTO points_entries (shop_id, id, journal_id, customer_id, account, points, expires_on, kind, order_id, occurred_at)
SELECT cs_demo.shop(), cs_demo.uid(m.at, 'entry:' || m.id || e.account || COALESCE(e.expires_on::text, '')), m.id,
  CASE WHEN e.account IN ('PENDING', 'AVAILABLE', 'HELD') THEN m.customer_id END, e.account, e.points, e.expires_on, m.kind, m.order_id, m.at
FROM cs_demo.movement_of_points m CROSS JOIN LATERAL (
  SELECT 'PENDING' AS account, m.pending AS points, NULL::date AS expires_on
  UNION ALL SELECT 'AVAILABLE', m.available, m.expires_on WHERE m.available > 0
  UNION ALL SELECT 'AVAILABLE', -t.points, t.expires_on FROM cs_demo.taken_points t WHERE t.id = m.id
  UNION ALL SELECT 'HELD', t.points, t.expires_on FROM cs_demo.taken_points t WHERE t.id = m.id AND m.kind = 'HOLD'
  UNION ALL SELECT 'HELD', -t.points, t.expires_on FROM cs_demo.movement_of_points h JOIN cs_demo.taken_points t ON t.id = h.id
    WHERE m.kind = 'OFFSET' AND h.kind = 'HOLD' AND h.order_id = m.order_id
  UNION ALL SELECT m.shop, -(m.pending + m.available + m.held), NULL) e
WHERE e.points <> 0;
ANALYZE points_journals, points_entries;

INSERT INTO points_lots (shop_id, customer_id, expires_on, remaining)
SELECT shop_id, customer_id, expires_on, sum(points) FROM points_entries
WHERE shop_id = cs_demo.shop() AND account = 'AVAILABLE' AND expires_on IS NOT NULL GROUP BY 1, 2, 3;

UPDATE members m SET points_pending = e.pending, points_available = e.available, points_held = e.held
FROM (SELECT customer_id, COALESCE(sum(points) FILTER (WHERE account = 'PENDING'), 0) AS pending, COALESCE(sum(points) FILTER (WHERE account = 'AVAILABLE'), 0) AS available,
  COALESCE(sum(points) FILTER (WHERE account = 'HELD'), 0) AS held
  FROM points_entries WHERE shop_id = cs_demo.shop() AND customer_id IS NOT NULL GROUP BY customer_id) e
WHERE m.shop_id = cs_demo.shop() AND m.customer_id = e.customer_id;

ALTER TABLE points_journals ENABLE TRIGGER balanced;
ALTER TABLE points_entries ENABLE TRIGGER move_points;
ALTER TABLE members ENABLE TRIGGER points_by_entries;
