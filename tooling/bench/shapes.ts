import { encodeGlobalId } from '../../packages/pothos-kysely/src/index.ts'
import { documentId } from './peers/persisted.ts'
import { POSTGRAPHILE } from './peers/postgraphile-documents.ts'
import type { Server } from './servers/start.ts'
import { SHOP } from './settings.ts'

/** What one request asks about: drawn from the database before anything is measured. */
export interface Key {
  readonly id: string
  readonly before: string
  readonly text: string
}

/** One question, asked of every server in its own words. */
export interface Shape {
  readonly name: ShapeName
  readonly title: string
  readonly role: 'specialist' | 'supervisor'
  /** Rows of Key, $1 is the shop and $2 how many. The order is fixed by a hash, so that every run draws the same. */
  readonly draw: string
  readonly document: string
  readonly variables: (key: Key) => Readonly<Record<string, unknown>>
  /** What the issue asks of the gateway, as a part of the floor's requests per second. */
  readonly target?: number
  readonly writes?: true
  /** Only servers that run the domain's functions can answer: PostGraphile has no place for them. */
  readonly domain?: true
}

export type ShapeName = 'point' | 'list' | 'view' | 'view-domain' | 'board' | 'search' | 'remark'

const id = (code: number, uuid: string) => encodeGlobalId({ code, tenant: SHOP, id: uuid })
const CUSTOMER = 6
const ORDER = 8

const pick = (what: string, from: string) =>
  `SELECT ${what} FROM ${from} ORDER BY hashtextextended(id::text, 7) LIMIT $2`
