import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  approveAfterSale,
  decideApproval,
  inspectReturn,
  receiveReturn,
  recordReturnShipment,
  requestApproval,
  takeBackExtra,
} from '../src/index.ts'
import { applied, caseOf, clocksOf, key, signedOrder } from './after-sales.ts'
import { openShop, openWorld, type TestShop, type World } from './shop.ts'
import { checksums, rowsOf } from './state.ts'

let world: World
let shop: TestShop
beforeAll(async () => {
  world = await openWorld('after-sale-ahead')
  shop = await openShop(world)
})
afterAll(() => world.close())

async function sendBack(caseId: string, waybill: string): Promise<void> {
  const recorded = { caseId, waybill, carrier: 'SF' as const, ...key() }
  expect((await recordReturnShipment(world.deps, shop.partner, recorded)).kind).toBe('Success')
  expect((await receiveReturn(world.deps, shop.partner, { caseId, ...key() })).kind).toBe('Success')
}

it('takes extra goods back into stock without a refund (AS-POL-30)', async () => {
  const caseId = await applied(world, shop.specialist, await signedOrder(world, shop), {
    reason: 'EXTRA_ITEM',
  })
  await approveAfterSale(world.deps, shop.specialist, { caseId, ...key() })
  const early = await takeBackExtra(world.deps, shop.partner, { caseId, ...key() })
  expect(early.kind).toBe('PolicyDenied')
  await sendBack(caseId, 'EXTRA-1')
  expect(await clocksOf(world, caseId)).not.toContain('after_sale.refund')
  await inspectReturn(world.deps, shop.partner, { caseId, result: 'PASSED', finding: 'AS_CLAIMED', ...key() })
  expect((await takeBackExtra(world.deps, shop.partner, { caseId, ...key() })).kind).toBe('Success')
  expect((await caseOf(world, caseId)).after_sale_state).toBe('COMPLETED')
  expect(await rowsOf(world, 'SELECT id FROM refunds WHERE case_id = $1', [caseId])).toEqual([])
})

it('does not just take back what was bought', async () => {
  const caseId = await applied(world, shop.specialist, await signedOrder(world, shop))
  await approveAfterSale(world.deps, shop.specialist, { caseId, ...key() })
  await sendBack(caseId, 'BOUGHT-1')
  await inspectReturn(world.deps, shop.partner, { caseId, result: 'PASSED', finding: 'INTACT', ...key() })
  const before = await checksums(world)
  expect((await takeBackExtra(world.deps, shop.partner, { caseId, ...key() })).kind).toBe('PolicyDenied')
  const { decisions: _, audit_entries: __, idempotency_keys: ___, ...state } = before
  expect(await checksums(world)).toMatchObject(state)
})

it('receives and inspects what was paid for in advance, and asks for it once (AS-POL-10, Q47)', async () => {
  const caseId = await applied(world, shop.specialist, await signedOrder(world, shop))
  await approveAfterSale(world.deps, shop.specialist, { caseId, ...key() })
  const asked = await requestApproval(world.deps, shop.specialist, {
    action: 'payInAdvance',
    input: { caseId },
    reason: '客户急用',
  })
  if (asked.kind !== 'Success') throw new Error(JSON.stringify(asked))
  const decided = { approvalId: asked.approvalId, verdict: 'APPROVE', reason: '同意先行赔付' } as const
  expect((await decideApproval(world.deps, shop.supervisor, decided)).kind).toBe('Success')
  expect((await caseOf(world, caseId)).after_sale_state).toBe('REFUND_OWED')
  await sendBack(caseId, 'AHEAD-1')
  expect(await clocksOf(world, caseId)).toContain('after_sale.inspect')
  await inspectReturn(world.deps, shop.partner, { caseId, result: 'PASSED', finding: 'INTACT', ...key() })
  expect(await caseOf(world, caseId)).toMatchObject({
    after_sale_state: 'REFUND_OWED',
    received_at: expect.any(Date),
  })
  const again = { caseId, waybill: 'AHEAD-2', carrier: 'SF' as const, ...key() }
  expect((await recordReturnShipment(world.deps, shop.partner, again)).kind).toBe('PolicyDenied')
  expect(await rowsOf(world, 'SELECT id FROM refunds WHERE case_id = $1', [caseId])).toHaveLength(1)
})
