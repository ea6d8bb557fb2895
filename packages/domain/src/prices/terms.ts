import { type Bilingual, say } from '../decisions/index.ts'
import type { Tier } from '../membership/index.ts'
import type { Fen } from '../money/index.ts'
import type { Combinable, OfferKind } from './offers.ts'

/** What a promotion asks and gives, as somebody writes it. Times are RFC 3339 UTC; amounts in fen. */
export interface PromotionTerms {
  readonly kind: OfferKind
  readonly startsAt: string
  /** The first moment at which it is over. */
  readonly endsAt: string
  /** What it may be combined with; nothing: it is exclusive (Q72). */
  readonly combines: readonly Combinable[]
  readonly thresholdFen: Fen
  readonly offFen: Fen
  readonly repeats: boolean
  readonly gift: null | { readonly skuId: string; readonly quantity: number }
  /** Campaign prices. */
  readonly prices: readonly { readonly skuId: string; readonly priceFen: Fen }[]
  /** The goods it is about; none: all. */
  readonly productIds: readonly string[]
  /** `null`: everybody. */
  readonly tiers: readonly Tier[] | null
  /** For how many orders, or how many coupons are issued; `null`: any number. */
  readonly most: number | null
  /** A customer gets one coupon of it. */
  readonly oncePerCustomer: boolean
}

/** Something that makes no sense in what was written. */
export interface Flaw {
  readonly field: keyof PromotionTerms
  readonly message: Bilingual
}

const TAKES_OFF: ReadonlySet<OfferKind> = new Set(['THRESHOLD', 'FIRST_PURCHASE', 'COUPON'])

/** Whatever makes no sense in the terms of a promotion; none: it can be offered. */
export function flawsOf(terms: PromotionTerms, now: Date): readonly Flaw[] {
  const { kind, thresholdFen, offFen, prices, productIds } = terms
  const takesOff = TAKES_OFF.has(kind)
  const campaign = kind === 'CAMPAIGN_PRICE'
  const checks: readonly (readonly [boolean, keyof PromotionTerms, Bilingual])[] = [
    [
      terms.endsAt <= terms.startsAt,
      'endsAt',
      say('结束时间须晚于开始时间。', 'It has to end after it begins.'),
    ],
    [new Date(terms.endsAt) <= now, 'endsAt', say('结束时间已过。', 'Its end is past.')],
    [
      takesOff && offFen === 0,
      'offFen',
      say('请填写优惠金额，须大于 0。', 'Say what it takes off: more than 0.'),
    ],
    [!takesOff && offFen > 0, 'offFen', say('该类活动没有优惠金额。', 'This kind takes no amount off.')],
    [
      thresholdFen > 0 && offFen > thresholdFen,
      'offFen',
      say('优惠金额不能高于门槛。', 'It can’t take off more than its threshold.'),
    ],
    [
      kind === 'THRESHOLD' && thresholdFen === 0,
      'thresholdFen',
      say('满减须有门槛，大于 0。', 'A spend threshold has to be more than 0.'),
    ],
    [
      campaign && thresholdFen > 0,
      'thresholdFen',
      say('活动价没有门槛。', 'A campaign price has no threshold.'),
    ],
    [
      terms.repeats && kind !== 'THRESHOLD',
      'repeats',
      say('只有满减可以每满重复。', 'Only a spend threshold is given again.'),
    ],
    [
      (kind === 'GIFT') !== (terms.gift !== null),
      'gift',
      say('赠品活动须填写赠品，其他活动没有赠品。', 'A gift names what is given; other kinds give none.'),
    ],
    [
      campaign !== prices.length > 0,
      'prices',
      say('活动价须填写规格的价格，其他活动没有。', 'A campaign names its prices; other kinds have none.'),
    ],
    [
      new Set(prices.map(({ skuId }) => skuId)).size < prices.length,
      'prices',
      say('同一规格请只填一次。', 'Name a specification once.'),
    ],
    [
      campaign && productIds.length > 0,
      'productIds',
      say('活动价按规格填写，不另选商品。', 'A campaign is about what it names prices of.'),
    ],
    [
      terms.combines.includes(kind),
      'combines',
      say('一单同类优惠至多一个。', 'An order takes at most one of each kind.'),
    ],
    [terms.tiers?.length === 0, 'tiers', say('请至少选择一个等级。', 'Name one tier at least.')],
    [
      terms.oncePerCustomer && kind !== 'COUPON',
      'oncePerCustomer',
      say('只有优惠券可以限每人一张。', 'Only coupons are limited by customer.'),
    ],
  ]
  return checks.flatMap(([wrong, field, message]) => (wrong ? [{ field, message }] : []))
}

/** Whether two promotions differ in what they give, to whom or from when: in all but their end, their places and names. */
export function givesOther(a: PromotionTerms, b: PromotionTerms): boolean {
  return JSON.stringify(given(a)) !== JSON.stringify(given(b))
}

function given(terms: PromotionTerms) {
  const { kind, startsAt, thresholdFen, offFen, repeats, gift, oncePerCustomer } = terms
  const prices = terms.prices.map(({ skuId, priceFen }) => `${skuId}:${priceFen}`).sort()
  const sorted = (names: readonly string[] | null) => names?.toSorted() ?? null
  return [
    kind,
    new Date(startsAt).getTime(),
    thresholdFen,
    offFen,
    repeats,
    gift && [gift.skuId, gift.quantity],
    oncePerCustomer,
    prices,
    sorted(terms.combines),
    sorted(terms.productIds),
    sorted(terms.tiers),
  ]
}
