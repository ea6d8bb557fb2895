import { addOrderRemark, findOrder, lastDayToPay, lockOrder } from '@cs/data/orders'
import { judge } from '@cs/domain/decisions'
import { flagOf, linesToCancel, type OrderFacts } from '@cs/domain/orders'
import { z } from 'zod'
import type { Command, Loaded } from '../command.ts'
import type { Actor } from '../context.ts'
import { id } from '../fields.ts'
import { Forbidden, type Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { endTrade } from './cancellation.ts'

const schema = z.strictObject({ orderId: id })
export type CloseUnpaidOrderInput = z.input<typeof schema>

export interface UnpaidOrderClosed {
  readonly orderId: string
  readonly version: number
}

interface ClosingFacts {
  readonly orderId: string
  readonly customerId: string
  readonly payableFen: number
}

/**
 * Closes an order that was not paid in time: its stock is free again and its coupon comes back (Q09). The worker's:
 * Forbidden for anybody else, NotFound where it was paid or closed, or its time is not over.
 */
export function closeUnpaidOrder(
  deps: CommandDeps,
  actor: Actor,
  input: CloseUnpaidOrderInput,
): Promise<Outcome<UnpaidOrderClosed>> {
  return runCommand(deps, actor, closeUnpaidOrderCommand, input)
}

const closeUnpaidOrderCommand: Command<
  z.output<typeof schema>,
  ClosingFacts,
  UnpaidOrderClosed,
  Loaded<ClosingFacts> & { readonly order: OrderFacts }
> = {
  name: 'closeUnpaidOrder',
  permission: 'order.close_unpaid',
  schema,
  subjectType: 'Order',
  async load(run, { orderId }) {
    const { tx, actor, now, asking } = run
    if (actor.kind !== 'worker') throw new Forbidden('order.close_unpaid')
    const order = await (asking ? findOrder : lockOrder)(tx, actor.shop, orderId, now)
    const until = order && (await lastDayToPay(tx, actor.shop, orderId))
    if (!order || !until || until > now) return null
    const { customerId, payableFen, version } = order
    return { subjectId: orderId, version, order, facts: { orderId, customerId, payableFen } }
  },
  judge: (facts, context) => judge('CLOSE_UNPAID', [], facts, context),
  async execute(run, { orderId }, { order }) {
    const lineIds = linesToCancel(order, null).map((line) => line.id)
    const { followed } = await endTrade(run, order, lineIds)
    const remark = await addOrderRemark(run.tx, {
      shopId: run.actor.shop,
      orderId,
      actionType: 'WITHDRAWAL',
      flag: flagOf(order, 'WITHDRAWAL'),
      text: '超时未付款，订单关闭',
      agentId: null,
      at: run.now,
    })
    return {
      ids: { orderId, version: remark.version },
      events: [{ type: 'OrderCancelled', data: { lineIds, reason: 'NOT_PAID', unpaid: true } }, ...followed],
      fields: ['tradeStatus', 'lines'],
    }
  },
}
