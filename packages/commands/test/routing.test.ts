import { randomUUID } from 'node:crypto'
import { inShop } from '@cs/data'
import type { Skill } from '@cs/domain/routing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openRun } from '../src/context.ts'
import { Forbidden, putInFastLane, requestAfterSale } from '../src/index.ts'
import { giveTo, ownerFor } from '../src/routing/index.ts'
import { application, key, signedOrder } from './after-sales.ts'
import { openCase, putOnDuty, transfersOf } from './shifts.ts'
import { NOW, openShop, openWorld, type TestShop, type World } from './shop.ts'
import { checksums, rowsOf } from './state.ts'

let world: World
let shop: TestShop
beforeAll(async () => {
  world = await openWorld('routing')
  shop = await openShop(world, 'general', { 'routing.open_case_limit': 3 } as never)
})
beforeEach(async () => {
  world.setNow(NOW)
  await world.admin.query('UPDATE cases SET status = $2 WHERE shop_id = $1', [shop.id, 'SOLVED'])
  await world.admin.query('DELETE FROM agent_skills WHERE shop_id = $1', [shop.id])
  await world.admin.query('DELETE FROM dedicated_agents WHERE shop_id = $1', [shop.id])
  await setTier('ORDINARY')
})
afterAll(() => world.close())

const setTier = (tier: string) =>
  world.admin.query('UPDATE members SET tier = $2 WHERE shop_id = $1', [shop.id, tier])

/** Whom the worker gives a case of the queue to. */
const routed = (queue: Skill = 'AFTER_SALE', customerId: string | null = null) => {
  const { deps } = world
  const actor = { kind: 'worker', shop: shop.id } as const
  return inShop(deps.database, shop.id, async (tx) =>
    giveTo(await openRun({ deps, tx, actor, scope: 'shop', commandId: randomUUID() }), { queue, customerId }),
  )
}
const load = async (agent: { readonly id: string }, cases: number) => {
  for (let n = 0; n < cases; n++) await openCase(world, shop, { assigneeId: agent.id })
}
const caseOf = async (id: string) =>
  (
    await rowsOf(
      world,
      'SELECT priority, fast_lane_at, owner_id, assignee_id, version FROM cases WHERE id = $1',
      [id],
    )
  )[0]

describe('a case that no agent received', () => {
  it('goes to somebody on duty, the one with the fewest open cases', async () => {
    await putOnDuty(world, shop, [shop.specialist, shop.colleague])
    await load(shop.specialist, 1)
    expect(await routed()).toBe(shop.colleague.id)
    await load(shop.colleague, 2)
    expect(await routed()).toBe(shop.specialist.id)
  })

  it('goes by skill (ROL-18), but to nobody over the limit while somebody else is below it', async () => {
    await putOnDuty(world, shop, [shop.specialist, shop.colleague])
    await world.admin.query(`INSERT INTO agent_skills VALUES ($1, $2, 'AFTER_SALE')`, [
      shop.id,
      shop.specialist.id,
    ])
    await load(shop.specialist, 2)
    expect(await routed()).toBe(shop.specialist.id)
    await load(shop.specialist, 1)
    expect(await routed()).toBe(shop.colleague.id)
  })

  it('goes to the supervisor on call where nobody is on duty, and to some agent where the roster names none', async () => {
    await putOnDuty(world, shop, [], [shop.otherSupervisor, shop.colleague])
    expect(await routed()).toBe(shop.otherSupervisor.id)
    await putOnDuty(world, shop, [])
    expect([shop.specialist.id, shop.colleague.id]).toContain(await routed())
  })

  it('of a member stays with whom they got first, while on duty and below the limit (MEM-02, MEM-05)', async () => {
    await setTier('DIAMOND')
    await putOnDuty(world, shop, [shop.specialist, shop.colleague])
    const first = await routed('AFTER_SALE', shop.customerId)
    const dedicated = [shop.specialist, shop.colleague].find(({ id }) => id === first)
    const another = [shop.specialist, shop.colleague].find(({ id }) => id !== first)
    if (!dedicated || !another) throw new Error('given to somebody off duty')
    await load(dedicated, 2)
    expect(await routed('AFTER_SALE', shop.customerId)).toBe(dedicated.id)
    await load(dedicated, 1)
    expect(await routed('AFTER_SALE', shop.customerId)).toBe(another.id)
    await world.admin.query(`UPDATE cases SET status = 'SOLVED' WHERE shop_id = $1`, [shop.id])
    await putOnDuty(world, shop, [another])
    expect(await routed('AFTER_SALE', shop.customerId)).toBe(another.id)
    await putOnDuty(world, shop, [dedicated, another])
    expect(await routed('AFTER_SALE', shop.customerId)).toBe(dedicated.id)
    expect(
      await rowsOf(world, 'SELECT agent_id FROM dedicated_agents WHERE shop_id = $1', [shop.id]),
    ).toEqual([{ agent_id: dedicated.id }])
  })

  it('dedicates nobody to a customer without the benefit', async () => {
    await putOnDuty(world, shop, [shop.specialist])
    await routed('AFTER_SALE', shop.customerId)
    expect(
      await rowsOf(world, 'SELECT agent_id FROM dedicated_agents WHERE shop_id = $1', [shop.id]),
    ).toEqual([])
  })

  it('is counted before the next is given: many at once never go over the limit', async () => {
    const people = [shop.specialist, shop.colleague, shop.supervisor]
    await putOnDuty(world, shop, people)
    const orders = await Promise.all(Array.from({ length: 9 }, () => signedOrder(world, shop)))
    const outcomes = await Promise.all(
      orders.map((order) =>
        requestAfterSale(world.deps, shop.partner, { ...application(order), ...key() } as never),
      ),
    )
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['Success']))
    const counts = await rowsOf<{ n: number }>(
      world,
      `SELECT count(*)::int AS n FROM cases WHERE shop_id = $1 AND status = 'OPEN' GROUP BY assignee_id`,
      [shop.id],
    )
    expect(counts.map(({ n }) => n)).toEqual([3, 3, 3])
  })
})

