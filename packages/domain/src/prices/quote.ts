import { discountPercent } from '../membership/index.ts'
import { type Fen, fen } from '../money/index.ts'
import { offsetFen } from '../points/index.ts'
import type { Pack } from '../policy/index.ts'
import type { Cart } from './cart.ts'
import { barTo, goTogether, type Offer, type OfferKind, type OfferVerdict } from './offers.ts'
import {
  type Combination,
  OFF_THE_WHOLE,
  offerOff,
  type Price,
  type Priced,
  pointsOn,
  priceLines,
  priceOf,
  takeOffer,
} from './price.ts'

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

/** A combination without gifts, with what it comes to. Each offer of it gives something. */
interface Candidate {
  readonly combination: Combination
  /** What is payable for the goods, in fen. */
  readonly goodsFen: number
}

/** What was seen of an offer while the combinations were gone through. Amounts in fen. */
interface Seen {
  /** The least that its goods lacked. */
  missingFen: number | null
  /** The least that is payable for goods where it gives something. */
  leastFen: number | null
}

/**
 * The best lawful combination: the least that is payable; among equals the most valuable gift, then without a coupon,
 * then with the fewest offers. Every combination of at most one threshold, first purchase and coupon is looked at, with
 * the tier's discount and without, and with any of the campaigns (see {@link MANY_CAMPAIGNS}); a gift changes no price and
 * is chosen last.
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
  const { candidates, seen, leastWithTier } = goThrough(cart, open, hasTier, pack)
  const gifts = open.filter(({ kind }) => kind === 'GIFT')
  const least = Math.min(...candidates.map(({ goodsFen }) => goodsFen))
  const best = candidates
    .filter(({ goodsFen }) => goodsFen === least)
    .flatMap(({ combination }) => withGift(cart, combination, gifts, pack))
    .reduce((a, b) => (isBetter(b, a) ? b : a))
  const { offers: taken } = best.combination
  const considered = (offer: Offer): Considered => {
    const none = { offer, missingFen: null, dearerByFen: null, conflictsWith: [] }
    if (taken.includes(offer)) return { ...none, verdict: 'APPLIED' }
    const bar = bars.get(offer.id) ?? null
    if (bar) return { ...none, verdict: bar }
    const conflicts = conflictsOf(offer, best.combination)
    const known =
      offer.kind === 'GIFT'
        ? seenOfGift(cart, offer, candidates, pack)
        : (seen.get(offer) ?? { missingFen: null, leastFen: null })
    if (known.leastFen !== null) {
      const verdict = conflicts ? 'NOT_COMBINABLE' : 'NOT_BEST'
      const dearerByFen = fen(known.leastFen - least)
      return { ...none, verdict, conflictsWith: conflicts ?? [], dearerByFen }
    }
    if (known.missingFen !== null)
      return { ...none, verdict: 'BELOW_THRESHOLD', missingFen: fen(known.missingFen) }
    return { ...none, verdict: 'NOT_BEST', dearerByFen: open.includes(offer) ? null : fen(0) }
  }
  return {
    ...best.price,
    combination: best.combination,
    gift: best.gift?.gift ?? null,
    considered: offers.map(considered),
    tierDearerByFen:
      hasTier && !best.combination.tier && leastWithTier !== null ? fen(leastWithTier - least) : null,
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

/** Beyond so many campaigns about the goods of a cart they are tried all together and each alone, not in every selection. */
const MANY_CAMPAIGNS = 5

/** Which campaigns are tried together. Those on different goods need not go together: each line has one. */
function selectionsOf(campaigns: readonly Offer[]): readonly (readonly Offer[])[] {
  if (campaigns.length > MANY_CAMPAIGNS) return [[], ...campaigns.map((each) => [each]), campaigns]
  return campaigns.reduce<readonly (readonly Offer[])[]>(
    (sets, each) => sets.flatMap((set) => [set, [...set, each]]),
    [[]],
  )
}

/** A combination on its way. */
interface Branch {
  readonly combination: Combination
  readonly priced: Priced
}

/**
 * Goes through every lawful combination step by step, each step once for all that follow it: what is shared over the
 * lines by a threshold is not shared again for each coupon.
 */
