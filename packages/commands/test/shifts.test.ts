import { randomUUID } from 'node:crypto'
import type { ShopId } from '@cs/domain/access'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type Actor,
  addHandoverItem,
  breachClocks,
  completeHandoverItem,
  Forbidden,
  takeOverCase,
  takeOverHandoverItem,
} from '../src/index.ts'
import { openCase, putOnDuty, transfersOf } from './shifts.ts'
import { NOW, openShop, openWorld, type TestShop, type World } from './shop.ts'
import { checksums, rowsOf } from './state.ts'

let world: World
let shop: TestShop
let other: TestShop
let shiftId: string
beforeAll(async () => {
  world = await openWorld('shifts')
  shop = await openShop(world)
  other = await openShop(world)
})
beforeEach(async () => {
  world.setNow(NOW)
  shiftId = await putOnDuty(world, shop, [shop.specialist, shop.colleague])
})
afterAll(() => world.close())

/** A Shanghai time. */
const at = (time: string) => world.setNow(new Date(`${time}:00+08:00`))

async function added(caseId: string, text = '客户要求明早回电'): Promise<string> {
  const outcome = await addHandoverItem(world.deps, shop.specialist, { caseId, text })
  if (outcome.kind !== 'Success') throw new Error(outcome.kind)
  return outcome.itemId
}
const takeOver = (actor: Actor, itemId: string) => takeOverHandoverItem(world.deps, actor, { itemId })
const complete = (actor: Actor, itemId: string, more: object = {}) =>
  completeHandoverItem(world.deps, actor, { itemId, ...more })
const itemOf = async (id: string) =>
  (await rowsOf(world, 'SELECT * FROM handover_items WHERE id = $1', [id]))[0]
const caseOf = async (id: string) =>
  (
    await rowsOf<{ owner_id: string; assignee_id: string; due_at: Date | null; version: number }>(
      world,
      'SELECT owner_id, assignee_id, due_at, version FROM cases WHERE id = $1',
      [id],
    )
  )[0]
const clockOf = async (id: string) =>
  (
    await rowsOf<{ id: string; breach_at: Date; result: string | null; breached_at: Date | null }>(
      world,
      'SELECT * FROM clocks WHERE subject_id = $1',
      [id],
    )
  )[0]

describe('addHandoverItem', () => {
  it('hands something over with its owner, its shift, and a promise for the noon that comes next (OPS-SHF-02)', async () => {
    at('2026-11-18T22:00')
    const caseId = await openCase(world, shop)
    const itemId = await added(caseId)
    const noon = new Date('2026-11-19T12:00:00+08:00')
    expect(await itemOf(itemId)).toMatchObject({
      case_id: caseId,
      shift_id: shiftId,
      status: 'OPEN',
      owner_id: shop.specialist.id,
      assignee_id: null,
      due_at: noon,
    })
    expect(await clockOf(itemId)).toMatchObject({
      name: 'handover.item',
      subject_type: 'HandoverItem',
      case_id: caseId,
      breach_at: noon,
      rule_ids: ['AS-SLA-29'],
    })
    expect((await caseOf(caseId))?.due_at).toEqual(noon)
  })

  it('is due on the same day where it was written after midnight (Q53)', async () => {
    at('2026-11-19T01:30')
    const itemId = await added(await openCase(world, shop))
    expect(await itemOf(itemId)).toMatchObject({ due_at: new Date('2026-11-19T12:00:00+08:00') })
  })

  it('is refused for a closed case, and nothing is written', async () => {
    const caseId = await openCase(world, shop, { status: 'CLOSED' })
    const before = await checksums(world)
    const outcome = await addHandoverItem(world.deps, shop.specialist, { caseId, text: '无' })
    expect(outcome.kind).toBe('PolicyDenied')
    expect(await checksums(world)).toEqual(before)
  })

  it('keeps the words out of events and decisions', async () => {
    const text = `回电 13912345678 ${randomUUID()}`
    await added(await openCase(world, shop), text)
    const leaked = await rowsOf(
      world,
      'SELECT data::text FROM events WHERE data::text LIKE $1 UNION ALL SELECT facts::text FROM decisions WHERE facts::text LIKE $1',
      ['%13912345678%'],
    )
    expect(leaked).toEqual([])
  })

  it('is done once for one key', async () => {
    const caseId = await openCase(world, shop)
    const input = { caseId, text: '回电', idempotencyKey: randomUUID() }
    const first = await addHandoverItem(world.deps, shop.specialist, input)
    expect(await addHandoverItem(world.deps, shop.specialist, input)).toEqual(first)
    expect(await rowsOf(world, 'SELECT id FROM handover_items WHERE case_id = $1', [caseId])).toHaveLength(1)
  })

  it('is no partner’s and no worker’s, and knows no case of another shop', async () => {
    const caseId = await openCase(world, shop)
    await expect(addHandoverItem(world.deps, shop.partner, { caseId, text: '-' })).rejects.toThrow(Forbidden)
    const worker = { kind: 'worker', shop: shop.id as ShopId } as const
    await expect(addHandoverItem(world.deps, worker, { caseId, text: '-' })).rejects.toThrow(Forbidden)
    expect(await addHandoverItem(world.deps, other.specialist, { caseId, text: '-' })).toEqual({
      kind: 'NotFound',
      what: 'Case',
    })
  })
})

