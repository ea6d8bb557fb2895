import { type Fen, fen } from '../money/index.ts'
import type { AfterSaleOrderFacts } from './facts.ts'
import { lineOf, type Pieces, refundForReturn } from './refund.ts'

/** What an exchange for another specification costs, either way. Amounts in fen; one of them is zero. */
export interface PriceDifference {
  /** The customer pays before the replacement leaves. */
  readonly customerPaysFen: Fen
  /** The shop gives back. */
  readonly refundFen: Fen
}

/**
 * The price difference of an exchange (PRC-09, AS-WF-GEN-6): price against price of the order, so that discounts stay
 * and another size at the same price costs nothing. The same specification again never does, whatever its price is
 * now. No more goes back than was paid for the pieces.
 */
export function priceDifferenceOf(
  order: AfterSaleOrderFacts,
  pieces: Pieces,
  replacement: { readonly skuId: string; readonly unitPriceFen: Fen },
): PriceDifference {
  const line = lineOf(order, pieces.lineId)
  const each = replacement.skuId === line.skuId ? 0 : replacement.unitPriceFen - line.unitPriceFen
  const difference = each * pieces.quantity
  const paid = refundForReturn(order, [pieces], { reason: 'SIZE_FIT', liable: null }).goodsFen
  return {
    customerPaysFen: fen(Math.max(0, difference)),
    refundFen: fen(Math.min(paid, Math.max(0, -difference))),
  }
}
