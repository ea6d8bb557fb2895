import { discountPercent } from '../membership/index.ts'
import { type Fen, fen } from '../money/index.ts'
import type { Pack } from '../policy/index.ts'
import type { Cart } from './cart.ts'
import { barTo, goTogether, OFFER_KINDS, type Offer, type OfferVerdict } from './offers.ts'
import { type Combination, type Price, priceOf } from './price.ts'

/** What became of an offer, and why. */
export interface Considered {
  readonly offer: Offer
  readonly verdict: OfferVerdict
  /** What the goods lack to its threshold; `null`: that is not why. */
  readonly missingFen: Fen | null
  /** How much more would be payable with the best combination that has it; `null`: there is none. */
  readonly dearerByFen: Fen | null
  /** With what it would not go of the combination that was taken. */
  readonly conflictsWith: readonly Offer[]
}

/** What an order costs with the best lawful combination of offers (PRC-11, PRC-19). */
export interface Quote extends Price {
  readonly combination: Combination
  /** What is given on top; `null`: nothing. */
  readonly gift: NonNullable<Offer['gift']> | null
  readonly considered: readonly Considered[]
  /** How much more would be payable with the tier's discount where another was better (Q56, Q72); `null`: it is taken, or there is none. */
  readonly tierDearerByFen: Fen | null
}

interface Candidate {
  readonly combination: Combination
  readonly price: Price
}

/**
 * The best lawful combination: the least that is payable; among equals the most valuable gift, then without a coupon,
 * then with the fewest offers. Every combination of at most one offer of each kind is looked at.
 */
export function quotePrice(
  cart: Cart,
  offers: readonly Offer[],
  context: { readonly pack: Pack; readonly now: Date },
): Quote {
  const { pack, now } = context
  const bars = new Map(offers.map((offer) => [offer.id, barTo(offer, cart, now)]))
  const open = offers.filter((offer) => bars.get(offer.id) === null && first(offers, offer, bars) === offer)
  const hasTier = cart.tier !== null && discountPercent(cart.tier, pack) > 0
  const candidates = combinationsOf(open, hasTier).map((combination) => ({
    combination,
    price: priceOf(cart, combination, pack),
  }))
  const best = candidates.reduce((a, b) => (isBetter(b, a) ? b : a))
  const taken = best.combination.offers.filter((offer) => isGiven(offer, best))
  const without = candidates.filter((each) => each.combination.tier)
  return {
    ...best.price,
    combination: { ...best.combination, offers: taken },
    gift: taken.find((offer) => offer.gift)?.gift ?? null,
    considered: offers.map((offer) => consider(offer, bars.get(offer.id) ?? null, best, taken, candidates)),
    tierDearerByFen: hasTier && !best.combination.tier ? dearerBy(without, best) : null,
  }
}

/** Of coupons with the same terms one is looked at, the first that ends: another one would take off as much. */
function first(
  offers: readonly Offer[],
  offer: Offer,
  bars: ReadonlyMap<string, OfferVerdict | null>,
): Offer {
  if (offer.kind !== 'COUPON') return offer
  const alike = offers.filter(
    (each) => each.kind === 'COUPON' && each.promotionId === offer.promotionId && bars.get(each.id) === null,
  )
  return alike.reduce((a, b) => (b.endsAt < a.endsAt || (b.endsAt === a.endsAt && b.id < a.id) ? b : a))
}

/** Every lawful combination: none or one of each kind that allow each other, with the tier's discount and without. */
export function combinationsOf(offers: readonly Offer[], hasTier: boolean): readonly Combination[] {
  let sets: readonly (readonly Offer[])[] = [[]]
  for (const kind of OFFER_KINDS) {
    const ofKind = offers.filter((offer) => offer.kind === kind)
    sets = sets.flatMap((set) => [
      set,
      ...ofKind
        .filter((offer) => set.every((other) => goTogether(offer, other)))
        .map((offer) => [...set, offer]),
    ])
  }
  return sets.flatMap((set) => {
    const alone = { tier: false, offers: set }
    // A campaign that the tier does not go with keeps it off its own lines only (Q72).
    const withTier =
      hasTier && set.every((offer) => offer.kind === 'CAMPAIGN_PRICE' || offer.combines.includes('TIER'))
    return withTier ? [alone, { tier: true, offers: set }] : [alone]
  })
}

function isBetter(a: Candidate, b: Candidate): boolean {
  const rank = ({ combination, price }: Candidate) => {
    const given = combination.offers.filter((offer) => !price.missing.has(offer.id))
    const gifts = given.reduce((sum, { gift }) => sum + (gift ? gift.valueFen * gift.quantity : 0), 0)
    const coupons = combination.offers.filter(({ kind }) => kind === 'COUPON').length
    return [price.payableFen, -gifts, coupons, combination.offers.length, combination.tier ? 0 : 1]
  }
  const [left, right] = [rank(a), rank(b)]
  const differs = left.findIndex((value, i) => value !== right[i])
  if (differs >= 0) return (left[differs] ?? 0) < (right[differs] ?? 0)
  const name = ({ combination }: Candidate) => combination.offers.map(({ id }) => id).join()
  return name(a) < name(b)
}

/** Whether an offer of a combination gave anything. */
const isGiven = (offer: Offer, { price }: Candidate): boolean =>
  offer.kind === 'GIFT'
    ? !price.missing.has(offer.id)
    : price.discounts.some((discount) => discount.offer?.id === offer.id)

function consider(
  offer: Offer,
  bar: OfferVerdict | null,
  best: Candidate,
  taken: readonly Offer[],
  candidates: readonly Candidate[],
): Considered {
  const none = { offer, missingFen: null, dearerByFen: null, conflictsWith: [] }
  if (taken.includes(offer)) return { ...none, verdict: 'APPLIED' }
  if (bar) return { ...none, verdict: bar }
  const having = candidates.filter(({ combination }) => combination.offers.includes(offer))
  const giving = having.filter((each) => isGiven(offer, each))
  if (having.length === 0) return { ...none, verdict: 'NOT_BEST', dearerByFen: fen(0) }
  if (giving.length === 0) {
    const lacks = having.flatMap(({ price }) => price.missing.get(offer.id) ?? [])
    const missingFen = lacks.length > 0 ? fen(Math.min(...lacks)) : null
    return missingFen === null
      ? { ...none, verdict: 'NOT_BEST' }
      : { ...none, verdict: 'BELOW_THRESHOLD', missingFen }
  }
  const conflictsWith = taken.filter((other) => other.kind !== offer.kind && !goTogether(offer, other))
  const againstTier =
    best.combination.tier && offer.kind !== 'CAMPAIGN_PRICE' && !offer.combines.includes('TIER')
  const verdict = conflictsWith.length > 0 || againstTier ? 'NOT_COMBINABLE' : 'NOT_BEST'
  return { ...none, verdict, conflictsWith, dearerByFen: dearerBy(giving, best) }
}

function dearerBy(others: readonly Candidate[], best: Candidate): Fen | null {
  if (others.length === 0) return null
  return fen(Math.min(...others.map(({ price }) => price.payableFen)) - best.price.payableFen)
}
