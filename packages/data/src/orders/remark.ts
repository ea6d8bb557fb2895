import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'
import { newId } from '../database/index.ts'

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
  const id = newId(remark.at)
  await tx
    .insertInto('order_remarks')
    .values({
      shop_id: remark.shopId,
      id,
      order_id: remark.orderId,
      action_type: remark.actionType,
      flag: remark.flag,
      text: remark.text,
      agent_id: remark.agentId,
      created_at: remark.at,
    })
    .execute()
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
