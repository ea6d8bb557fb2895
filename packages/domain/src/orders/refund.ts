import { type Fen, fen } from '../money/index.ts'
import type { OrderFacts, OrderLineFacts } from './facts.ts'
import { linesToCancel } from './stage.ts'

/** What goes back for one line: its paid share, and the points spent on it (Q07, Q09). */
export interface LineRefund {
  readonly lineId: string
  readonly amountFen: Fen
  readonly points: number
}

export interface Refund {
  readonly lines: readonly LineRefund[]
  readonly goodsFen: Fen
  readonly freightFen: Fen
  /** Goods and freight. */
  readonly amountFen: Fen
}

/**
 * What is owed when the lines named, or all that are left (`null`), are cancelled before dispatch. The share
 * of a line was fixed at payment; what was refunded before is taken off, so no order of refunds gives back
 * more than was paid. Freight goes back with the last line, if nothing was dispatched (Q08). Threshold
 * discounts are not taken back (Q09). An unpaid order owes nothing.
 */
export function refundFor(order: OrderFacts, lineIds: readonly string[] | null): Refund {
  const cancelled = order.paidAt === null ? [] : linesToCancel(order, lineIds)
  const lines = cancelled.map(refundOf)
  const goods = lines.reduce((sum, line) => sum + line.amountFen, 0)
  const freight = cancelled.length > 0 && nothingRemains(order, cancelled) ? freightLeft(order) : 0
  return { lines, goodsFen: fen(goods), freightFen: fen(freight), amountFen: fen(goods + freight) }
}

function refundOf(line: OrderLineFacts): LineRefund {
  const left = Math.max(0, line.paidFen - line.refundedFen)
  // Money without goods may have come back before, with no points (AS-POL-09): all that are left come back now.
  const points = Math.max(0, line.pointsSpent - line.pointsReturned)
  return { lineId: line.id, amountFen: fen(left), points }
}

/** Every line is cancelled now or was before. */
function nothingRemains(order: OrderFacts, cancelled: readonly OrderLineFacts[]): boolean {
  return order.lines.every(
    (line) => line.status === 'CANCELLED' || (line.status === 'OPEN' && cancelled.includes(line)),
  )
}

/** Freight as it was paid, less what of it was refunded before. */
function freightLeft(order: OrderFacts): number {
  const sum = (amounts: readonly number[]) => amounts.reduce((a, b) => a + b, 0)
  const paid = order.paidFen - sum(order.lines.map((line) => line.paidFen))
  const refunded = order.refundedFen - sum(order.lines.map((line) => line.refundedFen))
  return Math.max(0, Math.min(paid, order.freightFen) - Math.max(0, refunded))
}
