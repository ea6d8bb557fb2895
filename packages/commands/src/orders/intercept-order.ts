import { addOrderRemark, addWarehouseTask, setPhysicalStatus } from '@cs/data/orders'
import { flagOf, type OrderRequest } from '@cs/domain/orders'
import { z } from 'zod'
import type { Command } from '../command.ts'
import { type Actor, agentOf } from '../context.ts'
import { id, idempotencyKey, note, version } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type Preview, preview } from '../preview.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { judgeRequest, loadOrder } from './order.ts'

const schema = z.strictObject({
  orderId: id,
  /** Own reason: the courier's freight is the buyer's (ORD-MOD-09). */
  reason: z.enum(['NO_LONGER_WANTED', 'WRONG_ADDRESS', 'WRONG_ITEM']),
  note: note.optional(),
  expectedVersion: version.optional(),
  /** Required: goods move. Optional only inside a request for approval. */
  idempotencyKey: idempotencyKey.optional(),
})
export type InterceptOrderInput = z.input<typeof schema>

export interface OrderIntercepted {
  readonly orderId: string
  readonly version: number
  readonly remarkId: string
  readonly warehouseTaskId: string
}

/**
 * Asks the carrier to bring a shipped parcel back, where the pack allows it (C-13, ORD-MOD-09). The refund
 * follows once the parcel is back: cancelOrder does it then.
 */
export function interceptOrder(
  deps: CommandDeps,
  actor: Actor,
  input: InterceptOrderInput,
): Promise<Outcome<OrderIntercepted>> {
  return runCommand(deps, actor, interceptOrderCommand, input, { keyRequired: true })
}

/** What interceptOrder would decide now. */
export function previewInterceptOrder(
  deps: CommandDeps,
  actor: Actor,
  input: InterceptOrderInput,
): Promise<Preview> {
  return preview(deps, actor, interceptOrderCommand, input)
}

export const interceptOrderCommand: Command<z.output<typeof schema>, OrderRequest, OrderIntercepted> = {
  name: 'interceptOrder',
  permission: 'order.cancel',
  schema,
  subjectType: 'Order',
  load: (run, input) => loadOrder(run, input.orderId, () => ({ action: 'INTERCEPT' })),
  judge: judgeRequest,
  async execute(run, { reason, note: text }, { facts: { order } }) {
    const { tx, actor, now, commandId } = run
    const on = { shopId: actor.shop, orderId: order.id, at: now }
    const warehouseTaskId = await addWarehouseTask(tx, {
      ...on,
      kind: 'INTERCEPT',
      requestedBy: agentOf(run),
      commandId,
    })
    await setPhysicalStatus(tx, actor.shop, order.id, 'INTERCEPT_REQUESTED')
    const remark = await addOrderRemark(tx, {
      ...on,
      actionType: 'WITHDRAWAL',
      flag: flagOf(order, 'WITHDRAWAL'),
      text: text ?? '申请拦截召回',
      agentId: agentOf(run),
    })
    return {
      ids: { orderId: order.id, version: remark.version, remarkId: remark.id, warehouseTaskId },
      events: [{ type: 'OrderInterceptRequested', data: { reason, warehouseTaskId } }],
      fields: ['physicalStatus'],
      purpose: reason,
    }
  },
}
