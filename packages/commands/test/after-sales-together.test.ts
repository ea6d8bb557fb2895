import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Actor,
  approveAfterSale,
  cancelOrder,
  lapseAfterSale,
  type Outcome,
  receiveReturn,
  recordReturnShipment,
  rejectAfterSale,
  remarkOrder,
  withdrawAfterSale,
} from '../src/index.ts'
import { applied, caseOf, eventsOf, key, signedOrder } from './after-sales.ts'
import { NOW, openShop, openWorld, type TestShop, type World } from './shop.ts'
import { rowsOf } from './state.ts'

let world: World
let shop: TestShop
let worker: Actor
beforeAll(async () => {
  world = await openWorld('after-sale-together')
  shop = await openShop(world)
  worker = { kind: 'worker', shop: shop.id }
})
afterAll(() => world.close())

const kinds = (outcomes: readonly Outcome[]) => outcomes.map((each) => each.kind).sort()
const open = async () => applied(world, shop.specialist, await signedOrder(world, shop))
const approve = (actor: Actor, caseId: string, more: object = {}) =>
  approveAfterSale(world.deps, actor, { caseId, ...key(), ...more })
const send = (caseId: string) =>
  recordReturnShipment(world.deps, shop.partner, { caseId, waybill: 'SF-1234567', carrier: 'SF', ...key() })
const withdraw = (caseId: string) => withdrawAfterSale(world.deps, shop.partner, { caseId })
const stepsOf = async (caseId: string) =>
  (
    await rowsOf<{ step: string }>(
      world,
      'SELECT step FROM after_sale_steps WHERE case_id = $1 ORDER BY at, id',
      [caseId],
    )
  ).map((each) => each.step)

describe('two at once', () => {
  it('approve: once', async () => {
    const agents = [shop.specialist, shop.colleague, shop.supervisor]
    const seen = await open()
    const versioned = await Promise.all(agents.map((agent) => approve(agent, seen, { expectedVersion: 1 })))
    expect(kinds(versioned)).toEqual(['Conflict', 'Conflict', 'Success'])
    const caseId = await open()
    const outcomes = await Promise.all(agents.map((agent) => approve(agent, caseId)))
    expect(kinds(outcomes)).toEqual(['PolicyDenied', 'PolicyDenied', 'Success'])
    expect(await stepsOf(caseId)).toEqual(['APPLY', 'APPROVE'])
    const told = (await eventsOf(world, caseId)).filter((type) => type === 'AfterSaleApproved')
    expect(told).toHaveLength(1)
  })

  it('approve and reject: one of them', async () => {
    // What is negotiated may be rejected; a return within its window may not (AS-LIA-13).
    const partial = { type: 'PARTIAL_REFUND', reason: 'PRICE', amountFen: 700 }
    for (let round = 0; round < 4; round += 1) {
      const caseId = await applied(world, shop.specialist, await signedOrder(world, shop), partial)
      const reject = () => rejectAfterSale(world.deps, shop.colleague, { caseId, ruleIds: ['AS-POL-09'] })
      const agree = () => approve(shop.specialist, caseId, { amountFen: 700 })
      const both = round % 2 === 0 ? [agree(), reject()] : [reject(), agree()]
      expect(kinds(await Promise.all(both))).toEqual(['PolicyDenied', 'Success'])
      expect(await stepsOf(caseId)).toHaveLength(2)
    }
  })

  it('send back and withdraw: one of them', async () => {
    for (let round = 0; round < 4; round += 1) {
      const caseId = await open()
      await approve(shop.specialist, caseId)
      expect(kinds(await Promise.all([send(caseId), withdraw(caseId)]))).toEqual(['PolicyDenied', 'Success'])
      const { after_sale_state: state } = await caseOf(world, caseId)
      const parcels = await rowsOf(world, 'SELECT 1 FROM return_shipments WHERE case_id = $1', [caseId])
      expect(parcels).toHaveLength(state === 'RETURN_IN_TRANSIT' ? 1 : 0)
    }
  })

  it('withdraw and receive: what is in the house is not withdrawn', async () => {
    const caseId = await open()
    await approve(shop.specialist, caseId)
    await send(caseId)
    const receive = () => receiveReturn(world.deps, shop.specialist, { caseId, ...key() })
    const outcomes = await Promise.all([withdraw(caseId), receive(), receive()])
    expect(kinds(outcomes)).toEqual(['PolicyDenied', 'PolicyDenied', 'Success'])
    expect((await caseOf(world, caseId)).after_sale_state).toBe('RECEIVED')
  })

  it('lapse and send back at the last moment: one of them', async () => {
    const ids = await Promise.all(Array.from({ length: 4 }, open))
    for (const caseId of ids) await approve(shop.specialist, caseId)
    world.setNow(new Date('2026-11-25T16:00:01.000Z'))
    try {
      for (const caseId of ids) {
        const outcomes = await Promise.all([lapseAfterSale(world.deps, worker, { caseId }), send(caseId)])
        expect(outcomes.filter((each) => each.kind === 'Success')).toHaveLength(1)
        expect(await stepsOf(caseId)).toHaveLength(3)
      }
    } finally {
      world.setNow(NOW)
    }
  })
})

describe('many at once on one order', () => {
  it('wait for each other in one order of locks, and none is given up', async () => {
    const order = await signedOrder(world, shop, { lines: 3 })
    const ids: string[] = []
    for (const lineId of order.lineIds)
      ids.push(await applied(world, shop.specialist, order, { lines: [{ lineId, quantity: 1 }] }))
    const rounds = await Promise.all([
      ...ids.map((caseId) => approve(shop.specialist, caseId)),
      ...ids.map((caseId) => withdraw(caseId)),
      cancelOrder(world.deps, shop.specialist, { orderId: order.id, reason: 'BUYER_ASKED', ...key() }),
      remarkOrder(world.deps, shop.colleague, { orderId: order.id, type: 'NOTE', text: '客户来电' }),
      ...ids.map((caseId) => approve(shop.colleague, caseId)),
    ])
    expect(new Set(kinds(rounds))).toEqual(new Set(['PolicyDenied', 'Success']))
    for (const caseId of ids) {
      const { after_sale_state: state, version } = await caseOf(world, caseId)
      const steps = await stepsOf(caseId)
      expect(steps).toHaveLength(version)
      expect(['APPROVED', 'WITHDRAWN']).toContain(state)
    }
  })
})