it('a case that an agent received is that agent’s to the end, on duty or not (CMP-PRI-01)', async () => {
  await putOnDuty(world, shop, [shop.colleague])
  const { deps } = world
  const owner = await inShop(deps.database, shop.id, async (tx) =>
    ownerFor(await openRun({ deps, tx, actor: shop.specialist, scope: 'shop', commandId: randomUUID() }), {
      queue: 'PRE_SALE',
      customerId: shop.customerId,
    }),
  )
  expect(owner).toBe(shop.specialist.id)
})

describe('putInFastLane', () => {
  it('makes a hard problem urgent and gives it to a senior or above; the owner stays (CMP-ESC-01)', async () => {
    await putOnDuty(world, shop, [shop.specialist, shop.colleague, shop.supervisor])
    const caseId = await openCase(world, shop)
    const outcome = await putInFastLane(world.deps, shop.specialist, { caseId })
    expect(outcome).toMatchObject({ kind: 'Success', version: 2, assigneeId: shop.colleague.id })
    expect(await caseOf(caseId)).toEqual({
      priority: 'URGENT',
      fast_lane_at: NOW,
      owner_id: shop.specialist.id,
      assignee_id: shop.colleague.id,
      version: 2,
    })
    const events = await rowsOf<{ type: string; rule_ids: string[] }>(
      world,
      'SELECT type, rule_ids FROM events WHERE subject_id = $1',
      [caseId],
    )
    expect(events).toEqual([{ type: 'CasePutInFastLane', rule_ids: ['CMP-ESC-01'] }])
    expect(await transfersOf(world, caseId)).toMatchObject([{ occasion: 'FAST_LANE', to: shop.colleague.id }])
  })

  it('leaves it with a senior who works on it already', async () => {
    await putOnDuty(world, shop, [shop.supervisor])
    const caseId = await openCase(world, shop, { assigneeId: shop.colleague.id })
    expect(await putInFastLane(world.deps, shop.specialist, { caseId })).toMatchObject({
      assigneeId: shop.colleague.id,
    })
    expect(await transfersOf(world, caseId)).toEqual([])
  })

  it('is refused for a closed case and by partners, and is done once; a refusal writes nothing', async () => {
    await putOnDuty(world, shop, [shop.colleague])
    const closed = await openCase(world, shop, { status: 'CLOSED' })
    const open = await openCase(world, shop)
    expect((await putInFastLane(world.deps, shop.specialist, { caseId: open })).kind).toBe('Success')
    const before = await checksums(world)
    expect((await putInFastLane(world.deps, shop.specialist, { caseId: closed })).kind).toBe('PolicyDenied')
    expect((await putInFastLane(world.deps, shop.specialist, { caseId: open })).kind).toBe('Conflict')
    await expect(putInFastLane(world.deps, shop.partner, { caseId: open })).rejects.toThrow(Forbidden)
    expect(await checksums(world)).toEqual(before)
  })
})