describe('takeOverHandoverItem', () => {
  it('changes who works on the item and its case, never who owns them (OPS-SHF-06, C-38)', async () => {
    const caseId = await openCase(world, shop)
    const itemId = await added(caseId)
    expect(await takeOver(shop.colleague, itemId)).toMatchObject({ kind: 'Success', version: 2, caseId })
    expect(await transfersOf(world, caseId)).toEqual([
      { occasion: 'HANDOVER_ITEM', from: shop.specialist.id, to: shop.colleague.id, reason: null },
    ])
    expect(await itemOf(itemId)).toMatchObject({
      status: 'TAKEN_OVER',
      owner_id: shop.specialist.id,
      assignee_id: shop.colleague.id,
      taken_over_at: NOW,
    })
    expect(await caseOf(caseId)).toMatchObject({
      owner_id: shop.specialist.id,
      assignee_id: shop.colleague.id,
    })
    const events = await rowsOf<{ data: object }>(
      world,
      `SELECT data FROM events WHERE subject_id = $1 AND type = 'HandoverItemTakenOver'`,
      [caseId],
    )
    expect(events).toEqual([
      { data: { itemId, ownerId: shop.specialist.id, from: shop.specialist.id, to: shop.colleague.id } },
    ])
  })

  it('goes to one of many who reach for it at once; the others get a Conflict', async () => {
    const caseId = await openCase(world, shop)
    const itemId = await added(caseId)
    const people = [shop.colleague, shop.supervisor, shop.otherSupervisor, shop.manager, shop.specialist]
    const outcomes = await Promise.all(people.map((actor) => takeOver(actor, itemId)))
    const kinds = outcomes.map(({ kind }) => kind)
    expect(kinds.filter((kind) => kind === 'Success')).toHaveLength(1)
    expect(kinds.filter((kind) => kind === 'Conflict')).toHaveLength(people.length - 1)
    const winner = people[kinds.indexOf('Success')]
    expect(await itemOf(itemId)).toMatchObject({ assignee_id: winner?.id, version: 2 })
    expect(await caseOf(caseId)).toMatchObject({ assignee_id: winner?.id, owner_id: shop.specialist.id })
  })

  it('is refused to the warehouse, and nothing is written', async () => {
    const itemId = await added(await openCase(world, shop))
    const before = await checksums(world)
    const packer = { ...shop.colleague, department: 'warehouse' } as const
    expect((await takeOver(packer, itemId)).kind).toBe('PolicyDenied')
    expect(await checksums(world)).toEqual(before)
  })

  it('does not exist in another shop', async () => {
    const itemId = await added(await openCase(world, shop))
    expect(await takeOver(other.supervisor, itemId)).toEqual({ kind: 'NotFound', what: 'HandoverItem' })
  })
})

