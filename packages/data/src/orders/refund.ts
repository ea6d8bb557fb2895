import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'

/** What a refund is owed for. */
export type RefundReason =
  | 'CANCELLED'
  | 'PARTLY_CANCELLED'
  | 'RETURNED'
  | 'PARTIAL'
  | 'OUT_OF_STOCK'
  | 'DUPLICATE'
  | 'LOST'
  | 'DISPUTE'
  | 'ADVANCE'
  | 'PRICE_PROTECTION'

/** A refund that is owed. Amounts in fen; the goods are the sum of the lines. */
export interface RefundObligation {
  readonly id: string
  /** The number people see. */
  readonly number: string
  readonly shopId: string
  readonly orderId: string
  /** The after-sale it is owed for; `null`: a cancellation. */
  readonly caseId: string | null
  readonly kind: 'FULL' | 'PARTIAL' | 'ADVANCE'
  readonly route: 'ORIGINAL' | 'BALANCE' | 'BANK_CARD' | 'CREDIT_CARD'
  readonly reason: RefundReason
  readonly lines: readonly { readonly lineId: string; readonly amountFen: number; readonly points: number }[]
  readonly freightFen: number
  readonly dueAt: Date
  readonly at: Date
  readonly commandId: string
}

/**
 * Writes the obligation to pay back, with each line's share (ORD-CAN-01), and adds it to what the lines and the
 * order count as refunded. The database refuses more than was paid.
 */
export async function oweRefund(tx: Tx, refund: RefundObligation): Promise<void> {
  const { shopId, id, orderId, lines, freightFen, at } = refund
  const goodsFen = lines.reduce((sum, line) => sum + line.amountFen, 0)
  await tx
    .insertInto('refunds')
    .values({
      shop_id: shopId,
      id,
      number: refund.number,
      order_id: orderId,
      case_id: refund.caseId,
      kind: refund.kind,
      route: refund.route,
      reason: refund.reason,
      status: 'OWED',
      goods_fen: goodsFen,
      freight_fen: freightFen,
      amount_fen: goodsFen + freightFen,
      due_at: refund.dueAt,
      created_at: at,
      command_id: refund.commandId,
    })
    .execute()
  for (const line of lines) {
    await tx
      .insertInto('refund_lines')
      .values({
        shop_id: shopId,
        refund_id: id,
        order_line_id: line.lineId,
        amount_fen: line.amountFen,
        points: line.points,
      })
      .execute()
    await tx
      .updateTable('order_lines')
      .set({ refunded_fen: sql`refunded_fen + ${line.amountFen}` })
      .where('shop_id', '=', shopId)
      .where('id', '=', line.lineId)
      .execute()
  }
  await tx
    .updateTable('orders')
    .set({ refunded_fen: sql`refunded_fen + ${goodsFen + freightFen}` })
    .where('shop_id', '=', shopId)
    .where('id', '=', orderId)
    .execute()
}

/** When the oldest refund of a withdrawal that has not gone out became owed; `null`: none is left. */
export function oldestWithdrawalOwed(tx: Tx, shopId: string, orderId: string): Promise<Date | null> {
  return oldestOwed(tx, shopId, orderId, '<>')
}

/** The same of what is owed back under price protection (PRC-04). */
export function oldestProtectionOwed(tx: Tx, shopId: string, orderId: string): Promise<Date | null> {
  return oldestOwed(tx, shopId, orderId, '=')
}

async function oldestOwed(tx: Tx, shopId: string, orderId: string, reason: '=' | '<>'): Promise<Date | null> {
  const row = await tx
    .selectFrom('refunds')
    .select('created_at')
    .where('shop_id', '=', shopId)
    .where('order_id', '=', orderId)
    .where('case_id', 'is', null)
    .where('reason', reason, 'PRICE_PROTECTION')
    .where('status', 'in', ['OWED', 'FAILED'])
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst()
  return row?.created_at ?? null
}