function goThrough(cart: Cart, open: readonly Offer[], hasTier: boolean, pack: Pack) {
  const candidates: Candidate[] = []
  const seen = new Map<Offer, Seen>()
  let leastWithTier: number | null = null
  const payable = (goodsFen: number) => goodsFen - offsetFen(pointsOn(fen(goodsFen), cart, pack), pack)
  const note = (combination: Combination, leftFen: number) => {
    const goodsFen = payable(leftFen)
    candidates.push({ combination, goodsFen })
    if (combination.tier) leastWithTier = Math.min(leastWithTier ?? goodsFen, goodsFen)
    for (const offer of combination.offers) {
      const known = seenOf(seen, offer)
      known.leastFen = Math.min(known.leastFen ?? goodsFen, goodsFen)
    }
  }
  const further = ({ combination, priced }: Branch, kinds: readonly OfferKind[]) => {
    const leftFen = priced.left.reduce<number>((sum, each) => sum + each, 0)
    const [kind, ...rest] = kinds
    if (!kind) return note(combination, leftFen)
    further({ combination, priced }, rest)
    for (const offer of open) {
      if (offer.kind !== kind || conflictsOf(offer, combination)) continue
      const { amountFen, missingFen } = offerOff(cart, priced, offer)
      if (missingFen !== null) {
        const known = seenOf(seen, offer)
        known.missingFen = Math.min(known.missingFen ?? missingFen, missingFen)
      }
      // What gives nothing changes nothing: the combination without it was looked at.
      if (amountFen === 0) continue
      const next = { ...combination, offers: [...combination.offers, offer] }
      if (rest.length === 0) note(next, leftFen - amountFen)
      else further({ combination: next, priced: takeOffer(cart, priced, offer) }, rest)
    }
  }
  for (const offers of selectionsOf(open.filter(({ kind }) => kind === 'CAMPAIGN_PRICE')))
    for (const tier of hasTier ? [false, true] : [false]) {
      const combination = { tier, offers }
      const priced = priceLines(cart, combination, pack)
      if (offers.every((offer) => priced.own.some(({ campaign }) => campaign === offer)))
        further({ combination, priced }, OFF_THE_WHOLE)
    }
  return { candidates, seen, leastWithTier }
}

function seenOf(seen: Map<Offer, Seen>, offer: Offer): Seen {
  const known = seen.get(offer) ?? { missingFen: null, leastFen: null }
  seen.set(offer, known)
  return known
}

/**
 * What of a combination does not let an offer come to it; none, where it is the tier alone. `null`: nothing. A campaign
 * that the tier does not go with keeps it off its own lines only (Q72).
 */
function conflictsOf(offer: Offer, { tier, offers }: Combination): readonly Offer[] | null {
  const conflicts = offers.filter((other) => other.kind !== offer.kind && !goTogether(offer, other))
  const againstTier = tier && offer.kind !== 'CAMPAIGN_PRICE' && !offer.combines.includes('TIER')
  return conflicts.length > 0 || againstTier ? conflicts : null
}

interface WithGift {
  readonly combination: Combination
  readonly gift: Offer | null
  readonly price: Price
}

/** A combination without a gift, and with each that goes with it and is reached. */
function withGift(
  cart: Cart,
  combination: Combination,
  gifts: readonly Offer[],
  pack: Pack,
): readonly WithGift[] {
  const going = gifts.filter((gift) => !conflictsOf(gift, combination))
  const price = priceOf(cart, { ...combination, offers: [...combination.offers, ...going] }, pack)
  const reached = going.filter((gift) => !price.missing.has(gift.id))
  return [null, ...reached].map((gift) => ({
    combination: gift ? { ...combination, offers: [...combination.offers, gift] } : combination,
    gift,
    price,
  }))
}

/** What there is to say of a gift that was not taken: by the cheapest combination that it goes with. */
function seenOfGift(cart: Cart, gift: Offer, candidates: readonly Candidate[], pack: Pack): Seen {
  const going = candidates.filter(({ combination }) => !conflictsOf(gift, combination))
  const cheapest = going.reduce<Candidate | null>(
    (a, b) => (a === null || b.goodsFen < a.goodsFen ? b : a),
    null,
  )
  if (!cheapest) return { missingFen: null, leastFen: null }
  const { combination, goodsFen } = cheapest
  const price = priceOf(cart, { ...combination, offers: [...combination.offers, gift] }, pack)
  const missingFen = price.missing.get(gift.id) ?? null
  return missingFen === null ? { missingFen, leastFen: goodsFen } : { missingFen, leastFen: null }
}

function isBetter(a: WithGift, b: WithGift): boolean {
  const rank = ({ combination: { offers, tier }, gift }: WithGift) => {
    const worth = gift?.gift ? gift.gift.valueFen * gift.gift.quantity : 0
    return [-worth, offers.filter(({ kind }) => kind === 'COUPON').length, offers.length, tier ? 0 : 1]
  }
  const [left, right] = [rank(a), rank(b)]
  const differs = left.findIndex((value, i) => value !== right[i])
  if (differs >= 0) return (left[differs] ?? 0) < (right[differs] ?? 0)
  const name = ({ combination }: WithGift) => combination.offers.map(({ id }) => id).join()
  return name(a) < name(b)
}
