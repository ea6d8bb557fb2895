import { inShop } from '@cs/data'
import { findDecision } from '@cs/data/journal'
import { findPack } from '@cs/data/policy'
import {
  type AfterSaleState,
  type AfterSaleType,
  caseStatusOf,
  hasEnded,
  type StepName,
  stateAfter,
} from '@cs/domain/after-sales'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Actor,
  acceptAfterAll,
  acknowledgeAfterSale,
  approveAfterSale,
  chooseReplacement,
  confirmAfterSale,
  inspectReturn,
  judgeLiability,
  lapseAfterSale,
  type Outcome,
  openDispute,
  receiveReturn,
  recordReturnShipment,
  refundAfterSale,
  refuseReturn,
  rejectAfterSale,
  remindSendBack,
  reopenAfterSale,
  replayDecision,
  reportReplacementUnavailable,
  requestEvidence,
  resumeReview,
  sendRepaired,
  sendReplacement,
  settleDispute,
  startRepair,
  takeBackExtra,
  tellPlan,
  withdrawAfterSale,
} from '../src/index.ts'
import { applied, caseOf, key, signedOrder } from './after-sales.ts'
import { NOW, openShop, openWorld, type TestShop, type World } from './shop.ts'
import { rowsOf } from './state.ts'

let world: World
let shop: TestShop
let worker: Actor
beforeAll(async () => {
  world = await openWorld('after-sale-walks')
  shop = await openShop(world)
  worker = { kind: 'worker', shop: shop.id }
})
afterAll(() => world.close())

/** Numbers that look random and are the same in every run (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

type Take = (caseId: string, number: number) => Promise<Outcome>
/** Every command of the lifecycle; the walk does not know which of them is in order. */
const COMMANDS: readonly (readonly [StepName, Take])[] = [
  ['ACKNOWLEDGE', (caseId) => acknowledgeAfterSale(world.deps, shop.specialist, { caseId })],
  [
    'REQUEST_EVIDENCE',
    (caseId) => requestEvidence(world.deps, shop.specialist, { caseId, kinds: ['PHOTO'] }),
  ],
  ['RESUME_REVIEW', (caseId) => resumeReview(world.deps, shop.specialist, { caseId, worn: false })],
  [
    'JUDGE_LIABILITY',
    (caseId) => judgeLiability(world.deps, shop.specialist, { caseId, cause: 'NONE', liable: 'NOBODY' }),
  ],
  ['APPROVE', (caseId) => approveAfterSale(world.deps, shop.specialist, { caseId, ...key() })],
  ['APPROVE', (caseId) => approveAfterSale(world.deps, shop.colleague, { caseId, pickup: true, ...key() })],
  ['REJECT', (caseId) => rejectAfterSale(world.deps, shop.specialist, { caseId, ruleIds: ['AS-POL-09'] })],
  [
    'RECORD_RETURN_SHIPMENT',
    (caseId, n) =>
      recordReturnShipment(world.deps, shop.partner, {
        caseId,
        waybill: `WALK-${n}`,
        carrier: 'SF',
        ...key(),
      }),
  ],
  ['RECEIVE_RETURN', (caseId) => receiveReturn(world.deps, shop.partner, { caseId, ...key() })],
  [
    'REFUSE_RETURN',
    (caseId) => refuseReturn(world.deps, shop.partner, { caseId, reason: 'CARRIER_NOT_ACCEPTED', ...key() }),
  ],
  [
    'PASS_INSPECTION',
    (caseId) =>
      inspectReturn(world.deps, shop.partner, { caseId, result: 'PASSED', finding: 'INTACT', ...key() }),
  ],
  [
    'FAIL_INSPECTION',
    (caseId) =>
      inspectReturn(world.deps, shop.partner, { caseId, result: 'FAILED', finding: 'WORN', ...key() }),
  ],
  ['ACCEPT_AFTER_ALL', (caseId) => acceptAfterAll(world.deps, shop.specialist, { caseId, ...key() })],
  ['WITHDRAW', (caseId) => withdrawAfterSale(world.deps, shop.partner, { caseId })],
  ['REOPEN', (caseId) => reopenAfterSale(world.deps, shop.partner, { caseId })],
  ['OPEN_DISPUTE', (caseId) => openDispute(world.deps, shop.specialist, { caseId })],
  [
    'WIN_DISPUTE',
    (caseId) => settleDispute(world.deps, shop.specialist, { caseId, verdict: 'FOR_SHOP', ...key() }),
  ],
  ['REMIND', (caseId) => remindSendBack(world.deps, shop.specialist, { caseId })],
  ['LAPSE', (caseId) => lapseAfterSale(world.deps, worker, { caseId })],
  ['TELL_PLAN', (caseId) => tellPlan(world.deps, shop.specialist, { caseId, plan: 'EXPEDITE' })],
  ['REFUND', (caseId) => refundAfterSale(world.deps, shop.specialist, { caseId, ...key() })],
  [
    'SEND_REPLACEMENT',
    (caseId, n) =>
      sendReplacement(world.deps, shop.specialist, {
        caseId,
        carrier: 'SF',
        waybill: `OUT-WALK-${n}`,
        ...key(),
      }),
  ],
  ['REPORT_UNAVAILABLE', (caseId) => reportReplacementUnavailable(world.deps, shop.specialist, { caseId })],
  [
    'CHOOSE_REPLACEMENT',
    (caseId) => chooseReplacement(world.deps, shop.specialist, { caseId, skuId: null, ...key() }),
  ],
  ['CONFIRM', (caseId) => confirmAfterSale(world.deps, shop.specialist, { caseId })],
  ['START_REPAIR', (caseId) => startRepair(world.deps, shop.specialist, { caseId })],
  [
    'SEND_REPAIRED',
    (caseId, n) =>
      sendRepaired(world.deps, shop.specialist, {
        caseId,
        carrier: 'SF',
        waybill: `FIX-WALK-${n}`,
        ...key(),
      }),
  ],
  ['TAKE_BACK', (caseId) => takeBackExtra(world.deps, shop.specialist, { caseId, ...key() })],
]

