import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'
import { newId } from '../database/index.ts'

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

/** Goods that leave the shop again for a case. */
export interface Replacement {
  readonly shopId: string
  readonly caseId: string
  readonly kind: 'EXCHANGE' | 'RESHIP' | 'REPAIRED'
  readonly items: readonly { readonly skuId: string; readonly quantity: number }[]
  readonly carrier: string
  readonly waybill: string
  readonly at: Date
}

/** Records what leaves the shop again, one row for a specification. Returns the ids. */
export async function addReplacements(tx: Tx, sent: Replacement): Promise<readonly string[]> {
  const rows = sent.items.map((item) => ({
    shop_id: sent.shopId,
    id: newId(sent.at),
    case_id: sent.caseId,
    kind: sent.kind,
    sku_id: item.skuId,
    quantity: item.quantity,
    carrier: sent.carrier,
    waybill: sent.waybill,
    sent_at: sent.at,
  }))
  await tx.insertInto('replacements').values(rows).execute()
  return rows.map((row) => row.id)
}

/** The customer has what was sent for a case. */
export async function confirmReplacements(tx: Tx, shopId: string, caseId: string, at: Date): Promise<void> {
  await tx
    .updateTable('replacements')
    .set({ confirmed_at: at })
    .where('shop_id', '=', shopId)
    .where('case_id', '=', caseId)
    .where('confirmed_at', 'is', null)
    .execute()
}
