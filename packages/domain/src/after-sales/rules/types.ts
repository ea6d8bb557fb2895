import type { Basis, Bilingual, Rule, RuleCase } from '../../decisions/index.ts'
import { correct, deny, pass, say } from '../../decisions/index.ts'
import type { PackKey } from '../../policy/index.ts'
import { claimOf } from '../claim.ts'
import { applying, asking } from '../examples.ts'
import type { AfterSaleRequest } from '../request.ts'
import { AFTER_SALE_TYPES, type AfterSaleReason, type AfterSaleType } from '../states.ts'
import { handbook, instead } from '../verdicts.ts'

type ReasonsKey = Extract<PackKey, `after_sale.reasons.${string}`>

/** The key under which a pack lists the reasons that open a type. */
export const reasonsKeyOf = (type: AfterSaleType) =>
  `after_sale.reasons.${type.toLowerCase() as Lowercase<AfterSaleType>}` as const satisfies ReasonsKey

const NAMES: Readonly<Record<AfterSaleType, readonly [string, string]>> = {
  RETURN_AND_REFUND: ['退货退款', 'a return and refund'],
  EXCHANGE: ['换货', 'an exchange'],
  REPAIR: ['维修', 'a repair'],
  RESHIP: ['补发', 'a re-shipment'],
  PARTIAL_REFUND: ['部分退款', 'a partial refund'],
  COMPENSATION: ['补偿', 'a compensation'],
  PLATFORM_DISPUTE: ['平台维权', 'a platform dispute'],
}

interface TypeRule {
  readonly id: string
  readonly type: AfterSaleType
  readonly title: Bilingual
  readonly basis?: Basis
  readonly also?: readonly PackKey[]
  readonly cases: readonly RuleCase<AfterSaleRequest>[]
}

/** One rule of each type: which reasons open it, by the pack (C-47). */
function typeRule({ id, type, title, basis, also = [], cases }: TypeRule): Rule<AfterSaleRequest> {
  const [zh, en] = NAMES[type]
  return {
    id,
    title,
    basis: basis ?? handbook('§4.1'),
    message: say(`该原因可以申请${zh}。`, `This reason opens ${en}.`),
    reads: [reasonsKeyOf(type), ...also],
    judge: (request, { pack, now }) => {
      const claim = claimOf(request, now)
      if (claim?.type !== type) return null
      const opens = (each: AfterSaleType) => pack.get(reasonsKeyOf(each)).includes(claim.reason)
      const off = type === 'REPAIR' && !pack.get('repair.enabled')
      if (opens(type) && !off) return pass()
      const others = AFTER_SALE_TYPES.filter(
        (each) => each !== type && each !== 'PLATFORM_DISPUTE' && opens(each),
      ).filter((each) => each !== 'REPAIR' || pack.get('repair.enabled'))
      return deny(
        off
          ? say('本店不提供维修。', 'This shop does not offer repairs.')
          : say(`该原因不适用${zh}。`, `This reason does not open ${en}.`),
        ...others.map((each) => instead(each, `可以申请${NAMES[each][0]}`, `Ask for ${NAMES[each][1]}`)),
      )
    },
    cases,
  }
}

const wanted = (type: AfterSaleType, reason: AfterSaleReason) => applying({ type, reason })

const OPENS_DISPUTE = typeRule({
  id: 'AS-TYP-07',
  type: 'PLATFORM_DISPUTE',
  title: say('平台维权', 'Platform dispute'),
  cases: [],
})

/** What the platform awards is its decision, carried out and not granted: it takes no authority, but its document. */
function awarded({ hasReference }: { readonly hasReference: boolean }) {
  if (hasReference)
    return pass(
      say(
        '平台判定，照此执行，不占用客服权限。',
        'The platform decided: it is carried out, and uses up nobody’s authority.',
      ),
    )
  return deny(
    say('须注明平台判定的文书编号。', 'The document of the platform’s decision has to be named.'),
    correct('填写平台判定的文书编号', 'Name the document of the decision'),
  )
}