const STARTS = [
  { type: 'RETURN_AND_REFUND', reason: 'NO_REASON' },
  { type: 'RETURN_AND_REFUND', reason: 'SIZE_FIT' },
  { type: 'EXCHANGE', reason: 'SIZE_FIT' },
  { type: 'RETURN_AND_REFUND', reason: 'EXTRA_ITEM' },
] as const

interface StepRow {
  readonly step: StepName | 'APPLY'
  readonly from_state: AfterSaleState | null
  readonly to_state: AfterSaleState
}

/** What holds of a case after any sequence of commands. */
async function requireWhole(caseId: string, type: AfterSaleType): Promise<void> {
  const found = await caseOf(world, caseId)
  const state = found.after_sale_state as AfterSaleState
  expect(found.status).toBe(caseStatusOf(state))
  expect(found.closed_at !== null).toBe(hasEnded(state))
  const steps = await rowsOf<StepRow>(
    world,
    'SELECT step, from_state, to_state FROM after_sale_steps WHERE case_id = $1 ORDER BY at, id',
    [caseId],
  )
  let at: AfterSaleState | null = null
  for (const { step, from_state: from, to_state: to } of steps) {
    expect(from).toBe(at)
    if (step !== 'APPLY') expect(stateAfter(step, type, from ?? 'APPLIED')).toBe(to)
    at = to
  }
  expect(at).toBe(state)
  expect(found.version).toBe(steps.length)
  const [money] = await rowsOf(
    world,
    `SELECT o.refunded_fen <= o.paid_fen AND o.refunded_fen = (SELECT coalesce(sum(r.amount_fen), 0) FROM refunds r
       WHERE r.order_id = o.id) AS whole FROM orders o JOIN cases c ON c.order_id = o.id WHERE c.id = $1`,
    [caseId],
  )
  expect(money).toEqual({ whole: true })
  const running = await rowsOf<{ name: string; paused: boolean; breach_at: Date }>(
    world,
    'SELECT name, paused_at IS NOT NULL AS paused, breach_at FROM clocks WHERE case_id = $1 AND stopped_at IS NULL',
    [caseId],
  )
  if (hasEnded(state)) expect(running).toEqual([])
  const due = running.filter((clock) => !clock.paused).map((clock) => clock.breach_at.getTime())
  expect((found.due_at as Date | null)?.getTime() ?? null).toBe(due.length > 0 ? Math.min(...due) : null)
}

describe('random walks over the commands', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('never leave the state machine (walk %i)', async (seed) => {
    const draw = numbers(seed)
    const start = STARTS[seed % STARTS.length] ?? STARTS[0]
    try {
      const caseId = await applied(world, shop.partner, await signedOrder(world, shop), start)
      let now = NOW.getTime()
      let taken = 0
      for (let i = 0; i < 40; i += 1) {
        // Mostly minutes, sometimes days: clocks run out on the way.
        now += draw(8) === 0 ? 3 * 86_400_000 : 60_000
        world.setNow(new Date(now))
        const { version: before, after_sale_state: state } = await caseOf(world, caseId)
        // Every other time one that the order of steps permits, so that walks come far.
        const next = COMMANDS.filter(
          ([step]) => stateAfter(step, start.type, state as AfterSaleState) !== null,
        )
        const chosen = draw(2) === 0 && next.length > 0 ? next : COMMANDS
        const [step, command] = chosen[draw(chosen.length)] ?? []
        const outcome = await command?.(caseId, i)
        const after = (await caseOf(world, caseId)).version
        expect([step, after - before]).toEqual([step, outcome?.kind === 'Success' ? 1 : 0])
        taken += after - before
      }
      expect(taken).toBeGreaterThan(0)
      await requireWhole(caseId, start.type)
    } finally {
      world.setNow(NOW)
    }
  })

  it('nor do many commands at the same time', async () => {
    const draw = numbers(99)
    for (const start of STARTS) {
      const caseId = await applied(world, shop.partner, await signedOrder(world, shop), start)
      for (let round = 0; round < 6; round += 1) {
        const chosen = Array.from({ length: 6 }, () => COMMANDS[draw(COMMANDS.length)])
        await Promise.all(chosen.map((each, i) => each?.[1](caseId, round * 10 + i)))
        await requireWhole(caseId, start.type)
      }
    }
  })

  it('leave decisions that are judged the same again', async () => {
    const ids = await rowsOf<{ id: string }>(
      world,
      `SELECT id FROM decisions WHERE shop_id = $1 AND action LIKE 'AFTER_SALE_%' ORDER BY id`,
      [shop.id],
    )
    expect(ids.length).toBeGreaterThan(100)
    await inShop(world.deps.database, shop.id, async (tx) => {
      for (const { id } of ids) {
        const stored = await findDecision(tx, shop.id, id)
        if (!stored) throw new Error(`decision ${id} is gone`)
        const { action, pack: by } = stored.decision
        const pack = await findPack(tx, shop.id, by.id, by.version)
        if (!pack) throw new Error('its pack is gone')
        const again = replayDecision({ action, facts: stored.facts }, { pack, now: stored.decidedAt })
        expect(again).toEqual(stored.decision)
      }
    })
  })
})
