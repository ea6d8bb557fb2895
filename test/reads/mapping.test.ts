import { decimal, fen } from '@cs/domain/money'
import type { Sql, TypeDefinition } from '@cs/pothos-kysely'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Desk, openDesk } from './desk.ts'
import { mapper, type Viewer } from './gateway.ts'
import { wrongMappings } from './mapping-cases.ts'

let desk: Desk
let viewer: Viewer
beforeAll(async () => {
  desk = await openDesk('mapping')
  viewer = desk.viewer(await desk.principal('manager', 'general'))
})
afterAll(() => desk.close())

const type = (name: string) => mapper.registry.type(name) as TypeDefinition<Viewer>
type Row = Record<string, Sql>

/** Changes a part of the mapping, which the reference shares, and returns the cure. */
function plant(of: string, field: string, change: Record<string, unknown>): () => void {
  const { fields } = type(of)
  const sound = fields.get(field)
  if (!sound) throw new Error(`${of}.${field}`)
  fields.set(field, { ...sound, ...change } as never)
  return () => void fields.set(field, sound)
}

const FAULTS: Record<string, () => () => void> = {
  'a wrong foreign key': () =>
    plant('Order', 'shipTo', {
      where: (a: Row, o: Row) => sql`${a.customer_id} = ${o.customer_id} AND ${a.id} <> ${o.address_id}`,
    }),
  'the owner taken for the assignee': () =>
    plant('Consultation', 'assignee', { where: (a: Row, k: Row) => sql`${a.agent_id} = ${k.owner_id}` }),
  'a column that is not masked': () => plant('Customer', 'nameMasked', { sql: (c: Row) => sql`${c.name}` }),
  'a wrong codec': () =>
    plant('Order', 'placedAt', {
      sql: (o: Row) => sql`to_char(${o.placed_at} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`,
    }),
  'money in fen': () => plant('Order', 'payableAmount', { sql: (o: Row) => sql`(${o.payable_fen} * 100)` }),
  'lines in reverse': () => plant('Order', 'lines', { order: (l: Row) => [sql`${l.position} DESC`] }),
  'a filter that asks nothing': () => {
    const { filters } = type('Order')
    const sound = filters.get('physicalStatus')
    if (sound) filters.set('physicalStatus', { ...sound, sql: () => sql`true` })
    return () => void (sound && filters.set('physicalStatus', sound))
  },
  'an order that forgets what it is defined on': () => {
    const { orders } = type('Case')
    const sound = orders.get('DUE')
    if (sound) orders.set('DUE', { ...sound, where: undefined })
    return () => void (sound && orders.set('DUE', sound))
  },
}

describe('what fields read, written down again', () => {
  test('agrees with the mapping', async () => {
    expect(await wrongMappings(desk, viewer)).toEqual([])
  })
  for (const [name, fault] of Object.entries(FAULTS))
    test(`finds ${name}`, async () => {
      const cure = fault()
      try {
        expect(await wrongMappings(desk, viewer)).not.toEqual([])
      } finally {
        cure()
      }
    })
})

test('money is written as the domain writes it: nothing, less than nothing, as much as is safe', async () => {
  const amounts = [
    0,
    1,
    9,
    10,
    99,
    100,
    101,
    12_990,
    -1,
    -99,
    -100,
    -12_345,
    Number.MAX_SAFE_INTEGER,
    -Number.MAX_SAFE_INTEGER,
  ]
  const amount = mapper.registry.value('Money').fields.get('amount')
  const client = new pg.Client({ connectionString: desk.clone.adminUrl })
  await client.connect()
  try {
    const { compile } = await import('@cs/pothos-kysely/testing')
    const text = compile(
      sql`SELECT ${amount?.sql(sql.ref('v') as never, {} as never)} AS written FROM unnest(${amounts}::bigint[]) WITH ORDINALITY AS given(v, n) ORDER BY n`,
    )
    const { rows } = await client.query<{ written: string }>(text.text, [amounts])
    expect(rows.map(({ written }) => written)).toEqual(amounts.map((each) => decimal(fen(each))))
  } finally {
    await client.end()
  }
})
