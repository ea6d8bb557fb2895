import { addPayment, dispatchPromises, setOrderPaid } from '@cs/data/orders'
import { fen } from '@cs/domain/money'
import { dispatchDueAt, type OrderRequest } from '@cs/domain/orders'
import { z } from 'zod'
import { startDispatchClock } from '../clocks/index.ts'
import type { Command } from '../command.ts'
import type { Actor, Run } from '../context.ts'
import { id, idempotencyKey, version } from '../fields.ts'
import { conflict, invalid, type Outcome } from '../outcomes.ts'
import { type Preview, preview } from '../preview.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { afterPayment } from './follow.ts'
import { judgeRequest, loadOrder } from './order.ts'

/** How an order is paid before it is sent. Cash on delivery is paid at the door. */
export const PREPAID_METHODS = ['ALIPAY', 'WECHAT_PAY', 'BANK_CARD', 'CREDIT_CARD', 'BALANCE'] as const

const schema = z.strictObject({
  orderId: id,
  method: z.enum(PREPAID_METHODS),
  /** Fen: all that is payable. 0 where nothing is. */
  amountFen: z.int().min(0),
  /** The number that the payment channel gave it. */
  reference: z.string().regex(/^[A-Za-z0-9._:-]{4,64}$/),
  /** When the money arrived; now where nothing is said. */
  receivedAt: z.iso.datetime({ offset: true }).optional(),
  expectedVersion: version.optional(),
  /** Required: money moves. */
  idempotencyKey: idempotencyKey.optional(),
})
export type RecordPaymentInput = z.input<typeof schema>

export interface PaymentRecorded {
  readonly orderId: string
  readonly version: number
  /** `null`: nothing was payable. */
  readonly paymentId: string | null
}

/**
 * Records that an order was paid, once, with all that is payable (ORD-AUD-04): what each line was paid is fixed from
 * now on (Q07), and its dispatch is promised (FUL-03, C-33). A payment that is on record for any order is a Conflict.
 */
export function recordPayment(
  deps: CommandDeps,
  actor: Actor,
  input: RecordPaymentInput,
): Promise<Outcome<PaymentRecorded>> {
  return runCommand(deps, actor, recordPaymentCommand, input, { keyRequired: true })
}

/** What recordPayment would decide now. */
export function previewRecordPayment(
  deps: CommandDeps,
  actor: Actor,
  input: RecordPaymentInput,
): Promise<Preview> {
  return preview(deps, actor, recordPaymentCommand, input)
}

const recordPaymentCommand: Command<z.output<typeof schema>, OrderRequest, PaymentRecorded> = {
  name: 'recordPayment',
  permission: 'order.record_payment',
  schema,
  subjectType: 'Order',
  async load(run, { orderId, amountFen, method, receivedAt }) {
    const found = await loadOrder(run, orderId, () => ({
      action: 'RECORD_PAYMENT',
      amountFen: fen(amountFen),
      method,
    }))
    if (found && receivedAt) requireSense(new Date(receivedAt), found.facts.order.placedAt, run.now)
    return found
  },
  judge: judgeRequest,
  async execute(run, { method, amountFen, reference, receivedAt }, { facts: { order } }) {
    const { tx, actor, now } = run
    const of = { shopId: actor.shop, orderId: order.id, method, amountFen, reference, at: now }
    const paidAt = receivedAt ? new Date(receivedAt) : now
    const paymentId = amountFen > 0 ? await addPayment(tx, { ...of, receivedAt: paidAt }) : null
    if (amountFen > 0 && !paymentId) throw conflict(order.version, RECORDED_BEFORE)
    const due = await dispatchDue(run, order.id, paidAt)
    const version = await setOrderPaid(tx, actor.shop, order.id, { paidAt, dispatchDueAt: due.at })
    await startDispatchClock(run, order.id, due.own ? due.at : null)
    const followed = await afterPayment(run, order)
    return {
      ids: { orderId: order.id, version, paymentId },
      events: [
        { type: 'OrderPaid', data: { paymentId, method, amountFen, dispatchDueAt: due.at.toISOString() } },
        ...followed,
      ],
      fields: ['tradeStatus', 'paidAmount', 'payments'],
    }
  },
}

/** When the last of its lines has to leave; `own`: not when the shop's promise says (C-33, CAT-18). */
async function dispatchDue(run: Run, orderId: string, paidAt: Date): Promise<{ at: Date; own: boolean }> {
  const promised = dispatchDueAt(
    { paidAt: paidAt.toISOString(), shipFrom: null, dispatchHours: null },
    run.context,
  )
  const lines = await dispatchPromises(run.tx, run.actor.shop, orderId)
  const all = lines.map(({ shipFrom, dispatchHours }) =>
    dispatchDueAt(
      { paidAt: paidAt.toISOString(), shipFrom: shipFrom?.toISOString() ?? null, dispatchHours },
      run.context,
    ),
  )
  const at = all.toSorted((a, b) => b.getTime() - a.getTime())[0] ?? promised
  return { at, own: at.getTime() !== promised.getTime() }
}

function requireSense(receivedAt: Date, placedAt: string, now: Date): void {
  const ahead = receivedAt.getTime() > now.getTime()
  if (ahead || receivedAt < new Date(placedAt)) throw invalid('receivedAt', 'INVALID', NOT_THEN)
}

const NOT_THEN = {
  zh: '到账时间须在下单之后、当前时间之前。',
  en: 'Money arrives after the order was placed, and not in the future.',
}
const RECORDED_BEFORE = {
  zh: '该付款流水号已登记，不能重复入账。',
  en: 'This payment is on record already: it is not recorded twice.',
}
