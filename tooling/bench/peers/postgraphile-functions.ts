import { HASH_KEY } from '../settings.ts'

const SHOP = `current_setting('app.shop')::uuid`

/**
 * What PostGraphile can't say by itself: lists by a range, the board, the search. Plain SQL functions that the
 * planner inlines; the reader may run them. Made by the database's owner in the benchmark's database alone.
 */
export const FUNCTIONS = `
  CREATE OR REPLACE FUNCTION orders_before(before timestamptz) RETURNS SETOF orders LANGUAGE sql STABLE AS $$
    SELECT o.* FROM orders o WHERE o.shop_id = ${SHOP} AND o.placed_at < before ORDER BY o.placed_at DESC, o.id DESC $$;
  CREATE OR REPLACE FUNCTION open_cases(opened_before timestamptz) RETURNS SETOF cases LANGUAGE sql STABLE AS $$
    SELECT k.* FROM cases k WHERE k.shop_id = ${SHOP} AND k.due_at IS NOT NULL AND k.status <> 'CLOSED'
      AND k.opened_at < opened_before ORDER BY k.due_at, k.id $$;
  CREATE OR REPLACE FUNCTION customers_found(wanted text) RETURNS SETOF customers LANGUAGE sql STABLE AS $$
    SELECT c.* FROM customers c WHERE c.shop_id = ${SHOP} AND c.id = ANY(ARRAY(
      SELECT s.entity_id FROM (
          SELECT 'NUMBER' AS field, upper(wanted) AS term UNION ALL SELECT 'WAYBILL', upper(wanted)
          UNION ALL SELECT DISTINCT 'NAME', substr(lower(wanted), i, 2) FROM generate_series(1, length(wanted) - 1) i
          UNION ALL SELECT 'ACCOUNT_HASH', encode(hmac(${SHOP} || ':PLATFORM_ACCOUNT:' || lower(wanted), '${HASH_KEY}', 'sha256'), 'hex')) w
      JOIN search_terms s ON s.shop_id = ${SHOP} AND s.entity = 'CUSTOMER' AND s.field = w.field AND s.term = w.term
      GROUP BY s.entity_id, s.field
      HAVING count(*) >= CASE s.field WHEN 'NAME' THEN length(wanted) - 1 ELSE 1 END LIMIT 1000))
    ORDER BY c.created_at DESC, c.id DESC $$;
  CREATE OR REPLACE FUNCTION customers_phone_masked(c customers) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT p.masked FROM contact_points p WHERE p.shop_id = c.shop_id AND p.customer_id = c.id AND p.kind = 'PHONE'
    ORDER BY p.is_primary DESC, p.id LIMIT 1 $$;
`