describe('completeHandoverItem', () => {
  it('keeps the promise up to noon, that moment included (AS-SLA-29, Q38)', async () => {
    at('2026-11-18T22:00')
    const caseId = await openCase(world, shop)
    const itemId = await added(caseId)
    at('2026-11-19T09:10')
    await takeOver(shop.colleague, itemId)
    at('2026-11-19T12:00')
    expect(await complete(shop.colleague, itemId, { result: '已回电' })).toMatchObject({
      kind: 'Success',
      version: 3,
    })
    expect(await itemOf(itemId)).toMatchObject({
      status: 'DONE',
      completed_by: shop.colleague.id,
      result: '已回电',
      owner_id: shop.specialist.id,
    })
    expect(await clockOf(itemId)).toMatchObject({ result: 'MET' })
    expect((await caseOf(caseId))?.due_at).toBeNull()
    expect((await complete(shop.colleague, itemId)).kind).toBe('Conflict')
  })

  it('takes a take-over first, and is who took it over’s or a supervisor’s; a refusal writes nothing', async () => {
    const itemId = await added(await openCase(world, shop))
    const untouched = await checksums(world)
    expect((await complete(shop.colleague, itemId)).kind).toBe('PolicyDenied')
    expect(await checksums(world)).toEqual(untouched)
    await takeOver(shop.colleague, itemId)
    const taken = await checksums(world)
    expect((await complete(shop.specialist, itemId)).kind).toBe('PolicyDenied')
    expect(await checksums(world)).toEqual(taken)
    expect((await complete(shop.supervisor, itemId)).kind).toBe('Success')
  })

  it('breaks the promise after noon: told once by the worker, whoever completes it later', async () => {
    at('2026-11-18T22:00')
    const caseId = await openCase(world, shop)
    const itemId = await added(caseId)
    const clock = await clockOf(itemId)
    at('2026-11-19T12:01')
    const worker = { kind: 'worker', shop: shop.id as ShopId } as const
    expect(await breachClocks(world.deps, worker, [String(clock?.id)])).toEqual([clock?.id])
    expect(await breachClocks(world.deps, worker, [String(clock?.id)])).toEqual([])
    const events = await rowsOf<{ data: { name: string; caseId: string } }>(
      world,
      `SELECT data FROM events WHERE type = 'ClockBreached' AND subject_id = $1`,
      [itemId],
    )
    expect(events.map(({ data }) => [data.name, data.caseId])).toEqual([['handover.item', caseId]])
    await takeOver(shop.colleague, itemId)
    await complete(shop.colleague, itemId)
    expect(await clockOf(itemId)).toMatchObject({ result: 'BREACHED' })
  })
})

describe('takeOverCase', () => {
  it('takes over what an agent of another shift worked on; the owner stays', async () => {
    const caseId = await openCase(world, shop)
    const input = { caseId, fromAgentId: shop.specialist.id }
    expect(await takeOverCase(world.deps, shop.colleague, input)).toMatchObject({
      kind: 'Success',
      version: 2,
    })
    expect(await caseOf(caseId)).toMatchObject({
      owner_id: shop.specialist.id,
      assignee_id: shop.colleague.id,
    })
    const again = await takeOverCase(world.deps, shop.supervisor, input)
    expect(again).toMatchObject({ kind: 'Conflict', currentVersion: 2 })
    expect(await transfersOf(world, caseId)).toEqual([
      { occasion: 'TAKE_OVER', from: shop.specialist.id, to: shop.colleague.id, reason: null },
    ])
  })

  it('goes to one of two who reach for it at once', async () => {
    const caseId = await openCase(world, shop)
    const input = { caseId, fromAgentId: shop.specialist.id }
    const outcomes = await Promise.all(
      [shop.colleague, shop.supervisor].map((actor) => takeOverCase(world.deps, actor, input)),
    )
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['Conflict', 'Success'])
    expect((await caseOf(caseId))?.version).toBe(2)
  })

  it('is refused for a closed case, and nothing is written', async () => {
    const caseId = await openCase(world, shop, { status: 'CLOSED' })
    const before = await checksums(world)
    const input = { caseId, fromAgentId: shop.specialist.id }
    expect((await takeOverCase(world.deps, shop.colleague, input)).kind).toBe('PolicyDenied')
    expect(await checksums(world)).toEqual(before)
  })
})