const stamp = (column: string) =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS before`

const ORDER_CORE = 'id number status physicalStatus placedAt paidAmount { amount }'
const LINES = 'lines { position productName spec quantity status paid { amount } }'

const view = (domain: boolean) => `query View($id: ID!) {
  customer(id: $id) {
    id number nameMasked formOfAddress lifecycle valueClass vip orderCount createdAt
    ${domain ? 'handlingHint { zh en }' : ''}
    contacts { kind masked primary }
    member {
      number tier tierSince pointsAvailable pointsPending
      ${domain ? 'benefits { code title { zh } detail { zh } rule value } progress { next missing { amount } }' : ''}
    }
    orders(first: 10) {
      nodes {
        ${ORDER_CORE} ${LINES}
        ${domain ? 'actions { name decision { outcome findings { verdict message { zh } } } }' : ''}
      }
      pageInfo { hasNextPage }
    }
    cases(first: 10) { nodes { id number kind status priority openedAt dueAt } pageInfo { hasNextPage } }
    reviews(first: 10) { nodes { id number score kind text postedAt } pageInfo { hasNextPage } }
  }
}`

const CUSTOMERS = pick(
  `id, '' AS before, '' AS text`,
  `(SELECT id FROM customers WHERE shop_id = $1 AND order_count > 0) AS c`,
)

export const SHAPES: readonly Shape[] = [
  {
    name: 'point',
    title: 'One order by id',
    role: 'specialist',
    target: 0.7,
    draw: pick(
      `id, '' AS before, '' AS text`,
      `(SELECT id FROM orders WHERE shop_id = $1 AND number NOT LIKE '%-%') AS o`,
    ),
    document: `query Point($id: ID!) {
  order(id: $id) { id number status physicalStatus source held version placedAt paidAt paidAmount { amount } }
}`,
    variables: (key) => ({ id: id(ORDER, key.id) }),
  },
  {
    name: 'list',
    title: '50 orders with lines and customer',
    role: 'specialist',
    target: 0.75,
    draw: pick(
      `id, ${stamp('placed_at')}, '' AS text`,
      '(SELECT id, placed_at FROM orders WHERE shop_id = $1 ORDER BY placed_at OFFSET 60) AS o',
    ),
    document: `query List($before: DateTime!) {
  orders(first: 50, filter: { placedBefore: $before }) {
    nodes { ${ORDER_CORE} customer { id number nameMasked vip } ${LINES} }
    pageInfo { hasNextPage endCursor }
  }
}`,
    variables: ({ before }) => ({ before }),
  },
  {
    name: 'view',
    title: '360° view of a customer',
    role: 'specialist',
    target: 0.8,
    draw: CUSTOMERS,
    document: view(false),
    variables: (key) => ({ id: id(CUSTOMER, key.id) }),
  },
  {
    name: 'view-domain',
    title: '360° view with actions, benefits and hints',
    role: 'specialist',
    target: 0.8,
    domain: true,
    draw: CUSTOMERS,
    document: view(true),
    variables: (key) => ({ id: id(CUSTOMER, key.id) }),
  },
  {
    name: 'board',
    title: "The supervisor's board: 50 cases by due time",
    role: 'supervisor',
    draw: pick(
      `id, ${stamp('opened_at')}, '' AS text`,
      `(SELECT id, opened_at FROM cases WHERE shop_id = $1 AND due_at IS NOT NULL AND status <> 'CLOSED' ORDER BY opened_at DESC
        LIMIT (SELECT count(*) / 3 FROM cases WHERE shop_id = $1 AND due_at IS NOT NULL AND status <> 'CLOSED')) AS k`,
    ),
    document: `query Board($before: DateTime!) {
  cases(first: 50, orderBy: DUE, filter: { openedBefore: $before }) {
    nodes {
      id number kind status priority channel openedAt firstResponseAt dueAt
      owner { id number name grade }
      customer { id number nameMasked }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
    variables: ({ before }) => ({ before }),
  },
  {
    name: 'search',
    title: 'Customers by name',
    role: 'specialist',
    draw: pick(
      `id, '' AS before, name AS text`,
      `(SELECT min(id::text) AS id, name FROM customers WHERE shop_id = $1 AND length(name) >= 3 GROUP BY name HAVING count(*) <= 100) AS c`,
    ),
    document: `query Search($text: String!) {
  searchCustomers(text: $text, first: 20) {
    nodes { id number nameMasked phoneMasked formOfAddress orderCount }
    pageInfo { hasNextPage }
  }
}`,
    variables: ({ text }) => ({ text }),
  },
  {
    name: 'remark',
    title: 'A remark: decision, event and audit entry',
    role: 'specialist',
    target: 0.75,
    writes: true,
    draw: pick(
      `id, '' AS before, '买家要求周末送货' AS text`,
      `(SELECT id FROM orders WHERE shop_id = $1 AND number NOT LIKE '%-%') AS o`,
    ),
    document: `mutation Remark($input: RemarkOrderInput!) {
  remarkOrder(input: $input) { ... on RemarkOrderSuccess { order { id number version flag } } }
}`,
    variables: (key) => ({
      input: { orderId: id(ORDER, key.id), action: 'SPECIAL_REQUEST', text: key.text },
    }),
  },
]

/** Where a server is asked a shape, and with what body. */
export function requestFor(shape: Shape, server: Server['name'], key: Key): { path: string; body: string } {
  switch (server) {
    case 'floor':
    case 'floor-again':
      return {
        path: `/${shape.name}`,
        body: JSON.stringify(
          shape.writes
            ? { id: key.id, action: 'SPECIAL_REQUEST', text: key.text }
            : shape.name === 'search'
              ? { text: key.text }
              : key.before
                ? { before: key.before }
                : { id: key.id },
        ),
      }
    case 'gateway':
      return {
        path: '/graphql',
        body: JSON.stringify({ query: shape.document, variables: shape.variables(key) }),
      }
    case 'mercurius':
    case 'mercurius-lookahead':
      return {
        path: '/graphql',
        body: JSON.stringify({
          query: documentId(shape.document),
          persisted: true,
          variables: plain(shape, key),
        }),
      }
    case 'postgraphile': {
      const document = POSTGRAPHILE[shape.name]
      if (!document) throw new Error(`PostGraphile is not asked ${shape.name}`)
      return {
        path: '/graphql',
        body: JSON.stringify({ id: documentId(document), variables: plain(shape, key) }),
      }
    }
  }
}

/** The peers know rows by their uuids. */
function plain(shape: Shape, key: Key): Readonly<Record<string, unknown>> {
  if (shape.writes) return { input: { orderId: key.id, action: 'SPECIAL_REQUEST', text: key.text } }
  if (shape.name === 'search') return { text: key.text }
  return key.before ? { before: key.before } : { id: key.id }
}

/** Which servers a shape is asked of. */
export function answersShape(shape: Shape, server: Server['name']): boolean {
  return !shape.domain || server !== 'postgraphile'
}
