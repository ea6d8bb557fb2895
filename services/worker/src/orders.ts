import { type CommandDeps, closeUnpaidOrder } from '@cs/commands'
import { unpaidOrders } from '@cs/data/orders'
import { type DueSource, over, workerOf } from './sources.ts'

/** Orders that were not paid in time: they are closed, and their stock is free again. */
export function ordersUnpaid(deps: CommandDeps): DueSource {
  return {
    async page(after, size) {
      const rows = await unpaidOrders(deps.database.writer, deps.now(), after, size)
      return rows.map(({ shopId, id, dueAt }) => ({
        kind: 'unpaid order',
        id,
        shopId,
        place: { at: dueAt, id },
        settle: () => over(closeUnpaidOrder(deps, workerOf(shopId), { orderId: id })),
      }))
    },
  }
}
