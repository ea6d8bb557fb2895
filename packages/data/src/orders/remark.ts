import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'
import { appendLater, newId, writeLater } from '../database/index.ts'

/** A structured remark. `flag` is the colour it gives the order (ORD-FLG-02 to -06); `null` keeps the colour. */
export interface OrderRemark {
  readonly shopId: string
  readonly orderId: string
  readonly actionType: string
  readonly flag: 'YELLOW' | 'PURPLE' | 'BLUE' | 'RED' | 'GREEN' | null
  readonly text: string
  /** `null` where no agent wrote it. */
  readonly agentId: string | null
  readonly at: Date
  /** The buyer's own remark has been read and is registered with this one (ORD-AUD-06). */
  readonly registersBuyerRemark?: boolean
}

/** Adds a remark; earlier ones stay, and the order's flag shows the newest colour (C-21). */
export async function addOrderRemark(tx: Tx, remark: OrderRemark): Promise<{ id: string; version: number }> {
  const id = appendRemark(tx, remark)
  const order = await tx
    .updateTable('orders')
    .set({
      version: sql`version + 1`,
      ...(remark.flag ? { flag: remark.flag } : {}),
      ...(remark.registersBuyerRemark ? { remark_registered: true } : {}),
    })
    .where('shop_id', '=', remark.shopId)
    .where('id', '=', remark.orderId)
    .returning('version')
    .executeTakeFirstOrThrow()
  return { id, version: order.version }
}

/**
 * The same for an order that is locked and otherwise left as it was found: what it will be is known, and all is
 * written with the commit. `version`: the one it was found with.
 */
export function remarkLockedOrder(
  tx: Tx,
  remark: OrderRemark,
  version: number,
): { id: string; version: number } {
  const id = appendRemark(tx, remark)
  const { shopId, orderId, flag, registersBuyerRemark = false } = remark
  writeLater(tx, 'orders', REMARKED, [shopId, orderId, version + 1, flag, registersBuyerRemark])
  return { id, version: version + 1 }
}

const REMARKED = `UPDATE orders SET version = $3, flag = coalesce($4, flag), remark_registered = remark_registered OR $5
  WHERE shop_id = $1 AND id = $2`

function appendRemark(tx: Tx, remark: OrderRemark): string {
  const id = newId(remark.at)
  appendLater(tx, 'order_remarks', [
    {
      shop_id: remark.shopId,
      id,
      order_id: remark.orderId,
      action_type: remark.actionType,
      flag: remark.flag,
      text: remark.text,
      agent_id: remark.agentId,
      created_at: remark.at,
    },
  ])
  return id
}
