import { addOrderRemark } from '@cs/data/orders'
import { cancelPermission, flagOf, isSettled, linesToCancel, type OrderRequest } from '@cs/domain/orders'
import { z } from 'zod'
import type { Command } from '../command.ts'
import { type Actor, agentOf, type Run } from '../context.ts'
import { id, idempotencyKey, note, version } from '../fields.ts'
import { conflict, type Issue, type Outcome, Withdrawn } from '../outcomes.ts'
import { type Preview, preview } from '../preview.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { endTrade, oweBack } from './cancellation.ts'
import { judgeRequest, loadOrder, openTask } from './order.ts'

/** Why an order is cancelled; it becomes the reason of the refund. */
export const CANCEL_REASONS = ['BUYER_ASKED', 'OUT_OF_STOCK', 'DUPLICATE'] as const
export type CancelReason = (typeof CANCEL_REASONS)[number]

const schema = z.strictObject({
  orderId: id,
  /** The lines to cancel; absent or `null`: the whole order. */
  lineIds: z.array(id).min(1).max(200).nullish(),
  reason: z.enum(CANCEL_REASONS),
  /** For the remark. Not needed: without it the remark says what was done. */
  note: note.optional(),
  expectedVersion: version.optional(),
  /** Required: money, points and stock move. Optional only inside a request for approval. */
  idempotencyKey: idempotencyKey.optional(),
})
export type CancelOrderInput = z.input<typeof schema>

export interface OrderCancelled {
  readonly orderId: string
  readonly version: number
  /** The trade has ended: no line is left. */
  readonly whole: boolean
  readonly lineIds: readonly string[]
  /** What is owed back; `null`: nothing was paid. */
  readonly refundId: string | null
  readonly remarkId: string
  /** The warehouse has to pull the parcel (ORD-MOD-07, ORD-CAN-07); `null`: nothing was printed. */
  readonly warehouseTaskId: string | null
}

/**
 * Cancels an order or those of its lines that have not left (ORD-CAN-01 to -07). What was paid for the lines
 * is owed back, points spent come back, freight only once all is cancelled (Q08). Closing an unpaid order
 * takes the permission order.close_unpaid as well, where an agent does it.
 */
export function cancelOrder(
  deps: CommandDeps,
  actor: Actor,
  input: CancelOrderInput,
): Promise<Outcome<OrderCancelled>> {
  return runCommand(deps, actor, cancelOrderCommand, input, { keyRequired: true })
}

/** What cancelOrder would decide now. */
export function previewCancelOrder(
  deps: CommandDeps,
  actor: Actor,
  input: CancelOrderInput,
): Promise<Preview> {
  return preview(deps, actor, cancelOrderCommand, input)
}

export const cancelOrderCommand: Command<z.output<typeof schema>, OrderRequest, OrderCancelled> = {
  name: 'cancelOrder',
  permission: 'order.cancel',
  schema,
  subjectType: 'Order',
  async load(run, { orderId, lineIds }) {
    const by = actsFor(run)
    const wanted = lineIds ? [...new Set(lineIds)] : null
    const found = await loadOrder(run, orderId, () => ({ action: 'CANCEL', lineIds: wanted, by }))
    const known = new Set(found?.facts.order.lines.map((line) => line.id))
    const issues = found ? (lineIds ?? []).flatMap((line, i) => (known.has(line) ? [] : [strange(i)])) : []
    if (issues.length > 0) throw new Withdrawn({ kind: 'ValidationFailed', issues })
    return found
  },
  async attempt(_run, { lineIds }, { facts, version: current }) {
    const gone = facts.order.lines.some((line) => isSettled(line) && lineIds?.includes(line.id))
    if (gone) throw conflict(current, CANCELLED_ALREADY)
    return facts
  },
  alsoNeeds: (run, { order }) => cancelPermission(order, actsFor(run)),
  judge: judgeRequest,
  async execute(run, { lineIds, reason, note: text }, { facts }) {
    const { tx, actor, now } = run
    const { order } = facts
    const lines = linesToCancel(order, lineIds ?? null).map((line) => line.id)
    const ended = await endTrade(run, order, lines)
    const owed = await oweBack(run, order, lineIds ? lines : null, ended.whole, reason)
    const on = { shopId: actor.shop, orderId: order.id, at: now }
    const warehouseTaskId = await openTask(run, order, 'CANCEL')
    const remark = await addOrderRemark(tx, {
      ...on,
      actionType: 'WITHDRAWAL',
      flag: flagOf(order, 'WITHDRAWAL'),
      text: text ?? (ended.whole ? '取消订单' : `取消 ${lines.length} 项商品`),
      agentId: agentOf(run),
    })
    return {
      ids: {
        orderId: order.id,
        version: remark.version,
        whole: ended.whole,
        lineIds: lines,
        refundId: owed?.refundId ?? null,
        remarkId: remark.id,
        warehouseTaskId,
      },
      events: [
        {
          type: ended.whole ? 'OrderCancelled' : 'OrderLinesCancelled',
          data: { lineIds: lines, reason, unpaid: order.tradeStatus === 'UNPAID', warehouseTaskId },
        },
        ...(owed ? [{ type: 'RefundOwed', data: { ...owed } }] : []),
        ...ended.followed,
      ],
      fields: ended.whole ? ['tradeStatus', 'lines'] : ['lines'],
      purpose: reason,
    }
  },
}

/** A storefront acts for the buyer. */
const actsFor = (run: Run) => (run.actor.kind === 'partner' ? 'BUYER' : 'SHOP')

function strange(index: number): Issue {
  return {
    field: `lineIds.${index}`,
    code: 'NOT_OF_THIS_ORDER',
    message: { zh: '该商品行不属于此订单。', en: 'This order has no such line.' },
  }
}

const CANCELLED_ALREADY = {
  zh: '所选商品已被取消，请刷新后重试。',
  en: 'One of these lines was cancelled already. Look again, then retry.',
}
