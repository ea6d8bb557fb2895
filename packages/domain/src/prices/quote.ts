import { discountPercent } from '../membership/index.ts'
import { type Fen, fen } from '../money/index.ts'
import type { Pack } from '../policy/index.ts'
import { type Cart, goodsOf, grossOf } from './cart.ts'
import { freightFor } from './freight.ts'

/** What a discount comes from. */
export type DiscountKind = 'TIER' | 'THRESHOLD' | 'COUPON' | 'RED_PACKET' | 'POINTS' | 'CONCESSION'

/** One discount of an order, with what it takes off each line; the shares sum to the amount. */
export interface Discount {
  readonly kind: DiscountKind
  readonly amountFen: Fen
  /** The coupon or campaign it comes from. */
  readonly reference: string | null
  readonly shares: readonly Fen[]
}

/** What an order would cost. Amounts in fen; lines in the order of the cart. */
export interface Quote {
  readonly goodsFen: Fen
  /** In the order in which they are applied (Q57). */
  readonly discounts: readonly Discount[]
  readonly discountFen: Fen
  readonly freightFen: Fen
  readonly payableFen: Fen
  /** What is taken off each line in all, and what is left of it to pay (Q07). */
  readonly lines: readonly { readonly discountFen: Fen; readonly payableFen: Fen }[]
}

/** Prices a cart: per line after quantity, half up to the fen (Q57). */
export function quotePrice(cart: Cart, pack: Pack): Quote {
  const percent = cart.tier === null ? 0 : discountPercent(cart.tier, pack)
  const shares = cart.lines.map((line) => percentOff(grossOf(line), percent))
  return quoteOf(cart, [{ kind: 'TIER', amountFen: sumOf(shares), reference: cart.tier, shares }], pack)
}

/** What a percentage takes off an amount, so that the price that is left is rounded half up. */
function percentOff(amount: Fen, percent: number): Fen {
  const left = Math.floor((amount * (100 - percent) * 2 + 100) / 200)
  return fen(amount - left)
}

/** Sums up a cart under discounts; those of nothing are left out. */
function quoteOf(cart: Cart, given: readonly Discount[], pack: Pack): Quote {
  const goodsFen = goodsOf(cart.lines)
  const discounts = given.filter(({ amountFen }) => amountFen > 0)
  const lines = cart.lines.map((line, i) => {
    const discountFen = sumOf(discounts.map(({ shares }) => shares[i] ?? fen(0)))
    return { discountFen, payableFen: fen(grossOf(line) - discountFen) }
  })
  const discountFen = sumOf(discounts.map(({ amountFen }) => amountFen))
  const freightFen = freightFor(goodsFen, cart.province, pack)
  const payableFen = fen(goodsFen - discountFen + freightFen)
  return { goodsFen, discounts, discountFen, freightFen, payableFen, lines }
}

const sumOf = (amounts: readonly Fen[]): Fen => fen(amounts.reduce((sum, amount) => sum + amount, 0))
