import { type CommandDeps, closeUnpaidOrder, confirmReceipt } from '@cs/commands'
import { unpaidOrders } from '@cs/data/orders'
import { unconfirmedOrders } from '@cs/data/parcels'
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

/** Orders whose receipt time confirms (Q37, Q67): what they earned can be spent, and follow-ups are planned. */
export function receiptsDue(deps: CommandDeps): DueSource {
  return {
    async page(after, size) {
      const rows = await unconfirmedOrders(deps.database.writer, deps.now(), after, size)
      return rows.map(({ shopId, id, dueAt }) => ({
        kind: 'receipt',
        id,
        shopId,
        place: { at: dueAt, id },
        settle: () => over(confirmReceipt(deps, workerOf(shopId), { orderId: id })),
      }))
    },
  }
}
