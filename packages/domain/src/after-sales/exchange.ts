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
 * The price difference of an exchange (PRC-09, AS-WF-GEN-6): the replacement at its price to what was paid for the
 * pieces after all discounts. The same specification again costs nothing, whatever its price is now.
 */
export function priceDifferenceOf(
  order: AfterSaleOrderFacts,
  pieces: Pieces,
  replacement: { readonly skuId: string; readonly unitPriceFen: Fen },
): PriceDifference {
  if (replacement.skuId === lineOf(order, pieces.lineId).skuId) return NONE
  const paid = refundForReturn(order, [pieces], { reason: 'SIZE_FIT', liable: null }).goodsFen
  const difference = replacement.unitPriceFen * pieces.quantity - paid
  return { customerPaysFen: fen(Math.max(0, difference)), refundFen: fen(Math.max(0, -difference)) }
}

const NONE: PriceDifference = { customerPaysFen: fen(0), refundFen: fen(0) }
