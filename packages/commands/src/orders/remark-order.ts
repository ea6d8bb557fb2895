import { remarkLockedOrder } from '@cs/data/orders'
import { flagOf, type OrderRequest, REMARK_ACTIONS } from '@cs/domain/orders'
import { z } from 'zod'
import type { Command } from '../command.ts'
import { type Actor, agentOf } from '../context.ts'
import { id, idempotencyKey, note, version } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { judgeRequest, loadOrder } from './order.ts'

const schema = z.strictObject({
  orderId: id,
  type: z.enum(REMARK_ACTIONS),
  text: note,
  /** The buyer's own remark was read and is registered with this one (ORD-AUD-06). */
  registersBuyerRemark: z.boolean().optional(),
  expectedVersion: version.optional(),
  idempotencyKey: idempotencyKey.optional(),
})
export type RemarkOrderInput = z.input<typeof schema>

export interface OrderRemarked {
  readonly orderId: string
  readonly version: number
  readonly remarkId: string
  /** The colour the order shows now because of it; `null`: unchanged. */
  readonly flag: string | null
}

/** Writes a structured remark; its type gives the order its flag (ORD-FLG-01 to -08). The text stays in the remark. */
export function remarkOrder(
  deps: CommandDeps,
  actor: Actor,
  input: RemarkOrderInput,
): Promise<Outcome<OrderRemarked>> {
  return runCommand(deps, actor, remarkOrderCommand, input)
}

const remarkOrderCommand: Command<z.output<typeof schema>, OrderRequest, OrderRemarked> = {
  name: 'remarkOrder',
  permission: 'order.remark',
  schema,
  subjectType: 'Order',
  // Free text counts as personal: the stored facts are without it. That there is one was checked.
  load: (run, { orderId, type }) => loadOrder(run, orderId, () => ({ action: 'REMARK', type, text: null })),
  judge: judgeRequest,
  async execute(run, input, { facts: { order } }) {
    const flag = flagOf(order, input.type)
    const registersBuyerRemark = input.registersBuyerRemark ?? false
    const remark = remarkLockedOrder(
      run.tx,
      {
        shopId: run.actor.shop,
        orderId: order.id,
        actionType: input.type,
        flag,
        text: input.text,
        agentId: agentOf(run),
        at: run.now,
        registersBuyerRemark,
      },
      order.version,
    )
    return {
      ids: { orderId: order.id, version: remark.version, remarkId: remark.id, flag },
      events: [
        {
          type: 'OrderRemarked',
          data: { remarkId: remark.id, type: input.type, flag, registersBuyerRemark },
        },
      ],
      fields: ['remarks', ...(flag ? ['flag'] : []), ...(registersBuyerRemark ? ['remarkRegistered'] : [])],
    }
  },
}
