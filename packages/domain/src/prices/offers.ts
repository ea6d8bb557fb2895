import type { Tier } from '../membership/index.ts'
import type { Fen } from '../money/index.ts'
import { type Cart, grossOf } from './cart.ts'

export const OFFER_KINDS = ['CAMPAIGN_PRICE', 'THRESHOLD', 'FIRST_PURCHASE', 'COUPON', 'GIFT'] as const
/** What a shop offers (PRC-05, PRC-17). An order takes at most one of each kind, and of campaigns each line one. */
export type OfferKind = (typeof OFFER_KINDS)[number]

/** What an offer may be combined with: another kind, or the discount of the tier (Q72). */
export type Combinable = OfferKind | 'TIER'

/** A promotion, or a coupon of the customer with the terms of its promotion, as a price asks for it. */
export interface Offer {
  /** Of the coupon, else of the promotion. */
  readonly id: string
  readonly promotionId: string
  /** Of the promotion: whoever takes it takes what was looked at. */
  readonly version: number
  readonly kind: OfferKind
  /** The number that people see. */
  readonly number: string
  readonly name: string
  readonly startsAt: string
  /** The first moment at which it is over. */
  readonly endsAt: string
  /** What it may be combined with; nothing: it is exclusive. Both have to agree. */
  readonly combines: readonly Combinable[]
  /** Goods from which it is given, at what is left to pay for them; 0: any. */
  readonly thresholdFen: Fen
  /** What it takes off; 0 for campaign prices and gifts. */
  readonly offFen: Fen
  /** Given again for each time that the threshold is reached. */
  readonly repeats: boolean
  /** Campaign prices by specification. */
  readonly prices: Readonly<Record<string, Fen>>
  readonly gift: null | {
    readonly skuId: string
    readonly quantity: number
    readonly valueFen: Fen
    readonly stock: number
  }
  /** `null`: all goods. */
  readonly productIds: readonly string[] | null
  /** `null`: everybody. */
  readonly tiers: readonly Tier[] | null
  /** How often it can still be given; `null`: as often as is asked. */
  readonly left: number | null
  /** A coupon that was spent before. */
  readonly spent: boolean
}

export const OFFER_VERDICTS = [
  'APPLIED',
  'NOT_STARTED',
  'ENDED',
  'SPENT',
  'USED_UP',
  'NOT_FOR_TIER',
  'NOT_FIRST_PURCHASE',
  'NOT_FOR_GOODS',
  'NO_GIFT_LEFT',
  'BELOW_THRESHOLD',
  'NOT_COMBINABLE',
  'NOT_BEST',
] as const
/** What became of an offer in a quote, and why. */
export type OfferVerdict = (typeof OFFER_VERDICTS)[number]

/** Why an offer is out of the question whatever it is combined with; `null`: it is not. */
export function barTo(offer: Offer, cart: Cart, now: Date): OfferVerdict | null {
  if (now < new Date(offer.startsAt)) return 'NOT_STARTED'
  if (now >= new Date(offer.endsAt)) return 'ENDED'
  if (offer.spent) return 'SPENT'
  if (offer.left !== null && offer.left <= 0) return 'USED_UP'
  if (offer.tiers && !(cart.tier && offer.tiers.includes(cart.tier))) return 'NOT_FOR_TIER'
  if (offer.kind === 'FIRST_PURCHASE' && !cart.firstPurchase) return 'NOT_FIRST_PURCHASE'
  if (!cart.lines.some((line) => isInScope(offer, line.productId))) return 'NOT_FOR_GOODS'
  if (offer.kind === 'CAMPAIGN_PRICE' && !cart.lines.some((line) => campaignOff(offer, line) > 0))
    return 'NOT_FOR_GOODS'
  if (offer.gift && offer.gift.stock < offer.gift.quantity + inCart(cart, offer.gift.skuId))
    return 'NO_GIFT_LEFT'
  return null
}

/** Whether an offer is about a product. */
export const isInScope = (offer: Offer, productId: string): boolean =>
  offer.productIds === null || offer.productIds.includes(productId)

/** What a campaign takes off a line at its public price; a price that is not lower takes nothing. */
export function campaignOff(offer: Offer, line: Cart['lines'][number]): number {
  const price = offer.prices[line.skuId]
  return price === undefined ? 0 : Math.max(0, grossOf(line) - price * line.quantity)
}

/** Whether two that are taken together allow each other: both have to. The tier goes with whatever takes it. */
export const goTogether = (a: Offer, b: Offer): boolean =>
  a.combines.includes(b.kind) && b.combines.includes(a.kind)

const inCart = (cart: Cart, skuId: string) =>
  cart.lines.filter((line) => line.skuId === skuId).reduce((sum, line) => sum + line.quantity, 0)
