import { factsOf, lines, money, object, page, phone, time } from '../floor/statements.ts'

// What Mercurius' resolvers and loaders read, made of the floor's own pieces: each type's columns whole, the shop
// ($1) in every statement. Keys of other rows (customerId, ownerId) come along for the loaders and are in no type.

/** A statement that is prepared under its name. */
export interface Statement {
  readonly name: string
  readonly text: string
}

const order = (o: string) =>
  object(
    `'id': ${o}.id`,
    `'number': ${o}.number`,
    `'status': ${o}.trade_status`,
    `'physicalStatus': ${o}.physical_status`,
    `'source': ${o}.source`,
    `'held': ${o}.held`,
    `'version': ${o}.version`,
    `'placedAt': ${time(`${o}.placed_at`)}`,
    `'paidAt': ${time(`${o}.paid_at`)}`,
    `'paidAmount': ${money(`${o}.paid_fen`)}`,
    `'flag': ${o}.flag`,
    `'customerId': ${o}.customer_id`,
  )

const customer = (c: string) =>
  object(
    `'id': ${c}.id`,
    `'number': ${c}.number`,
    `'nameMasked': ${c}.name_masked`,
    `'formOfAddress': ${c}.form_of_address`,
    `'lifecycle': ${c}.lifecycle`,
    `'valueClass': ${c}.value_class`,
    `'vip': ${c}.vip`,
    `'orderCount': ${c}.order_count`,
    `'createdAt': ${time(`${c}.created_at`)}`,
    `'behaviour': ${c}.behaviour`,
    `'buyingStyle': ${c}.buying_style`,
  )

const supportCase = (k: string) =>
  object(
    `'id': ${k}.id`,
    `'number': ${k}.number`,
    `'kind': ${k}.kind`,
    `'status': ${k}.status`,
    `'priority': ${k}.priority`,
    `'channel': ${k}.channel`,
    `'openedAt': ${time(`${k}.opened_at`)}`,
    `'firstResponseAt': ${time(`${k}.first_response_at`)}`,
    `'dueAt': ${time(`${k}.due_at`)}`,
    `'ownerId': ${k}.owner_id`,
    `'customerId': ${k}.customer_id`,
  )

const review = (r: string) =>
  object(
    `'id': ${r}.id`,
    `'number': ${r}.number`,
    `'score': ${r}.score`,
    `'kind': ${r}.kind`,
    `'text': ${r}.text`,
    `'postedAt': ${time(`${r}.posted_at`)}`,
  )

const one = (name: string, value: string): Statement => ({ name, text: `SELECT ${value} AS data` })

/**
 * One value for each id of $2, in the order of the ids. PostgreSQL would see the ids' number through a bare parameter,
 * and then plan short lists anew at each execution; behind a sub-select it keeps one plan.
 */
const each = (name: string, value: string): Statement =>
  one(
    name,
    `(SELECT coalesce(json_agg(${value} ORDER BY w.n), '[]'::json) FROM unnest((SELECT $2::uuid[])) WITH ORDINALITY AS w(id, n))`,
  )

/** A page's length stands in the text: with LIMIT as a parameter PostgreSQL would plan every execution. */
function paged(make: (first: number) => Statement): (first: number) => Statement {
  const known = new Map<number, Statement>()
  return (first) => {
    if (!Number.isInteger(first) || first < 1 || first > 100) throw new Error('first is from 1 to 100')
    const statement = known.get(first) ?? make(first)
    known.set(first, statement)
    return statement
  }
}

/** The order $2. */
export const ORDER = one('order', `(SELECT ${order('o')} FROM orders o WHERE o.shop_id = $1 AND o.id = $2)`)

/** The customer $2. */
export const CUSTOMER = one(
  'customer',
  `(SELECT ${customer('c')} FROM customers c WHERE c.shop_id = $1 AND c.id = $2)`,
)

/** Orders placed before $2, newest first. */
export const orders = paged((first) =>
  one(
    `orders-${first}`,
    page(
      order('t'),
      'SELECT o.* FROM orders o WHERE o.shop_id = $1 AND o.placed_at < $2 ORDER BY o.placed_at DESC, o.id DESC',
      first,
      `t.placed_at::text || ' ' || t.id::text`,
    ),
  ),
)

