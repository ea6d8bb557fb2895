import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'
import { newId } from '../database/index.ts'

/** What the warehouse or the carrier is asked to do (ORD-MOD-05, -07, -09). */
export interface WarehouseTask {
  readonly shopId: string
  readonly orderId: string
  readonly kind: 'PULL_PARCEL' | 'CHANGE_PARCEL' | 'INTERCEPT' | 'CORRECT_ADDRESS'
  readonly requestedBy: string | null
  readonly at: Date
  readonly commandId: string
}

/** Opens a task for the warehouse. Returns its id. */
export async function addWarehouseTask(tx: Tx, task: WarehouseTask): Promise<string> {
  const id = newId(task.at)
  await tx
    .insertInto('warehouse_tasks')
    .values({
      shop_id: task.shopId,
      id,
      order_id: task.orderId,
      kind: task.kind,
      requested_by: task.requestedBy,
      requested_at: task.at,
      command_id: task.commandId,
    })
    .execute()
  return id
}

/** Moves the goods' status, for example to INTERCEPT_REQUESTED. Returns the order's new version. */
export async function setPhysicalStatus(
  tx: Tx,
  shopId: string,
  orderId: string,
  status: string,
): Promise<number> {
  const order = await tx
    .updateTable('orders')
    .set({ physical_status: status, version: sql`version + 1` })
    .where('shop_id', '=', shopId)
    .where('id', '=', orderId)
    .returning('version')
    .executeTakeFirstOrThrow()
  return order.version
}
