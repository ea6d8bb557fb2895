import type { Basis, Bilingual, Context, Rule, RuleCase } from '../../decisions/index.ts'
import { pass, say } from '../../decisions/index.ts'
import { aCase, anOrder, applying, asking } from '../examples.ts'
import { isOnShop } from '../fault.ts'
import { type FreightQuestion, type FreightTerms, freightOf } from '../freight.ts'
import type { AfterSaleRequest } from '../request.ts'
import { comesBack } from '../steps.ts'
import { cited, handbook } from '../verdicts.ts'

/** What freight is judged by in an application, or in a step that settles who bears it; `null`: in no other. */
function questionOf({ order, case: found, ask }: AfterSaleRequest): FreightQuestion | null {
  const of = { tier: order.tier, insured: order.freightInsured }
  if (ask.step === 'APPLY') {
    const { type, reason } = ask.application
    return { ...of, type, reason, liable: null }
  }
  if (!found) return null
  const { type, reason, liable } = found
  const finding = found.inspection?.finding ?? null
  switch (ask.step) {
    case 'APPROVE':
      return { ...of, type, reason, liable, finding }
    case 'JUDGE_LIABILITY':
      return { ...of, type, reason, liable: ask.liable, finding }
    case 'PASS_INSPECTION':
    case 'FAIL_INSPECTION':
      return { ...of, type, reason, liable, finding: ask.finding }
    default:
      return null
  }
}

interface Told {
  readonly id: string
  readonly title: Bilingual
  readonly basis: Basis
  readonly message: Bilingual
  readonly reads?: Rule<AfterSaleRequest>['reads']
  readonly when: (terms: FreightTerms, question: FreightQuestion) => boolean
  /** What to say instead, where it goes both ways. */
  readonly bothWays?: Bilingual
  readonly cases: readonly RuleCase<AfterSaleRequest>[]
}

/** A rule of freight refuses nothing: it tells who bears it before anybody asks. */
const told = ({ when, bothWays, reads = [], ...rule }: Told): Rule<AfterSaleRequest> => ({
  ...rule,
  reads,
  judge: (request, context: Context) => {
    const question = questionOf(request)
    const terms = question && freightOf(question, context)
    if (!terms || !when(terms, question)) return null
    return pass(terms.back && terms.out ? bothWays : undefined)
  },
})
const names = (id: string) => (terms: FreightTerms) => terms.rules.includes(id)

const noReason = applying({ reason: 'NO_REASON' })
const quality = applying({ reason: 'QUALITY', evidence: ['PHOTO'] })
const otherSize = applying({ type: 'EXCHANGE', reason: 'SIZE_FIT' })

/** Who bears freight, as it is told to the customer (area N). */
export const FREIGHT_RULES: readonly Rule<AfterSaleRequest>[] = [
  told({
    id: 'AS-FRT-01',
    title: say('个人原因退货，运费由客户承担', 'Own reason: the customer pays the freight'),
    basis: handbook('§4.3, §6.1'),
    message: say(
      '非质量问题，退回运费由您承担。',
      'This is not about quality, so the freight is yours to pay.',
    ),
    bothWays: say(
      '非本店责任的换货，往返运费由您承担；寄出的运费请通过补运费链接支付，请勿在包裹内放现金。',
      'The exchange is no fault of ours, so the freight of both ways is yours: pay ours by the link, put no cash into the parcel.',
    ),
    when: names('AS-FRT-01'),
    cases: [
      { name: 'another size', facts: otherSize, expect: 'PASS' },
      { name: 'no reason', facts: noReason, expect: 'PASS' },
      { name: 'a defect', facts: quality, expect: null },
      {
        name: 'no reason, platinum',
        facts: applying({}, anOrder({ tier: 'PLATINUM' })),
        expect: null,
      },
    ],
  }),
  told({
    id: 'AS-FRT-02',
    title: say('商家责任，往返运费由本店承担', 'Our fault: we pay the freight both ways'),
    basis: handbook('§4.3, §6.1'),
    message: say(
      '由本店承担往返运费；快递造成的，由本店先行处理。',
      'We pay the freight both ways, also where the carrier caused it.',
    ),
    reads: ['freight.reimbursement_modes'],
    when: names('AS-FRT-02'),
    cases: [
      { name: 'a defect', facts: quality, expect: 'PASS' },
      { name: 'damaged in transit', facts: applying({ reason: 'TRANSIT_DAMAGE' }), expect: 'PASS' },
      { name: 'no reason', facts: noReason, expect: null },
      {
        name: 'judged to be the customer’s doing',
        facts: asking(
          { step: 'JUDGE_LIABILITY', cause: 'MISUSE', liable: 'CUSTOMER', appraiser: 'AGENT' },
          aCase({ reason: 'QUALITY' }),
        ),
        expect: null,
      },
    ],
  }),
  told({
    id: 'AS-FRT-09',
    title: say('铂金及以上会员免费退换', 'Free returns and exchanges from platinum'),
    basis: handbook('§7.2'),
    message: say(
      '您是铂金及以上会员，退换货运费由本店承担。',
      'As a member from platinum up, you return and exchange at our cost.',
    ),
    reads: ['return.free_for_member', 'membership.benefits_cumulative'],
    when: names('AS-FRT-09'),
    cases: [
      { name: 'platinum', facts: applying({}, anOrder({ tier: 'PLATINUM' })), expect: 'PASS' },
      { name: 'diamond', facts: applying({}, anOrder({ tier: 'DIAMOND' })), expect: 'PASS' },
      { name: 'gold', facts: applying({}, anOrder({ tier: 'GOLD' })), expect: null },
      {
        name: 'never for what the customer damaged',
        facts: asking(
          { step: 'FAIL_INSPECTION', finding: 'DAMAGED_BY_CUSTOMER' },
          aCase({ state: 'RECEIVED' }),
          anOrder({ tier: 'DIAMOND' }),
        ),
        expect: null,
      },
    ],
  }),
  told({
    id: 'AS-FRT-10',
    title: say('运费险', 'Freight insurance'),
    basis: { kind: 'default', note: 'Q30: only the textbook names it; the payer stays, a hint is shown' },
    message: say(
      '本单有运费险，您承担的退货运费可以向保险公司申请理赔，以其规则为准。',
      'The order is insured: return freight that you pay can be claimed from the insurer, by its rules.',
    ),
    when: ({ insured, back }) => insured && back === 'CUSTOMER',
    cases: [
      { name: 'insured, no reason', facts: applying({}, anOrder({ freightInsured: true })), expect: 'PASS' },
      {
        name: 'insured, but the shop pays',
        facts: applying({ reason: 'QUALITY' }, anOrder({ freightInsured: true })),
        expect: null,
      },
      { name: 'not insured', facts: noReason, expect: null },
    ],
  }),
  told({
    id: 'AS-POL-21',
    title: say('非质量问题退换，讲清运费规则', 'Not about quality: explain the freight rule'),
    basis: cited('002')('§3.2'),
    message: say(
      '请先向客户讲清运费由谁承担、怎样支付，再请客户寄回。',
      'Explain who pays the freight, and how, before the customer sends anything back.',
    ),
    when: (_, question) => comesBack(question.type) && !isOnShop(question),
    cases: [
      { name: 'no reason', facts: noReason, shop: 'guided', expect: 'PASS' },
      { name: 'a defect', facts: quality, shop: 'guided', expect: null },
      {
        name: 'nothing comes back',
        facts: applying({ type: 'COMPENSATION', reason: 'SERVICE' }),
        expect: null,
      },
    ],
  }),
]
