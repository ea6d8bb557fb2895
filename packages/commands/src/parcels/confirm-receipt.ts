import { findOrder, lockOrder } from '@cs/data/orders'
import { findReceipt, receiveLines } from '@cs/data/parcels'
import { judgeRequest, type OrderRequest, type ReceiptFacts } from '@cs/domain/orders'
import { z } from 'zod'
import type { Command, Loaded } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey, version } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type Preview, preview } from '../preview.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { signed } from './moments.ts'

const schema = z.strictObject({
  orderId: id,
  expectedVersion: version.optional(),
  /** Required of people and partners: points move. */
  idempotencyKey: idempotencyKey.optional(),
})
export type ConfirmReceiptInput = z.input<typeof schema>

export interface ReceiptConfirmed {
  readonly orderId: string
}

interface Receiving extends Loaded<OrderRequest> {
  readonly by: 'BUYER' | 'TIME'
  readonly receipt: ReceiptFacts
}

/**
 * Confirms that an order was received, as a signature for its last parcel does: the days of after-sales run, what it
 * earned can be spent. By the buyer's word, now; or by the worker, once its time has come (Q37, Q67), since then:
 * however late it looks. For the worker, NotFound where another one was there.
 */
export function confirmReceipt(
  deps: CommandDeps,
  actor: Actor,
  input: ConfirmReceiptInput,
): Promise<Outcome<ReceiptConfirmed>> {
  return runCommand(deps, actor, confirmReceiptCommand, input, { keyRequired: actor.kind !== 'worker' })
}

/** What confirmReceipt would decide now. */
export function previewConfirmReceipt(
  deps: CommandDeps,
  actor: Actor,
  input: ConfirmReceiptInput,
): Promise<Preview> {
  return preview(deps, actor, confirmReceiptCommand, input)
}

const confirmReceiptCommand: Command<z.output<typeof schema>, OrderRequest, ReceiptConfirmed, Receiving> = {
  name: 'confirmReceipt',
  permission: 'receipt.confirm',
  schema,
  subjectType: 'Order',
  async load(run, { orderId }) {
    const { tx, actor, now, asking } = run
    const order = await (asking ? findOrder : lockOrder)(tx, actor.shop, orderId, now)
    if (!order) return null
    const by = actor.kind === 'worker' ? 'TIME' : 'BUYER'
    if (by === 'TIME' && order.tradeStatus !== 'SHIPPED') return null
    const receipt = await findReceipt(tx, actor.shop, orderId)
    const facts: OrderRequest = { order, ask: { action: 'CONFIRM_RECEIPT', by, receipt } }
    return { subjectId: orderId, version: order.version, facts, by, receipt }
  },
  judge: judgeRequest,
  async execute(run, { orderId }, { facts: { order }, by, receipt: { confirmsAt } }) {
    const at = by === 'TIME' && confirmsAt !== null ? new Date(confirmsAt) : run.now
    if (!(await receiveLines(run.tx, run.actor.shop, orderId, at)))
      throw new Error(`the receipt of order ${orderId} was allowed and did not happen`)
    return {
      ids: { orderId },
      events: await signed(run, { orderId, customerId: order.customerId, by }),
      fields: ['tradeStatus', 'signedAt', 'lines'],
    }
  },
}
