import { hasTakenStep, setTradeDeadline } from '@cs/data/after-sales'
import {
  type AfterSaleOrderFacts,
  clocksAtApproval,
  comesBack,
  isWithCustomer,
  nothingToSendBack,
} from '@cs/domain/after-sales'
import { fen } from '@cs/domain/money'
import { dueAfter } from '@cs/domain/policy'
import { z } from 'zod'
import { requireAuthority } from '../authority.ts'
import type { EventDraft } from '../command.ts'
import type { Actor, Run } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type Preview, preview } from '../preview.ts'
import { owePartialRefund, refundOwed } from '../refunds/index.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { judgeStep, type LoadedAfterSale } from './after-sale.ts'
import { freightPayer } from './freight-payer.ts'
import { type AfterSaleMoved, stepInput } from './moved.ts'
import { stepCommand } from './step-command.ts'

const schema = z.strictObject({
  ...stepInput,
  /** Fen. PARTIAL_REFUND: what was agreed (AS-POL-09). A return: the most that was agreed to; absent: what it cost. */
  amountFen: z.int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  /** The shop has the goods collected (AS-SLA-02). */
  pickup: z.boolean().default(false),
})
export type ApproveAfterSaleInput = z.input<typeof schema>

/**
 * Agrees to an after-sale (AS-WF-RET step 3): the customer is told where to send the goods or what is paid, and a
 * trade that has not completed confirms itself later (AS-SLA-28). Under an approval it counts as a special one.
 */
export function approveAfterSale(
  deps: CommandDeps,
  actor: Actor,
  input: ApproveAfterSaleInput,
): Promise<Outcome<AfterSaleMoved>> {
  return runCommand(deps, actor, approveAfterSaleCommand, input, { keyRequired: true })
}

/** What approveAfterSale would decide now. */
export function previewApproveAfterSale(
  deps: CommandDeps,
  actor: Actor,
  input: ApproveAfterSaleInput,
): Promise<Preview> {
  return preview(deps, actor, approveAfterSaleCommand, input)
}

export const approveAfterSaleCommand = stepCommand({
  name: 'approveAfterSale',
  permission: 'after_sale.handle',
  schema,
  ask: ({ amountFen }) => ({ step: 'APPROVE', amountFen: amountFen ? fen(amountFen) : null }),
  async attempt(run, _input, found) {
    requireAuthority(run, found.version, () => judgeStep(found.facts, run.context))
  },
  async prepare(run, { amountFen = null, pickup }, found, { decision }) {
    const { now, context } = run
    const { case: before, order } = found.facts
    const back =
      comesBack(before.type) && !nothingToSendBack(order, before) && isWithCustomer(order, before, now)
    const agreed = before.type === 'PARTIAL_REFUND' && amountFen !== null
    const owed = agreed ? await owePartialRefund(run, found.facts, fen(amountFen)) : null
    const payer = freightPayer(run, found.facts)
    // Unproved, the freight hangs on the inspection: our word in writing would be a promise (AS-LIA-11, Q29).
    const unproved = decision.findings.some(({ rule }) => rule === 'AS-LIA-11')
    const due = back && !pickup ? context.pack.get('clock.after_sale.send_back.breach') : null
    return {
      ids: {},
      options: {
        set: {
          decided_at: now,
          approved_fen: amountFen,
          freight_payer: payer,
          ...(run.approval && { special_approval: true }),
        },
        start: clocksAtApproval(before, order, { pickup }, context),
        notice: back ? 'APPROVED_SEND_BACK' : 'APPROVED',
        parameters: {
          ...(amountFen && { amountFen }),
          ...(pickup && { pickup }),
          ...(payer && !unproved && { freightPayer: payer }),
          ...(due && { dueAt: dueAfter(now, due).toISOString() }),
        },
      },
      data: { amountFen, pickup, refundId: owed?.owed.refundId ?? null },
      events: [...(await extendTrade(run, found)), ...(owed ? [refundOwed(order.id, owed)] : [])],
    }
  },
  event: 'AfterSaleApproved',
  fields: ['decidedAt', 'approvedAmount', 'freightPayer', 'specialApproval'],
})

/** A return or exchange was agreed to: the trade does not confirm itself over it (AS-SLA-28). Once for a case. */
async function extendTrade(run: Run, { facts }: LoadedAfterSale): Promise<readonly EventDraft[]> {
  const { tx, actor, context } = run
  const { order, case: before } = facts
  const until = extendable(order)
  if (!until || (before.type !== 'RETURN_AND_REFUND' && before.type !== 'EXCHANGE')) return []
  if (await hasTakenStep(tx, actor.shop, before.id, 'APPROVE')) return []
  const deadline = dueAfter(until, context.pack.get('order.confirm_extension'))
  await setTradeDeadline(tx, actor.shop, order.id, deadline)
  return [
    {
      type: 'TradeDeadlineExtended',
      subject: { type: 'Order', id: order.id },
      data: { caseId: before.id, from: until.toISOString(), until: deadline.toISOString() },
    },
  ]
}

function extendable({ tradeStatus, tradeDeadlineAt }: AfterSaleOrderFacts): Date | null {
  const open = tradeStatus !== 'COMPLETED' && tradeStatus !== 'CANCELLED'
  return open && tradeDeadlineAt ? new Date(tradeDeadlineAt) : null
}