/** Open cases opened before $2, by due time. */
export const cases = paged((first) =>
  one(
    `cases-${first}`,
    page(
      supportCase('t'),
      `SELECT k.* FROM cases k WHERE k.shop_id = $1 AND k.due_at IS NOT NULL AND k.status <> 'CLOSED' AND k.opened_at < $2 ORDER BY k.due_at, k.id`,
      first,
      `t.due_at::text || ' ' || t.id::text`,
    ),
  ),
)

/** Customers found by the terms $2 (fields) and $3 (terms); $4: how many parts the name has. */
export const found = paged((first) =>
  one(
    `found-${first}`,
    page(
      customer('t'),
      `SELECT c.* FROM customers c WHERE c.shop_id = $1 AND c.id = ANY(ARRAY(
         SELECT s.entity_id FROM unnest((SELECT $2::text[]), (SELECT $3::text[])) AS w(field, term)
         JOIN search_terms s ON s.shop_id = $1 AND s.entity = 'CUSTOMER' AND s.field = w.field AND s.term = w.term
         GROUP BY s.entity_id, s.field HAVING count(*) >= CASE s.field WHEN 'NAME' THEN $4::int ELSE 1 END LIMIT 1000))
       ORDER BY c.created_at DESC, c.id DESC`,
      first,
    ),
  ),
)

/** The customers $2. */
export const CUSTOMERS = each(
  'customers',
  `(SELECT ${customer('c')} FROM customers c WHERE c.shop_id = $1 AND c.id = w.id)`,
)

/** The agents $2. */
export const OWNERS = each(
  'owners',
  `(SELECT ${object(`'id': m.agent_id`, `'number': a.number`, `'name': a.name`, `'grade': upper(m.grade)`)} FROM memberships m JOIN agents a ON a.id = m.agent_id WHERE m.shop_id = $1 AND m.agent_id = w.id)`,
)

/** The lines of the orders $2. */
export const LINES = each('lines', lines('w'))

/** The facts of the orders $2 at $3. */
export const FACTS = each(
  'facts',
  `(SELECT ${factsOf('o', '$3')} FROM orders o WHERE o.shop_id = $1 AND o.id = w.id)`,
)

/** The main phone of the customers $2, masked. */
export const PHONES = each('phones', phone('w'))

/** The contact points of the customers $2. */
export const CONTACTS = each(
  'contacts',
  `(SELECT coalesce(json_agg(${object(`'kind': p.kind`, `'masked': p.masked`, `'primary': p.is_primary`)} ORDER BY p.kind, p.id), '[]'::json) FROM contact_points p WHERE p.shop_id = $1 AND p.customer_id = w.id)`,
)

/** The memberships of the customers $2. */
export const MEMBERS = each(
  'members',
  `(SELECT ${object(
    `'number': m.number`,
    `'tier': m.tier`,
    `'tierSince': to_char(m.tier_since, 'YYYY-MM-DD')`,
    `'pointsAvailable': m.points_available`,
    `'pointsPending': m.points_pending`,
    `'customerId': m.customer_id`,
  )} FROM members m WHERE m.shop_id = $1 AND m.customer_id = w.id)`,
)

/** What the customers $2 paid in the year before $3, in fen. */
export const PAID = each(
  'paid',
  `(SELECT coalesce(sum(greatest(o.paid_fen - o.freight_fen, 0) - least(o.refunded_fen, greatest(o.paid_fen - o.freight_fen, 0))), 0) FROM orders o WHERE o.shop_id = $1 AND o.customer_id = w.id AND o.paid_at >= date_trunc('day', $3::timestamptz, 'Asia/Shanghai') - interval '365 days')`,
)

const ofCustomers = (name: string, node: string, table: string, by: string) =>
  paged((first) =>
    each(
      `${name}-${first}`,
      page(
        node,
        `SELECT r.* FROM ${table} r WHERE r.shop_id = $1 AND r.customer_id = w.id ORDER BY r.${by} DESC, r.id DESC`,
        first,
      ),
    ),
  )

/** The latest orders, cases and reviews of the customers $2. */
export const customerOrders = ofCustomers('customer-orders', order('t'), 'orders', 'placed_at')
export const customerCases = ofCustomers('customer-cases', supportCase('t'), 'cases', 'opened_at')
export const customerReviews = ofCustomers('customer-reviews', review('t'), 'reviews', 'posted_at')
