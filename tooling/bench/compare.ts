import { isDeepStrictEqual } from 'node:util'
import { decodeGlobalId } from '../../packages/pothos-kysely/src/index.ts'
import type { ShapeName } from './shapes.ts'

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** PostGraphile's names of what the others call differently. */
const NAMES: Readonly<Record<string, string>> = {
  rowId: 'id',
  agentId: 'id',
  tradeStatus: 'status',
  isPrimary: 'primary',
  orderByShopIdAndRowId: 'order',
  ordersBefore: 'orders',
  customerByShopIdAndRowId: 'customer',
  customerByShopIdAndCustomerId: 'customer',
  orderLinesByShopIdAndOrderIdList: 'lines',
  contactPointsByShopIdAndCustomerIdList: 'contacts',
  memberByShopIdAndCustomerId: 'member',
  ordersByShopIdAndCustomerId: 'orders',
  casesByShopIdAndCustomerId: 'cases',
  reviewsByShopIdAndCustomerId: 'reviews',
  openCases: 'cases',
  customersFound: 'searchCustomers',
}

/**
 * The values of an answer whatever server gave it: global ids as uuids, fen as amounts, times to the millisecond,
 * big integers as numbers; without cursors, which are each server's own.
 */
export function normalise(value: Json, key = '', parent = ''): Json {
  if (Array.isArray(value)) return value.map((each) => normalise(each, key, parent))
  if (value !== null && typeof value === 'object') {
    const entries: [string, Json][] = []
    for (const [name, each] of Object.entries(value)) {
      if (name === 'endCursor' || name === '__typename') continue
      if (name === 'paidFen') {
        entries.push([parent === 'lines' ? 'paid' : 'paidAmount', { amount: amount(Number(each)) }])
      } else if (name === 'membershipByShopIdAndOwnerId') {
        const { agentByAgentId, ...owner } = each as { agentByAgentId: { [key: string]: Json } }
        entries.push(['owner', normalise({ ...owner, ...agentByAgentId }, 'owner', 'owner')])
      } else {
        const known = NAMES[name] ?? name
        const under = known === 'nodes' ? parent : known
        entries.push([known, normalise(each, known, under)])
      }
    }
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
  }
  if (typeof value !== 'string') return value
  if (key === 'id') return decodeGlobalId(value)?.id ?? value
  if (key === 'grade') return value.toUpperCase()
  if (key.startsWith('points')) return Number(value)
  if (key.endsWith('At')) return new Date(value).toISOString()
  return value
}

const amount = (fen: number) =>
  `${fen < 0 ? '-' : ''}${Math.floor(Math.abs(fen) / 100)}.${String(Math.abs(fen) % 100).padStart(2, '0')}`

/** The data of a response; throws where it has errors or none. */
export function dataOf(status: number, body: string): Json {
  const { data, errors } = JSON.parse(body) as { data?: Json; errors?: unknown }
  if (status !== 200 || errors || data === undefined || data === null)
    throw new Error(`answered ${status}: ${body.slice(0, 1000)}`)
  return normalise(data)
}

/** Throws with the first place where two answers differ. */
export function assertEqual(shape: ShapeName, name: string, answer: Json, expected: Json): void {
  if (isDeepStrictEqual(answer, expected)) return
  throw new Error(`${shape}: ${name} differs from the floor at ${firstDifference(answer, expected, '$')}`)
}

function firstDifference(a: Json, b: Json, path: string): string {
  if (
    a === null ||
    b === null ||
    typeof a !== 'object' ||
    typeof b !== 'object' ||
    Array.isArray(a) !== Array.isArray(b)
  )
    return `${path}: ${JSON.stringify(a)?.slice(0, 200)} instead of ${JSON.stringify(b)?.slice(0, 200)}`
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const left = (a as Record<string, Json>)[key] as Json
    const right = (b as Record<string, Json>)[key] as Json
    if (!isDeepStrictEqual(left, right)) return firstDifference(left ?? null, right ?? null, `${path}.${key}`)
  }
  return path
}

/** How many rows an answer holds: an answer without any proves nothing. */
export function rowsIn(value: Json): number {
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + 1 + rowsIn(each), 0)
  if (value === null || typeof value !== 'object') return 0
  return Object.values(value).reduce((sum: number, each) => sum + rowsIn(each), 0)
}
