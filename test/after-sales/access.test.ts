import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isRequiredInputField,
} from 'graphql'
import { afterAll, describe, expect, test } from 'vitest'
import { mutation, tryAct } from '../harness/acts.ts'
import { Desk } from '../harness/after-sales.ts'
import { withoutBudget } from '../harness/client.ts'
import { schema } from '../harness/gateway.ts'
import { makeAfterSales } from '../harness/history.ts'
import { globalId, type NodeName, nobody } from '../harness/ids.ts'
import { openWorld, SHOP_IDS, type Who } from '../harness/world.ts'

const world = await openWorld('after-sale-access')
afterAll(() => world.close())
await makeAfterSales(world, 'guided')

/** What an input names a thing of an after-sale by, and where one of it is. */
const NAMED_BY: Readonly<Record<string, readonly [type: NodeName, table: string]>> = {
  caseId: ['Case', 'after_sale_lines'],
  refundId: ['Refund', 'refunds'],
  compensationId: ['Compensation', 'compensations'],
  freightSettlementId: ['FreightSettlement', 'freight_settlements'],
  claimId: ['CarrierClaim', 'carrier_claims'],
}
const NOT_OF_AFTER_SALES = ['revealContact']

/** Every mutation on an after-sale or what belongs to it. */
const MUTATIONS = Object.values(schema.getMutationType()?.getFields() ?? {}).flatMap((field) => {
  const input = getNamedType(field.args[0]?.type)
  if (!isInputObjectType(input) || NOT_OF_AFTER_SALES.includes(field.name)) return []
  const by = Object.keys(NAMED_BY).find((name) => {
    const each = input.getFields()[name]
    return each && isRequiredInputField(each)
  })
  return by ? [{ name: field.name, by, permissions: field.extensions.permissions as readonly string[] }] : []
})

/** An input of the right form: required fields only, and a key. */
function inputFor(name: string, by: string, id: string): object {
  const input = getNamedType(schema.getMutationType()?.getFields()[name]?.args[0]?.type)
  if (!isInputObjectType(input)) throw new Error(`no input of ${name}`)
  const required = Object.values(input.getFields()).filter(isRequiredInputField)
  const values = required.map((field) => {
    const type = getNamedType(field.type)
    const SCALARS: Readonly<Record<string, unknown>> = {
      DateTime: '2030-01-01T00:00:00Z',
      Date: '2030-01-01',
      Decimal: '1.00',
      Int: 1,
      Boolean: false,
      String: 'AS-POL-02',
      ID: nobody('Sku', 'general'),
    }
    const NAMED: Readonly<Record<string, unknown>> = { mediaType: 'image/png', sha256: 'a'.repeat(64) }
    if (field.name in NAMED) return [field.name, NAMED[field.name]]
    const one = isEnumType(type) ? type.getValues()[0]?.name : SCALARS[type.name]
    return [field.name, isListType(getNullableType(field.type)) ? [one] : one]
  })
  const keyed = 'idempotencyKey' in input.getFields() ? { idempotencyKey: `access-${name}` } : {}
  return { ...Object.fromEntries(values), ...keyed, [by]: id }
}

/** A checksum over all that after-sales write in a shop, but what denials leave: decisions and audit. */
async function written(shop: 'general' | 'guided'): Promise<string> {
  const tables = [
    'orders',
    'order_lines',
    'cases',
    'after_sale_lines',
    'after_sale_steps',
    'return_shipments',
    'inspections',
    'replacements',
    'refunds',
    'compensations',
    'freight_settlements',
    'carrier_claims',
    'ledger_lines',
    'clocks',
    'notices',
    'events',
    'points_entries',
    'skus',
  ]
  const sums = tables.map(
    (table) =>
      `(SELECT md5(COALESCE(string_agg(md5(t::text), '' ORDER BY t::text), '')) FROM ${table} t WHERE shop_id = $1)`,
  )
  const [row] = await world.rows<{ sum: string }>(`SELECT md5(concat(${sums.join(', ')})) AS sum`, [
    SHOP_IDS[shop],
  ])
  return row?.sum ?? ''
}

