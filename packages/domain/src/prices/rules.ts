import {
  type Context,
  type Decision,
  deny,
  type Judgement,
  judge,
  pass,
  type Rule,
  remedy,
  say,
  wait,
} from '../decisions/index.ts'

/** What is asked of the shop's offers. Times are RFC 3339 UTC. */
export type OfferRequest =
  | {
      readonly step: 'SAVE_PROMOTION'
      /** `null`: a new one. */
      readonly promotion: null | {
        readonly id: string
        readonly endsAt: string
        /** How many orders have it, or how many coupons were issued. */
        readonly used: number
        /** An order took it at any time, or a coupon was issued. */
        readonly taken: boolean
      }
      /** It would give something else, to others or from another time on. */
      readonly givesOther: boolean
      /** How many there would be; `null`: any number. */
      readonly most: number | null
    }
  | { readonly step: 'END_PROMOTION'; readonly promotionId: string; readonly endsAt: string }
  | {
      readonly step: 'ISSUE_COUPON'
      readonly promotionId: string
      readonly customerId: string
      readonly startsAt: string
      readonly endsAt: string
      /** How many may still be issued; `null`: any number. */
      readonly left: number | null
      /** The customer has had the one that each gets. */
      readonly had: boolean
      readonly blacklisted: boolean
    }

const MAKE_ANOTHER = remedy('ALTERNATIVE')('新建一个活动', 'Make another one', {
  alternative: 'savePromotion',
})
const OVER = deny(say('该活动已经结束。', 'This promotion is over.'), MAKE_ANOTHER)

function judgeSaving(
  { promotion, givesOther, most }: Extract<OfferRequest, { step: 'SAVE_PROMOTION' }>,
  { now }: Context,
): Judgement {
  if (!promotion) return pass()
  if (new Date(promotion.endsAt) <= now) return OVER
  if (promotion.taken && givesOther)
    return deny(
      say(
        '该活动已有订单使用或已发券，优惠内容不能再改。',
        'Orders had this promotion, or coupons of it were issued: what it gives stays.',
      ),
      remedy('ALTERNATIVE')('先结束该活动，再新建一个', 'End it, and make another one', {
        alternative: 'endPromotion',
      }),
    )
  if (most !== null && most < promotion.used)
    return deny(
      say(
        `名额已使用 ${promotion.used} 个，不能更少。`,
        `${promotion.used} were given already: it can’t be for fewer.`,
      ),
      remedy('ALTERNATIVE')('可以立即结束该活动', 'End it now', { alternative: 'endPromotion' }),
    )
  return pass()
}

function judgeIssuing(
  { startsAt, endsAt, left, had, blacklisted }: Extract<OfferRequest, { step: 'ISSUE_COUPON' }>,
  { now }: Context,
): Judgement {
  if (blacklisted)
    return deny(
      say('该客户在黑名单中，暂不发放优惠券。', 'This customer is blacklisted and gets no coupon for now.'),
      wait('黑名单到期后再发放', 'Issue it once the blacklisting has run out'),
    )
  if (new Date(endsAt) <= now) return OVER
  if (new Date(startsAt) > now)
    return deny(
      say('该活动还没有开始。', 'This promotion has not begun.'),
      wait('活动开始后再发放', 'Issue it once it has begun', { openUntil: endsAt }),
    )
  if (had) return deny(say('该客户已领取过，每人一张。', 'The customer had one already: one for each.'))
  if (left !== null && left <= 0) return deny(say('优惠券已发完。', 'All coupons were issued.'), MAKE_ANOTHER)
  return pass()
}

const AT = { startsAt: '2026-03-01T00:00:00.000Z', endsAt: '2026-04-01T00:00:00.000Z' }
const PAST = '2026-03-02T00:00:00.000Z'
const standing = (over: object = {}) => ({
  id: 'promotion-1',
  endsAt: AT.endsAt,
  used: 3,
  taken: true,
  ...over,
})
const saving = (over: object = {}): OfferRequest => ({
  step: 'SAVE_PROMOTION',
  promotion: standing(),
  givesOther: false,
  most: null,
  ...over,
})
const ending = (endsAt: string): OfferRequest => ({
  step: 'END_PROMOTION',
  promotionId: 'promotion-1',
  endsAt,
})
const issuing = (over: object = {}): OfferRequest => ({
  step: 'ISSUE_COUPON',
  promotionId: 'promotion-1',
  customerId: 'customer-1',
  ...AT,
  left: 1,
  had: false,
  blacklisted: false,
  ...over,
})

/** What the shop offers, and who gets a coupon of it. */
export const OFFER_RULES: readonly Rule<OfferRequest>[] = [
  {
    id: 'PRC-05',
    title: say('优惠券、满减、赠品', 'Coupons, spend thresholds, gifts'),
    basis: { kind: 'cited', document: '000', section: '§2.3' },
    message: say(
      '按优惠的门槛、有效期和叠加条件计算；发放后优惠内容不变。',
      'Given by their threshold, their time and what they go together with; what was promised stays.',
    ),
    reads: [],
    judge: (request, context) => {
      switch (request.step) {
        case 'SAVE_PROMOTION':
          return judgeSaving(request, context)
        case 'END_PROMOTION':
          return new Date(request.endsAt) <= context.now ? OVER : pass()
        case 'ISSUE_COUPON':
          return judgeIssuing(request, context)
      }
    },
    cases: [
      { name: 'a new promotion', facts: saving({ promotion: null, givesOther: true }), expect: 'PASS' },
      {
        name: 'other terms while nobody had it',
        facts: saving({ promotion: standing({ used: 0, taken: false }), givesOther: true }),
        expect: 'PASS',
      },
      { name: 'other terms once orders had it', facts: saving({ givesOther: true }), expect: 'DENY' },
      {
        name: 'other terms after its only order was cancelled',
        facts: saving({ promotion: standing({ used: 0 }), givesOther: true }),
        expect: 'DENY',
      },
      { name: 'as many places as were given', facts: saving({ most: 3 }), expect: 'PASS' },
      { name: 'fewer places than were given', facts: saving({ most: 2 }), expect: 'DENY' },
      {
        name: 'a change of what is over',
        facts: saving({ promotion: standing({ endsAt: PAST }) }),
        expect: 'DENY',
      },
      { name: 'an end while it runs', facts: ending(AT.endsAt), expect: 'PASS' },
      { name: 'an end of what is over', facts: ending(PAST), expect: 'DENY' },
      { name: 'the last coupon', facts: issuing(), expect: 'PASS' },
      { name: 'a coupon of any number', facts: issuing({ left: null }), expect: 'PASS' },
      { name: 'one more than there are', facts: issuing({ left: 0 }), expect: 'DENY' },
      { name: 'a second one where each gets one', facts: issuing({ had: true }), expect: 'DENY' },
      {
        name: 'a coupon before its time',
        facts: issuing({ startsAt: '2026-03-31T00:00:00.000Z' }),
        expect: 'DENY',
      },
      { name: 'a coupon after its time', facts: issuing({ endsAt: PAST }), expect: 'DENY' },
      { name: 'a blacklisted customer', facts: issuing({ blacklisted: true }), expect: 'DENY' },
    ],
  },
]

/** May this be offered, ended or issued? */
export function judgeOffer(request: OfferRequest, context: Context): Decision {
  return judge(request.step, OFFER_RULES, request, context)
}
