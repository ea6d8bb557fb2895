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

/** A price on its way: what is left of each line, and what was taken off so far (Q57). Amounts in fen. */
export interface Priced {
  /** Of each line its own: the campaign, and the tier. */
  readonly own: readonly Own[]
  /** After that; what is off the whole is shared by it (Q07). */
  readonly nets: readonly Fen[]
  readonly left: readonly Fen[]
  readonly taken: readonly { readonly offer: Offer; readonly amountFen: Fen }[]
}

interface Own {
  readonly campaign: Offer | null
  readonly campaignFen: Fen
  readonly tierFen: Fen
}

/** The first step: campaign prices and the tier, line by line after quantity, half up to the fen (Q57, Q72). */
export function priceLines(cart: Cart, { tier, offers }: Combination, pack: Pack): Priced {
  const percent = tier && cart.tier ? discountPercent(cart.tier, pack) : 0
  const campaigns = offers.filter((each) => each.kind === 'CAMPAIGN_PRICE')
  const own = cart.lines.map((line) => ownDiscounts(line, campaigns, percent))
  const nets = cart.lines.map((line, i) =>
    fen(grossOf(line) - (own[i]?.campaignFen ?? 0) - (own[i]?.tierFen ?? 0)),
  )
  return { own, nets, left: nets, taken: [] }
}

/** What an offer takes off the whole; `missingFen`: what its goods lack to its threshold. */
export function offerOff(
  cart: Cart,
  { left }: Priced,
  offer: Offer,
): { readonly amountFen: Fen; readonly missingFen: Fen | null } {
  const leftFen = cart.lines.reduce(
    (sum, line, i) => sum + (isInScope(offer, line.productId) ? (left[i] ?? 0) : 0),
    0,
  )
  if (leftFen < offer.thresholdFen)
    return { amountFen: fen(0), missingFen: fen(offer.thresholdFen - leftFen) }
  const times = offer.repeats && offer.thresholdFen > 0 ? Math.floor(leftFen / offer.thresholdFen) : 1
  return { amountFen: fen(Math.min(leftFen, offer.offFen * times)), missingFen: null }
}

/** The next step: takes what an offer takes off the whole from the lines that it is about (Q07). */
export function takeOffer(cart: Cart, priced: Priced, offer: Offer): Priced {
  const { amountFen } = offerOff(cart, priced, offer)
  const taken = [...priced.taken, { offer, amountFen }]
  if (amountFen === 0) return { ...priced, taken }
  const about = (i: number) => isInScope(offer, cart.lines[i]?.productId ?? '')
  return { ...priced, taken, left: without(priced, amountFen, about) }
}

function without({ nets, left }: Priced, amountFen: Fen, about: (i: number) => boolean): readonly Fen[] {
  const within = (amounts: readonly Fen[]) => amounts.map((amount, i) => (about(i) ? amount : fen(0)))
  const parts = shareWithin(amountFen, within(nets), within(left))
  return left.map((each, i) => fen(each - (parts[i] ?? 0)))
}

/** What goods at so much after all offers are worth in points: as many as are wanted, and as an order takes (Q24). */
export const pointsOn = (goodsFen: Fen, cart: Cart, pack: Pack): number =>
  Math.min(cart.points, mostPointsFor(goodsFen, pack))

/** The order in which what is taken off the whole is taken off (Q57). */
export const OFF_THE_WHOLE = ['THRESHOLD', 'FIRST_PURCHASE', 'COUPON'] as const satisfies readonly OfferKind[]

/**
 * Prices a cart under one combination: campaign price and tier line by line after quantity, half up to the fen, then
 * threshold, first purchase, coupon and points off the whole, each shared over the lines it is about (Q07, Q57). Of
 * several campaigns each line has the one that is best for it; one on a campaign price that the tier does not go with has
 * the better of both.
 */
export function priceOf(cart: Cart, combination: Combination, pack: Pack): Price {
  const offers = OFF_THE_WHOLE.flatMap((kind) => combination.offers.filter((each) => each.kind === kind))
  let priced = priceLines(cart, combination, pack)
  const missing = new Map<string, Fen>()
  const judge = (offer: Offer) => {
    const { missingFen } = offerOff(cart, priced, offer)
    if (missingFen !== null) missing.set(offer.id, missingFen)
  }
  for (const offer of offers) {
    judge(offer)
    priced = takeOffer(cart, priced, offer)
  }
  combination.offers.filter(({ kind }) => kind === 'GIFT').forEach(judge)
  const { own, left: before } = priced
  const pointsSpent = pointsOn(sum(before), cart, pack)
  const offset = offsetFen(pointsSpent, pack)
  const left = without(priced, offset, () => true)
  // Points go the way of their offset, line by line: what comes back of a line is what was given for it (Q07, Q09).
  const points = share(
    fen(pointsSpent),
    left.map((leftFen, i) => fen((before[i] ?? 0) - leftFen)),
  )
  const campaigns = combination.offers.filter(({ kind }) => kind === 'CAMPAIGN_PRICE')
  const given = [
    ...campaigns.map((offer) =>
      discount(
        'CAMPAIGN_PRICE',
        sum(own.map((each) => (each.campaign === offer ? each.campaignFen : fen(0)))),
        offer.number,
        offer,
      ),
    ),
    discount('TIER', sum(own.map((each) => each.tierFen)), cart.tier),
    ...priced.taken.map(({ offer, amountFen }) =>
      discount(offer.kind as DiscountKind, amountFen, offer.number, offer),
    ),
    discount('POINTS', offset, null),
  ].filter(({ amountFen }) => amountFen > 0)
  const goodsFen = goodsOf(cart.lines)
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

function ownDiscounts(line: Cart['lines'][number], campaigns: readonly Offer[], percent: number): Own {
  const gross = grossOf(line)
  const byTier = percentOff(gross, percent)
  let best: Own = { campaign: null, campaignFen: fen(0), tierFen: byTier }
  for (const campaign of campaigns) {
    const campaignFen = fen(campaignOff(campaign, line))
    const tierFen = campaign.combines.includes('TIER')
      ? percentOff(fen(gross - campaignFen), percent)
      : fen(0)
    if (
      campaignFen > 0 &&
      campaignFen + tierFen >= best.campaignFen + best.tierFen &&
      !isAsGood(best, campaignFen + tierFen)
    )
      best = { campaign, campaignFen, tierFen }
  }
  return best
}

/** Among campaigns as good as each other a line keeps the first. */
const isAsGood = (best: Own, offFen: number) =>
  best.campaign !== null && best.campaignFen + best.tierFen === offFen

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
