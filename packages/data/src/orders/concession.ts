import { sql } from 'kysely'
import type { Db, Tx } from '../database/index.ts'
import { newId } from '../database/index.ts'

/** A line with what is taken off it. Amounts in fen. */
export interface LineInPrice {
  readonly id: string
  readonly grossFen: number
  readonly campaignFen: number
  readonly tierFen: number
  readonly concessionFen: number
  readonly discountFen: number
}

/** The open lines of an order with their discounts, in their order. */
export function linesInPrice(db: Db, shopId: string, orderId: string): Promise<readonly LineInPrice[]> {
  return db
    .selectFrom('order_lines')
    .select([
      'id',
      sql<number>`quantity * unit_price_fen`.as('grossFen'),
      'campaign_fen as campaignFen',
      'tier_fen as tierFen',
      'concession_fen as concessionFen',
      'discount_fen as discountFen',
    ])
    .where('shop_id', '=', shopId)
    .where('order_id', '=', orderId)
    .where('status', '=', 'OPEN')
    .orderBy('position')
    .execute()
}

/** A concession on a locked, unpaid order. Amounts in fen. */
export interface ConcessionOfOrder {
  readonly shopId: string
  readonly orderId: string
  /** What is conceded in all. */
  readonly totalFen: number
  readonly lines: readonly LineInPrice[]
}

/**
 * Gives a locked order its concession: the lines as they are now, in place of the tier's discount (Q56), and the sums
 * that follow. Returns what is payable now, in fen.
 */
export async function setConcession(
  tx: Tx,
  { shopId, orderId, totalFen, lines }: ConcessionOfOrder,
): Promise<number> {
  for (const line of lines)
    await tx
      .updateTable('order_lines')
      .set({ tier_fen: line.tierFen, concession_fen: line.concessionFen, discount_fen: line.discountFen })
      .where('shop_id', '=', shopId)
      .where('id', '=', line.id)
      .execute()
  await sql`
    WITH changed AS (
      UPDATE order_discounts SET kind = 'CONCESSION', amount_fen = ${totalFen}, reference = NULL
      WHERE shop_id = ${shopId} AND order_id = ${orderId} AND kind IN ('TIER', 'CONCESSION') RETURNING position)
    INSERT INTO order_discounts (shop_id, order_id, position, kind, amount_fen)
    SELECT ${shopId}, ${orderId}, 1 + COALESCE((SELECT max(position) FROM order_discounts
      WHERE shop_id = ${shopId} AND order_id = ${orderId}), 0), 'CONCESSION', ${totalFen}
    WHERE NOT EXISTS (SELECT FROM changed)`.execute(tx)
  const discountFen = lines.reduce((sum, line) => sum + line.discountFen, 0)
  const order = await tx
    .updateTable('orders')
    .set({ discount_fen: discountFen, payable_fen: sql`goods_fen - ${discountFen}::bigint + freight_fen` })
    .where('shop_id', '=', shopId)
    .where('id', '=', orderId)
    .returning('payable_fen')
    .executeTakeFirstOrThrow()
  return order.payable_fen
}

/** Writes who granted a concession, and who let it happen where that was somebody else. Returns its id. */
export async function addConcession(
  tx: Tx,
  concession: {
    readonly shopId: string
    readonly orderId: string
    readonly amountFen: number
    readonly grantedBy: string
    readonly approvedBy: string | null
    readonly commandId: string
    readonly at: Date
  },
): Promise<string> {
  const id = newId(concession.at)
  await tx
    .insertInto('concessions')
    .values({
      shop_id: concession.shopId,
      id,
      order_id: concession.orderId,
      amount_fen: concession.amountFen,
      granted_by: concession.grantedBy,
      approved_by: concession.approvedBy,
      granted_at: concession.at,
      command_id: concession.commandId,
    })
    .execute()
  return id
}
