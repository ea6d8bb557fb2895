import type { Tier } from '../membership/index.ts'
import { type Fen, fen } from '../money/index.ts'

/** What somebody wants of one specification, at its public price (PRC-01). */
export interface CartLine {
  readonly skuId: string
  readonly productId: string
  readonly quantity: number
  readonly unitPriceFen: Fen
}

/** What is to be priced. */
export interface Cart {
  readonly lines: readonly CartLine[]
  /** The tier at ordering (Q22); `null`: no member, or nobody is known yet. */
  readonly tier: Tier | null
  /** Where it goes; `null`: not known yet, freight is that of the near provinces. */
  readonly province: string | null
  /** The customer has no order yet but such that were cancelled (PRC-17). */
  readonly firstPurchase: boolean
  /** Points that the customer wants to spend; as many of them are taken as an order takes (PTS-04, Q24). */
  readonly points: number
}

/** A line at its public price, before any discount. */
export const grossOf = (line: CartLine): Fen => fen(line.quantity * line.unitPriceFen)

/** All lines at their public prices. */
export const goodsOf = (lines: readonly CartLine[]): Fen =>
  fen(lines.reduce((sum, line) => sum + grossOf(line), 0))