/** The seven types (000 §4.1), each with the reasons that open it. */
export const TYPE_RULES: readonly Rule<AfterSaleRequest>[] = [
  typeRule({
    id: 'AS-TYP-01',
    type: 'RETURN_AND_REFUND',
    title: say('退货退款', 'Return and refund'),
    cases: [
      { name: 'needs no reason', facts: wanted('RETURN_AND_REFUND', 'NO_REASON'), expect: 'PASS' },
      { name: 'takes any real reason', facts: wanted('RETURN_AND_REFUND', 'SERVICE'), expect: 'PASS' },
      { name: 'says nothing of an exchange', facts: wanted('EXCHANGE', 'QUALITY'), expect: null },
    ],
  }),
  typeRule({
    id: 'AS-TYP-02',
    type: 'EXCHANGE',
    title: say('换货', 'Exchange'),
    cases: [
      { name: 'a quality issue', facts: wanted('EXCHANGE', 'QUALITY'), expect: 'PASS' },
      { name: 'another size (C-47)', facts: wanted('EXCHANGE', 'SIZE_FIT'), expect: 'PASS' },
      { name: 'no reason is none for an exchange', facts: wanted('EXCHANGE', 'NO_REASON'), expect: 'DENY' },
    ],
  }),
  typeRule({
    id: 'AS-TYP-03',
    type: 'REPAIR',
    title: say('维修', 'Repair'),
    also: ['repair.enabled'],
    cases: [
      { name: 'a malfunction', facts: wanted('REPAIR', 'QUALITY'), expect: 'PASS' },
      { name: 'a size is not repaired', facts: wanted('REPAIR', 'SIZE_FIT'), expect: 'DENY' },
    ],
  }),
  typeRule({
    id: 'AS-TYP-04',
    type: 'RESHIP',
    title: say('补发', 'Re-shipment'),
    cases: [
      { name: 'a lost parcel', facts: wanted('RESHIP', 'LOST'), expect: 'PASS' },
      { name: 'a missing item', facts: wanted('RESHIP', 'MISSING_ITEM'), shop: 'apparel', expect: 'PASS' },
      { name: 'a defect is exchanged in the base', facts: wanted('RESHIP', 'QUALITY'), expect: 'DENY' },
      {
        name: 'and sent again by severity where the article is in the pack (AS-POL-16)',
        facts: wanted('RESHIP', 'QUALITY'),
        shop: 'guided',
        expect: 'PASS',
      },
    ],
  }),
  typeRule({
    id: 'AS-TYP-05',
    type: 'PARTIAL_REFUND',
    title: say('部分退款', 'Partial refund'),
    cases: [
      { name: 'a flaw that the customer keeps', facts: wanted('PARTIAL_REFUND', 'QUALITY'), expect: 'PASS' },
      { name: 'postage charged too much', facts: wanted('PARTIAL_REFUND', 'PRICE'), expect: 'PASS' },
      {
        name: 'service is compensated, not refunded (Q61)',
        facts: wanted('PARTIAL_REFUND', 'SERVICE'),
        expect: 'DENY',
      },
    ],
  }),
  typeRule({
    id: 'AS-TYP-06',
    type: 'COMPENSATION',
    title: say('补偿', 'Compensation'),
    cases: [
      { name: 'a service problem', facts: wanted('COMPENSATION', 'SERVICE'), expect: 'PASS' },
      { name: 'a delay (AS-TYP-14)', facts: wanted('COMPENSATION', 'LATE'), expect: 'PASS' },
      { name: 'a change of mind is none', facts: wanted('COMPENSATION', 'NO_REASON'), expect: 'DENY' },
      {
        name: 'goodwill all the same in the clothing shop (AS-LIA-13)',
        facts: wanted('COMPENSATION', 'NO_REASON'),
        shop: 'apparel',
        expect: 'PASS',
      },
    ],
  }),
  {
    ...OPENS_DISPUTE,
    judge: (request, context) =>
      request.ask.step === 'LOSE_DISPUTE' ? awarded(request.ask) : OPENS_DISPUTE.judge(request, context),
    cases: [
      {
        name: 'the platform may be called for any reason',
        facts: wanted('PLATFORM_DISPUTE', 'PRICE'),
        expect: 'PASS',
      },
      {
        name: 'it decided for the customer',
        facts: asking({ step: 'LOSE_DISPUTE', hasReference: true }),
        expect: 'PASS',
      },
      {
        name: 'nobody says by which document',
        facts: asking({ step: 'LOSE_DISPUTE', hasReference: false }),
        expect: 'DENY',
      },
      { name: 'says nothing of other steps', facts: asking({ step: 'OPEN_DISPUTE' }), expect: null },
    ],
  },
]