const ids = new Map<string, string>()
for (const [by, [type, table]] of Object.entries(NAMED_BY)) {
  const column = by === 'caseId' ? 'case_id' : 'id'
  const [row] = await world.rows<{ id: string }>(
    `SELECT ${column} AS id FROM ${table} WHERE shop_id = $1 ORDER BY 1 DESC LIMIT 1`,
    [SHOP_IDS.guided],
  )
  ids.set(by, globalId(type, 'guided', row?.id ?? ''))
}
const before = [await written('general'), await written('guided')]
const unchanged = async () => expect([await written('general'), await written('guided')]).toEqual(before)

test('there are mutations to be tried', () => {
  expect(MUTATIONS.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'approveAfterSale',
      'issueRefund',
      'issueCompensation',
      'payFreight',
      'answerCarrierClaim',
    ]),
  )
  expect(MUTATIONS.length).toBeGreaterThan(30)
})

describe('a thing of another shop is one of nothing', () => {
  test.each(MUTATIONS)('$name', async ({ name, by }) => {
    const me = await world.as('manager', 'general')
    const [type] = NAMED_BY[by] ?? ['Case']
    const id = ids.get(by) ?? ''
    const answers = []
    for (const each of [id, nobody(type, 'guided'), nobody(type, 'general'), nobody('Sku', 'general')]) {
      const answer = await me.post<{ result: { __typename: string } }>(mutation(name), {
        input: inputFor(name, by, each),
      })
      expect(answer.data?.result?.__typename ?? answer.errors).toBe('NotFound')
      answers.push(withoutBudget(answer.text).replaceAll(each, '<id>'))
    }
    expect(new Set(answers).size).toBe(1)
    await unchanged()
  })
})

describe.each(['public', 'partner'] as const satisfies Who[])('%s', (who) => {
  test.each(MUTATIONS)('$name is refused where it is not granted', async ({ name, by, permissions }) => {
    const client = await world.as(who, 'guided')
    const { viewer } = await client.ask<{ viewer: { permissions: { permission: string }[] } }>(
      '{ viewer { permissions { permission } } }',
    )
    const held = viewer.permissions.map(({ permission }) => permission)
    if (permissions.every((each) => held.includes(each))) return
    const answer = await tryAct(client, name, inputFor(name, by, ids.get(by) ?? ''))
    expect(answer.data).toEqual({ result: null })
    expect(answer.errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN'])
    await unchanged()
  })
})

test('an order, a line, a parcel or a specification of another shop is one of nothing', async () => {
  const [theirs, mine] = [new Desk(world, 'guided'), new Desk(world, 'general')]
  const me = await world.as('manager', 'general')
  const foreign = await theirs.application(1040)
  const own = await mine.application(1040)
  const key = (n: number) => ({ idempotencyKey: `foreign-${n}` })
  const kinds = []
  for (const input of [
    { ...foreign, ...key(1) },
    { ...own, lines: foreign.lines, ...key(2) },
    {
      ...own,
      type: 'EXCHANGE',
      reason: 'SIZE_FIT',
      replacementSkuId: globalId('Sku', 'guided', (await theirs.order(1040)).lines[0]?.sku_id ?? ''),
      ...key(3),
    },
  ])
    kinds.push((await tryAct(me, 'requestAfterSale', input)).data?.result?.__typename)
  const [parcel] = await world.rows<{ id: string }>(
    'SELECT s.id FROM shipments s JOIN orders o ON o.shop_id = s.shop_id AND o.id = s.order_id WHERE o.number = $1',
    ['D-1040'],
  )
  const claim = {
    orderId: own.orderId,
    shipmentId: globalId('Shipment', 'guided', parcel?.id ?? ''),
    reason: 'LOST',
    amount: '1.00',
    ...key(4),
  }
  kinds.push((await tryAct(me, 'openCarrierClaim', claim)).data?.result?.__typename)
  expect(kinds).toEqual(['NotFound', 'ValidationFailed', 'NotFound', 'NotFound'])
  await unchanged()
})
