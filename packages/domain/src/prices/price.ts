import { discountPercent } from '../membership/index.ts'
import { type Fen, fen, share } from '../money/index.ts'
import { mostPointsFor, offsetFen } from '../points/index.ts'
import type { Pack } from '../policy/index.ts'
import { type Cart, goodsOf, grossOf } from './cart.ts'
import { freightFor } from './freight.ts'
import { campaignOff, isInScope, type Offer, type OfferKind } from './offers.ts'
import { shareWithin } from './share.ts'

/** What a discount comes from. */
export type DiscountKind =
  | 'CAMPAIGN_PRICE'
  | 'TIER'
  | 'CONCESSION'
  | 'THRESHOLD'
  | 'FIRST_PURCHASE'
  | 'COUPON'
  | 'RED_PACKET'
  | 'POINTS'

/** One discount of an order. */
export interface Discount {
  readonly kind: DiscountKind
  readonly amountFen: Fen
  /** The number of the coupon or promotion, or the tier. */
  readonly reference: string | null
  /** The offer it comes from; `null`: the tier, or points. */
  readonly offer: Offer | null
}

/** A line of what is priced. Amounts in fen. */
export interface PricedLine {
  /** Its own: the campaign's price, and the tier's. */
  readonly campaignFen: Fen
  readonly tierFen: Fen
  /** With its share of what is taken off the whole (Q07). */
  readonly discountFen: Fen
  /** What is left of it to pay. */
  readonly payableFen: Fen
  readonly pointsSpent: number
}

/** A combination of offers: which are taken, and whether the tier's discount is. */
export interface Combination {
  readonly tier: boolean
  readonly offers: readonly Offer[]
}

/** What a cart costs under a combination. Amounts in fen; lines in the order of the cart. */
export interface Price {
  readonly goodsFen: Fen
  /** In the order in which they are applied (Q57); none of them is nothing. */
  readonly discounts: readonly Discount[]
  readonly discountFen: Fen
  readonly freightFen: Fen
  readonly payableFen: Fen
  readonly pointsSpent: number
  readonly lines: readonly PricedLine[]
  /** What each offer that was not reached lacks, in fen. */
  readonly missing: ReadonlyMap<string, Fen>
}

/** The order in which what is taken off the whole is taken off (Q57). */
const OFF_THE_WHOLE = ['THRESHOLD', 'FIRST_PURCHASE', 'COUPON'] as const satisfies readonly OfferKind[]

/**
 * Prices a cart under one combination: campaign price and tier line by line after quantity, half up to the fen, then
 * threshold, first purchase, coupon and points off the whole, each shared over the lines it is about (Q07, Q57). A line
 * on a campaign price that the tier does not go with has the better of both.
 */
