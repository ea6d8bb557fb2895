import { orderFacts } from '@cs/data/orders'
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
  sql,
} from 'kysely'

// One hand-written statement for each shape: its JSON is the answer. $1 is always the shop, which stands in
// every statement besides row-level security. Ids are plain uuids. Relations can be left out for servers that
// look ahead; the floor asks for all.

/** Fen as yuan with two decimals, wrapped as the API gives it. */
export const money = (fen: string) =>
  `JSON_OBJECT('amount': CASE WHEN ${fen} < 0 THEN '-' ELSE '' END || (abs(${fen}) / 100)::text || '.' || lpad((abs(${fen}) % 100)::text, 2, '0') RETURNING json)`

export const time = (column: string) =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

export const object = (...pairs: readonly (string | false)[]) =>
  `JSON_OBJECT(${pairs.filter(Boolean).join(', ')} NULL ON NULL RETURNING json)`

/** The rows of a page: one more than asked is read, and says whether there are more. */
export const page = (node: string, rows: string, first: number, cursor?: string) =>
  `(SELECT ${object(
    `'nodes': coalesce(json_agg(${node} ORDER BY t.rank) FILTER (WHERE t.rank <= ${first}), '[]'::json)`,
    `'pageInfo': ${object(
      `'hasNextPage': count(*) > ${first}`,
      cursor !== undefined && `'endCursor': max(${cursor}) FILTER (WHERE t.rank = ${first})`,
    )}`,
  )} FROM (SELECT *, row_number() OVER () AS rank FROM (${rows} LIMIT ${first + 1}) AS r) AS t)`

export const phone = (customer: string) =>
  `(SELECT p.masked FROM contact_points p WHERE p.shop_id = $1 AND p.customer_id = ${customer}.id AND p.kind = 'PHONE' ORDER BY p.is_primary DESC, p.id LIMIT 1)`

/** $2: the order. */
export const POINT = `SELECT ${object(
  `'order': (SELECT ${object(
    `'id': o.id`,
    `'number': o.number`,
    `'status': o.trade_status`,
    `'physicalStatus': o.physical_status`,
    `'source': o.source`,
    `'held': o.held`,
    `'version': o.version`,
    `'placedAt': ${time('o.placed_at')}`,
    `'paidAt': ${time('o.paid_at')}`,
    `'paidAmount': ${money('o.paid_fen')}`,
  )} FROM orders o WHERE o.shop_id = $1 AND o.id = $2)`,
)} AS data`

export const lines = (order: string) =>
  `(SELECT coalesce(json_agg(${object(
    `'position': l.position`,
    `'productName': l.product_name`,
    `'spec': l.spec`,
    `'quantity': l.quantity`,
    `'status': l.status`,
    `'paid': ${money('l.paid_fen')}`,
  )} ORDER BY l.position), '[]'::json) FROM order_lines l WHERE l.shop_id = $1 AND l.order_id = ${order}.id)`

/** Fifty orders placed before $2, newest first. */
export const list = ({ customer = true, lines: withLines = true } = {}) =>
  `SELECT ${object(
    `'orders': ${page(
      object(
        `'id': t.id`,
        `'number': t.number`,
        `'status': t.trade_status`,
        `'physicalStatus': t.physical_status`,
        `'placedAt': ${time('t.placed_at')}`,
        `'paidAmount': ${money('t.paid_fen')}`,
        customer &&
          `'customer': (SELECT ${object(`'id': c.id`, `'number': c.number`, `'nameMasked': c.name_masked`, `'vip': c.vip`)} FROM customers c WHERE c.shop_id = $1 AND c.id = t.customer_id)`,
        withLines && `'lines': ${lines('t')}`,
      ),
      'SELECT o.id, o.number, o.trade_status, o.physical_status, o.placed_at, o.paid_fen, o.customer_id FROM orders o WHERE o.shop_id = $1 AND o.placed_at < $2 ORDER BY o.placed_at DESC, o.id DESC',
      50,
      `t.placed_at::text || ' ' || t.id::text`,
    )}`,
  )} AS data`

interface ViewParts {
  readonly contacts?: boolean
  readonly member?: boolean
  readonly orders?: boolean
  readonly cases?: boolean
  readonly reviews?: boolean
  /** SQL of the facts of the order aliased t. */
  readonly facts?: string
}

