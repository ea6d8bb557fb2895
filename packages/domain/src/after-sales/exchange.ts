import { type Fen, fen } from '../money/index.ts'
import { type InPlace, type OrderedLine, soldFor, soldInPlace } from '../prices/index.ts'
import type { AfterSaleOrderFacts } from './facts.ts'
import { lineOf, type Pieces, refundForReturn } from './refund.ts'

/** The specification that goes out instead. */
export interface Replacement extends InPlace {
  readonly skuId: string
}

/** What an exchange for another specification costs, either way. Amounts in fen; one of them is zero. */
export interface PriceDifference {
  /** The customer pays before the replacement leaves. */
  readonly customerPaysFen: Fen
  /** The shop gives back. */
  readonly refundFen: Fen
}

/**
 * The price difference of an exchange (PRC-09, AS-WF-GEN-6): price against price of the order, so that discounts stay
 * and another size at the same price costs nothing. What was bought in a campaign was sold for that price, and so is what
 * replaces it if the campaign is about it. The same specification again never costs anything, whatever its price is now. No more goes back than was paid for the pieces.
 */
export function priceDifferenceOf(
  order: AfterSaleOrderFacts,
  pieces: Pieces,
  replacement: Replacement,
): PriceDifference {
  const line = lineOf(order, pieces.lineId)
  const difference = dearerBy(line, replacement) * pieces.quantity
  const paid = refundForReturn(order, [pieces], { reason: 'SIZE_FIT', liable: null }).goodsFen
  return {
    customerPaysFen: fen(Math.max(0, difference)),
    refundFen: fen(Math.min(paid, Math.max(0, -difference))),
  }
}

/** How much dearer a piece of a replacement is than one of the line, in fen; below zero: cheaper. */
export function dearerBy(line: OrderedLine & { readonly skuId: string }, replacement: Replacement): number {
  return replacement.skuId === line.skuId ? 0 : soldInPlace(line, replacement) - soldFor(line)
}
