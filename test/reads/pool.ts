import { decodeGlobalId, encodeGlobalId } from '@cs/pothos-kysely'
import type { Random } from '@cs/pothos-kysely/testing'
import pg from 'pg'
import { mapper } from './gateway.ts'

/** Things that arguments may name: ids and numbers of every shop, words, days. */
export interface Pool {
  value(shop: string, random: Random, type: string, argument: string, coordinate: string): unknown
}

/** The types that a filter or an argument with this name refers to. */
const MEANT: Readonly<Record<string, string>> = {
  customerId: 'Customer',
  productId: 'Product',
  orderId: 'Order',
  ownerId: 'Agent',
  assigneeId: 'Agent',
  lineIds: 'OrderLine',
}

export async function openPool(adminUrl: string): Promise<Pool> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  const ids = new Map<string, string[]>()
  const numbers = new Map<string, string[]>()
  const words: string[] = []
  try {
    for (const type of mapper.registry.types.values()) {
      if (type.code === undefined) continue
      const tenant = type.tenantColumn ?? 'shop_id'
      const found = await client.query<{ tenant: string; id: string; number: string | null }>(
        `SELECT ${tenant} AS tenant, ${type.key} AS id, to_jsonb(t) ->> 'number' AS number FROM (SELECT *, row_number() OVER (PARTITION BY ${tenant} ORDER BY ${type.key}) AS n FROM ${type.table}) AS t WHERE n <= 25`,
      )
      const code = type.code
      ids.set(
        type.name,
        found.rows.map((row) => encodeGlobalId({ code, tenant: row.tenant, id: row.id })),
      )
      numbers.set(
        type.name,
        found.rows.flatMap((row) => row.number ?? []),
      )
    }
    const names = await client.query<{ term: string }>(
      `SELECT DISTINCT term FROM search_terms WHERE field IN ('NAME', 'NUMBER', 'PHONE_LAST4', 'WAYBILL') ORDER BY term LIMIT 200`,
    )
    words.push(...names.rows.map((row) => row.term))
    const tags = await client.query<{ tag: string }>(
      'SELECT DISTINCT tag FROM customer_tags ORDER BY tag LIMIT 20',
    )
    words.push(...tags.rows.map((row) => row.tag))
  } finally {
    await client.end()
  }
  const all = [...ids.values()].flat()
  const id = (shop: string, random: Random, of: string | undefined) => {
    const dice = random.next()
    if (dice < 0.04) return 'none'
    const some = of && dice < 0.92 ? (ids.get(of) ?? []) : all
    const own = some.filter((each) => decodeGlobalId(each)?.tenant === shop)
    return random.of(own.length > 0 && random.chance(0.85) ? own : some.length > 0 ? some : all)
  }
  return {
    value: (shop, random, type, argument, coordinate) => {
      const subject = coordinate.replace(/^Query\./, '')
      const named = subject[0] ? `${subject[0].toUpperCase()}${subject.slice(1)}` : ''
      const entity = named === 'Decision' ? 'DecisionRecord' : named.replace(/s$/, '')
      switch (type) {
        case 'ID':
          return id(shop, random, MEANT[argument] ?? (ids.has(entity) ? entity : undefined))
        case 'Boolean':
          return random.chance(0.5)
        case 'Int':
          return random.below(5)
        case 'DateTime':
          return new Date(Date.UTC(2026, 10, 18) - random.below(400) * 86_400_000).toISOString()
        case 'Date':
          return new Date(Date.UTC(2026, 10, 18) - random.below(400) * 86_400_000).toISOString().slice(0, 10)
        case 'Decimal':
          return '1.00'
        default: {
          if (argument === 'number') return random.of([...(numbers.get(entity) ?? []), 'none'])
          if (argument === 'type') return random.of(['Order', 'Case', 'Nothing'])
          return random.of(words)
        }
      }
    },
  }
}
