import { type Fen, fen } from '../money/index.ts'
import type { LineRefund, Refund } from '../orders/index.ts'
import type { AfterSaleLineFacts, AfterSaleOrderFacts } from './facts.ts'
import { type Fault, isOnShop } from './fault.ts'

/** Pieces of a line. */
export interface Pieces {
  readonly lineId: string
  readonly quantity: number
}

/** A refund that leaves the goods with the customer, with what the buyer's form asks for. Amounts in fen. */
export interface PartialRefund extends Refund {
  /** What the buyer enters as "pay the seller": what the seller keeps (AS-WF-RFD-3). */
  readonly paySellerFen: Fen
}

/**
 * What is owed for pieces that come back, or never arrived. A piece is worth its share of what was paid for the
 * line, fixed by how many came back in all, so that any order of returns ends at the same fen (Q07); partial
 * refunds are taken off. Points spent come back with the pieces (Q09). Outbound freight comes back once, where
 * the shop or the carrier is at fault, and with the last piece of a parcel or of the order (Q08). Never more
 * than was paid: what was sent too much was not, and pieces settled before do not count again. Throws RangeError for
 * a line of another order.
 */
export function refundForReturn(order: AfterSaleOrderFacts, pieces: readonly Pieces[], fault: Fault): Refund {
  if (fault.reason === 'EXTRA_ITEM') return refundOf([], 0)
  const going = quantities(order, pieces)
  let room = leftOf(order)
  const lines = order.lines.flatMap((line): LineRefund[] => {
    const quantity = going.get(line.id) ?? 0
    if (quantity === 0) return []
    const amountFen = fen(Math.min(shareOf(line, quantity), room))
    room -= amountFen
    return [{ lineId: line.id, amountFen, points: pointsOf(line, quantity) }]
  })
  const freight = isOnShop(fault) && isWholeParcel(order, going) ? Math.min(freightLeft(order), room) : 0
  return refundOf(lines, freight)
}

/** A part of an order: a line, some lines, or (`null`) all of it with its freight. */
export type OrderPart = string | readonly string[] | null

/** The part that the lines of an application stand for: none named is all of the order. */
export const partOf = (lines: readonly { readonly lineId: string }[]): OrderPart =>
  lines.length === 0 ? null : lines.map((line) => line.lineId)

/**
 * A refund without return of an amount in fen: over the lines of the part by what is left of them, then, where the
 * part is the order, off the freight. No points come back: what was agreed is money. Throws RangeError for more
 * than is left (see {@link refundableFen}), for less than one fen, and for a line of another order.
 */
export function partialRefund(order: AfterSaleOrderFacts, part: OrderPart, amountFen: Fen): PartialRefund {
  const left = refundableFen(order, part)
  if (amountFen <= 0 || amountFen > left) throw new RangeError(`${amountFen} of ${left} fen`)
  const lines = linesOf(order, part)
  const goodsLeft = lines.reduce((sum, line) => sum + leftOf(line), 0)
  const goods = Math.min(amountFen, goodsLeft)
  // Cumulative shares: each is whole, none exceeds its line, and they sum to the amount.
  let before = 0
  const shares = lines.flatMap((line): LineRefund[] => {
    const start = portion(goods, before, goodsLeft)
    before += leftOf(line)
    const amount = portion(goods, before, goodsLeft) - start
    return amount > 0 ? [{ lineId: line.id, amountFen: fen(amount), points: 0 }] : []
  })
  return { ...refundOf(shares, amountFen - goods), paySellerFen: fen(left - amountFen) }
}

/** What can still be refunded of a part of an order, in fen: paid less refunded. */
export function refundableFen(order: AfterSaleOrderFacts, part: OrderPart): Fen {
  const ofOrder = leftOf(order)
  if (part === null) return fen(ofOrder)
  return fen(
    Math.min(
      ofOrder,
      linesOf(order, part).reduce((sum, line) => sum + leftOf(line), 0),
    ),
  )
}

/** The lines of a part of an order, each once. Throws RangeError for a line of another order. */
export function linesOf(order: AfterSaleOrderFacts, part: OrderPart): readonly AfterSaleLineFacts[] {
  if (part === null) return order.lines
  return [...new Set(typeof part === 'string' ? [part] : part)].map((id) => lineOf(order, id))
}

/** The line of an order. Throws RangeError for a line of another order. */
export function lineOf(order: AfterSaleOrderFacts, lineId: string): AfterSaleLineFacts {
  const line = order.lines.find((each) => each.id === lineId)
  if (!line) throw new RangeError(`order ${order.id} has no line ${lineId}`)
  return line
}

const leftOf = (of: { readonly paidFen: number; readonly refundedFen: number }) =>
  Math.max(0, of.paidFen - of.refundedFen)

/** `part` of `whole`, half up; nothing of nothing is nothing. Exact for any safe integers. */
function portion(total: number, part: number, whole: number): number {
  if (whole === 0) return 0
  return Number((2n * BigInt(total) * BigInt(part) + BigInt(whole)) / (2n * BigInt(whole)))
}

/** Pieces by line, as far as they are still with the customer. */
function quantities(order: AfterSaleOrderFacts, pieces: readonly Pieces[]): ReadonlyMap<string, number> {
  const asked = new Map<string, number>()
  for (const { lineId, quantity } of pieces) {
    const line = lineOf(order, lineId)
    const most = line.status === 'CANCELLED' ? 0 : line.quantity - line.returnedQuantity
    asked.set(lineId, Math.min(most, (asked.get(lineId) ?? 0) + quantity))
  }
  return asked
}

function shareOf(line: AfterSaleLineFacts, quantity: number): number {
  const value = Math.max(0, line.paidFen - line.partiallyRefundedFen)
  const after = line.returnedQuantity + quantity
  const share = portion(value, after, line.quantity) - portion(value, line.returnedQuantity, line.quantity)
  return Math.min(share, leftOf(line))
}

function pointsOf(line: AfterSaleLineFacts, quantity: number): number {
  const upTo = (count: number) => Math.floor((line.pointsSpent * count) / line.quantity)
  return upTo(line.returnedQuantity + quantity) - upTo(line.returnedQuantity)
}

/** Nothing stays of a parcel that a piece belongs to, or of the whole order. */
function isWholeParcel(order: AfterSaleOrderFacts, going: ReadonlyMap<string, number>): boolean {
  const stays = order.lines.filter(
    (line) =>
      line.status !== 'CANCELLED' && line.returnedQuantity + (going.get(line.id) ?? 0) < line.quantity,
  )
  const left = new Set(stays.map((line) => line.shipmentId))
  return order.lines.some(
    (line) =>
      (going.get(line.id) ?? 0) > 0 &&
      (stays.length === 0 || (line.shipmentId !== null && !left.has(line.shipmentId))),
  )
}

/** Freight as it was paid, less what of it was refunded before. */
function freightLeft(order: AfterSaleOrderFacts): number {
  const goods = order.lines.reduce((sum, line) => sum + line.paidFen, 0)
  const paid = Math.max(0, Math.min(order.freightFen, order.paidFen - goods))
  return Math.max(0, paid - order.freightRefundedFen)
}

function refundOf(lines: readonly LineRefund[], freight: number): Refund {
  const goods = lines.reduce((sum, line) => sum + line.amountFen, 0)
  return { lines, goodsFen: fen(goods), freightFen: fen(freight), amountFen: fen(goods + freight) }
}