/** The 360° view of the customer $2. With facts: what the domain's functions read comes along. */
export const view = ({
  contacts = true,
  member = true,
  orders = true,
  cases = true,
  reviews = true,
  facts,
}: ViewParts = {}) =>
  `SELECT ${object(
    `'customer': (SELECT ${object(
      `'id': c.id`,
      `'number': c.number`,
      `'nameMasked': c.name_masked`,
      `'formOfAddress': c.form_of_address`,
      `'lifecycle': c.lifecycle`,
      `'valueClass': c.value_class`,
      `'vip': c.vip`,
      `'orderCount': c.order_count`,
      `'createdAt': ${time('c.created_at')}`,
      facts !== undefined && `'behaviour': c.behaviour`,
      facts !== undefined && `'buyingStyle': c.buying_style`,
      contacts &&
        `'contacts': (SELECT coalesce(json_agg(${object(`'kind': p.kind`, `'masked': p.masked`, `'primary': p.is_primary`)} ORDER BY p.kind, p.id), '[]'::json) FROM contact_points p WHERE p.shop_id = $1 AND p.customer_id = c.id)`,
      member &&
        `'member': (SELECT ${object(
          `'number': m.number`,
          `'tier': m.tier`,
          `'tierSince': to_char(m.tier_since, 'YYYY-MM-DD')`,
          `'pointsAvailable': m.points_available`,
          `'pointsPending': m.points_pending`,
          facts !== undefined &&
            `'paidFen': (SELECT coalesce(sum(greatest(o.paid_fen - o.freight_fen, 0) - least(o.refunded_fen, greatest(o.paid_fen - o.freight_fen, 0))), 0) FROM orders o WHERE o.shop_id = $1 AND o.customer_id = c.id AND o.paid_at >= date_trunc('day', $3::timestamptz, 'Asia/Shanghai') - interval '365 days')`,
        )} FROM members m WHERE m.shop_id = $1 AND m.customer_id = c.id)`,
      orders &&
        `'orders': ${page(
          object(
            `'id': t.id`,
            `'number': t.number`,
            `'status': t.trade_status`,
            `'physicalStatus': t.physical_status`,
            `'placedAt': ${time('t.placed_at')}`,
            `'paidAmount': ${money('t.paid_fen')}`,
            `'lines': ${lines('t')}`,
            facts !== undefined && `'facts': ${facts}`,
          ),
          'SELECT o.* FROM orders o WHERE o.shop_id = $1 AND o.customer_id = c.id ORDER BY o.placed_at DESC, o.id DESC',
          10,
        )}`,
      cases &&
        `'cases': ${page(
          object(
            `'id': t.id`,
            `'number': t.number`,
            `'kind': t.kind`,
            `'status': t.status`,
            `'priority': t.priority`,
            `'openedAt': ${time('t.opened_at')}`,
            `'dueAt': ${time('t.due_at')}`,
          ),
          'SELECT k.id, k.number, k.kind, k.status, k.priority, k.opened_at, k.due_at FROM cases k WHERE k.shop_id = $1 AND k.customer_id = c.id ORDER BY k.opened_at DESC, k.id DESC',
          10,
        )}`,
      reviews &&
        `'reviews': ${page(
          object(
            `'id': t.id`,
            `'number': t.number`,
            `'score': t.score`,
            `'kind': t.kind`,
            `'text': t.text`,
            `'postedAt': ${time('t.posted_at')}`,
          ),
          'SELECT r.id, r.number, r.score, r.kind, r.text, r.posted_at FROM reviews r WHERE r.shop_id = $1 AND r.customer_id = c.id ORDER BY r.posted_at DESC, r.id DESC',
          10,
        )}`,
    )} FROM customers c WHERE c.shop_id = $1 AND c.id = $2)`,
  )} AS data`

/** Fifty open cases opened before $2, the next promise first. */
export const board = ({ owner = true, customer = true } = {}) =>
  `SELECT ${object(
    `'cases': ${page(
      object(
        `'id': t.id`,
        `'number': t.number`,
        `'kind': t.kind`,
        `'status': t.status`,
        `'priority': t.priority`,
        `'channel': t.channel`,
        `'openedAt': ${time('t.opened_at')}`,
        `'firstResponseAt': ${time('t.first_response_at')}`,
        `'dueAt': ${time('t.due_at')}`,
        owner &&
          `'owner': (SELECT ${object(`'id': m.agent_id`, `'number': a.number`, `'name': a.name`, `'grade': upper(m.grade)`)} FROM memberships m JOIN agents a ON a.id = m.agent_id WHERE m.shop_id = $1 AND m.agent_id = t.owner_id)`,
        customer &&
          `'customer': (SELECT ${object(`'id': c.id`, `'number': c.number`, `'nameMasked': c.name_masked`)} FROM customers c WHERE c.shop_id = $1 AND c.id = t.customer_id)`,
      ),
      `SELECT k.* FROM cases k WHERE k.shop_id = $1 AND k.due_at IS NOT NULL AND k.status <> 'CLOSED' AND k.opened_at < $2 ORDER BY k.due_at, k.id`,
      50,
      `t.due_at::text || ' ' || t.id::text`,
    )}`,
  )} AS data`

/**
 * Twenty customers found by the terms $2 (fields) and $3 (terms); $4: how many parts the name has. The arrays stand
 * behind sub-selects: PostgreSQL would see their length through a bare parameter, and plan each execution anew.
 */
export const SEARCH = `SELECT ${object(
  `'searchCustomers': ${page(
    object(
      `'id': t.id`,
      `'number': t.number`,
      `'nameMasked': t.name_masked`,
      `'phoneMasked': ${phone('t')}`,
      `'formOfAddress': t.form_of_address`,
      `'orderCount': t.order_count`,
    ),
    `SELECT c.id, c.number, c.name_masked, c.form_of_address, c.order_count FROM customers c
     WHERE c.shop_id = $1 AND c.id = ANY(ARRAY(
       SELECT s.entity_id FROM unnest((SELECT $2::text[]), (SELECT $3::text[])) AS w(field, term)
       JOIN search_terms s ON s.shop_id = $1 AND s.entity = 'CUSTOMER' AND s.field = w.field AND s.term = w.term
       GROUP BY s.entity_id, s.field HAVING count(*) >= CASE s.field WHEN 'NAME' THEN $4::int ELSE 1 END LIMIT 1000))
     ORDER BY c.created_at DESC, c.id DESC`,
    20,
  )}`,
)} AS data`

const compiler = new Kysely<Record<string, never>>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

/** The facts that the domain's functions judge an order by, as SQL over an alias; `now` is a parameter such as $3. */
export function factsOf(alias: string, now: string): string {
  const fragment: RawBuilder<unknown> = orderFacts(alias, sql.raw(`${now}::timestamptz`))
  const { sql: text, parameters } = fragment.compile(compiler)
  if (parameters.length > 0) throw new Error('the facts have parameters of their own')
  return text
}
