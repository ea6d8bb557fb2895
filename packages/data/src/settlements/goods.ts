import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'

/**
 * Counts pieces of lines of a locked order as settled; a line of which none is left counts as returned. False:
 * more than are left, and nothing of that line changed.
 */
export async function setPiecesReturned(
  tx: Tx,
  shopId: string,
  orderId: string,
  pieces: readonly { readonly lineId: string; readonly quantity: number }[],
): Promise<boolean> {
  for (const { lineId, quantity } of pieces) {
    const result = await tx
      .updateTable('order_lines')
      .set({
        returned_quantity: sql`returned_quantity + ${quantity}`,
        status: sql`CASE WHEN returned_quantity + ${quantity} = quantity THEN 'RETURNED' ELSE status END`,
      })
      .where('shop_id', '=', shopId)
      .where('order_id', '=', orderId)
      .where('id', '=', lineId)
      .where('status', '<>', 'CANCELLED')
      .where(sql<boolean>`returned_quantity + ${quantity} <= quantity`)
      .executeTakeFirst()
    if (result.numUpdatedRows !== 1n) return false
  }
  return true
}