export function priceOf(cart: Cart, { tier, offers }: Combination, pack: Pack): Price {
  const percent = tier && cart.tier ? discountPercent(cart.tier, pack) : 0
  const campaign = offers.find((each) => each.kind === 'CAMPAIGN_PRICE')
  const own = cart.lines.map((line) => ownDiscounts(line, campaign, percent))
  const nets = cart.lines.map((line, i) =>
    fen(grossOf(line) - (own[i]?.campaignFen ?? 0) - (own[i]?.tierFen ?? 0)),
  )
  const left: Fen[] = [...nets]
  const missing = new Map<string, Fen>()
  const discounts: Discount[] = [
    discount('CAMPAIGN_PRICE', sum(own.map((each) => each.campaignFen)), campaign?.number, campaign),
    discount('TIER', sum(own.map((each) => each.tierFen)), cart.tier),
  ]
  const takeOff = (amountFen: Fen, about: (i: number) => boolean) => {
    const within = (amounts: readonly Fen[]) => amounts.map((amount, i) => (about(i) ? amount : fen(0)))
    shareWithin(amountFen, within(nets), within(left)).forEach((part, i) => {
      left[i] = fen((left[i] ?? 0) - part)
    })
  }
  for (const kind of OFF_THE_WHOLE) {
    const offer = offers.find((each) => each.kind === kind)
    if (!offer) continue
    const about = (i: number) => isInScope(offer, cart.lines[i]?.productId ?? '')
    const amount = reached(offer, sum(left.filter((_, i) => about(i))), missing)
    takeOff(amount, about)
    discounts.push(discount(kind, amount, offer.number, offer))
  }
  const gift = offers.find((each) => each.kind === 'GIFT')
  if (gift)
    reached(gift, sum(left.filter((_, i) => isInScope(gift, cart.lines[i]?.productId ?? ''))), missing)
  const pointsSpent = Math.min(cart.points, mostPointsFor(sum(left), pack))
  const offset = offsetFen(pointsSpent, pack)
  const before = [...left]
  takeOff(offset, () => true)
  // Points go the way of their offset, line by line: what comes back of a line is what was given for it (Q07, Q09).
  const points = share(
    fen(pointsSpent),
    left.map((leftFen, i) => fen((before[i] ?? 0) - leftFen)),
  )
  discounts.push(discount('POINTS', offset, null))
  const goodsFen = goodsOf(cart.lines)
  const given = discounts.filter(({ amountFen }) => amountFen > 0)
  const discountFen = sum(given.map(({ amountFen }) => amountFen))
  const freightFen = freightFor(goodsFen, cart.province, pack)
  return {
    goodsFen,
    discounts: given,
    discountFen,
    freightFen,
    payableFen: fen(goodsFen - discountFen + freightFen),
    pointsSpent,
    lines: cart.lines.map((line, i) => ({
      campaignFen: own[i]?.campaignFen ?? fen(0),
      tierFen: own[i]?.tierFen ?? fen(0),
      discountFen: fen(grossOf(line) - (left[i] ?? 0)),
      payableFen: left[i] ?? fen(0),
      pointsSpent: points[i] ?? 0,
    })),
    missing,
  }
}

function ownDiscounts(line: Cart['lines'][number], campaign: Offer | undefined, percent: number) {
  const gross = grossOf(line)
  const byTier = percentOff(gross, percent)
  const byCampaign = fen(campaign ? campaignOff(campaign, line) : 0)
  if (byCampaign === 0) return { campaignFen: fen(0), tierFen: byTier }
  if (campaign?.combines.includes('TIER'))
    return { campaignFen: byCampaign, tierFen: percentOff(fen(gross - byCampaign), percent) }
  return byTier > byCampaign
    ? { campaignFen: fen(0), tierFen: byTier }
    : { campaignFen: byCampaign, tierFen: fen(0) }
}

/** What an offer takes off, where its threshold is reached by what is left of the goods it is about. */
function reached(offer: Offer, leftFen: Fen, missing: Map<string, Fen>): Fen {
  if (leftFen < offer.thresholdFen) {
    missing.set(offer.id, fen(offer.thresholdFen - leftFen))
    return fen(0)
  }
  const times = offer.repeats && offer.thresholdFen > 0 ? Math.floor(leftFen / offer.thresholdFen) : 1
  return fen(Math.min(leftFen, offer.offFen * times))
}

/** What a percentage takes off an amount, so that the price that is left is rounded half up (Q57). */
function percentOff(amount: Fen, percent: number): Fen {
  // Per cent with two decimals, as whole numbers: no product of fractions is ever rounded.
  const left = BigInt(10_000 - Math.round(percent * 100))
  return fen(amount - Number((2n * BigInt(amount) * left + 10_000n) / 20_000n))
}

const discount = (
  kind: DiscountKind,
  amountFen: Fen,
  reference: string | null = null,
  offer: Offer | null = null,
): Discount => ({ kind, amountFen, reference, offer })

const sum = (amounts: readonly Fen[]): Fen => fen(amounts.reduce((total, amount) => total + amount, 0))
