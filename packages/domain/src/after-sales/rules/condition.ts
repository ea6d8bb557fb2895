import type { Rule } from '../../decisions/index.ts'
import { correct, deny, evidence, needsApproval, pass, say, warn } from '../../decisions/index.ts'
import { labelOf } from '../../labels/index.ts'
import { type Claim, claimOf } from '../claim.ts'
import { aCase, aLine, anOrder, applying, asking } from '../examples.ts'
import { isComingBack } from '../parcels.ts'
import { isDefect, isOwnChoice, movesGoods } from '../reasons.ts'
import type { AfterSaleRequest } from '../request.ts'
import { handbook, instead, shop, specialApproval } from '../verdicts.ts'
import { type ExcludedGoods, windowFor, windowsOf } from '../windows.ts'

const GOODS: Readonly<Record<ExcludedGoods, readonly [string, string]>> = {
  CUSTOMISED: ['定制商品', 'customised goods'],
  PERISHABLE: ['鲜活易腐商品', 'perishable goods'],
  DIGITAL: ['数字化商品', 'digital goods'],
}

/** Whether it is the promise that needs no reason: a return, or another size. */
function isPromised({ type, reason }: Claim): boolean {
  const window = windowFor(type, reason)
  return window === 'noReason' || window === 'size'
}

/** Which goods, in which condition (AS-POL-02, AS-POL-13, AS-LIA-12), and that the reason told is the real one (C-10). */
export const CONDITION_RULES: readonly Rule<AfterSaleRequest>[] = [
  {
    id: 'AS-POL-02',
    title: say('定制、鲜活易腐、数字化商品不适用无理由', 'No return without a reason for some goods'),
    basis: handbook('§6.1'),
    message: say('商品适用无理由退货。', 'The goods may be returned without a reason.'),
    reads: ['return.no_reason_excluded'],
    judge: (request, context) => {
      const claim = claimOf(request, context.now)
      if (!claim || !isPromised(claim)) return null
      const excluded = claim.lines
        .map((line) => windowsOf(claim.order, line, context).excludedAs)
        .find(Boolean)
      if (!excluded) return pass()
      const [zh, en] = GOODS[excluded]
      return deny(
        say(
          `${zh}不适用无理由退换；如有质量问题可以按质量问题申请。`,
          `There is no return without a reason for ${en}; what is wrong with them can be claimed.`,
        ),
        instead(
          'RETURN_AND_REFUND',
          '如有质量问题，请按实际原因申请',
          'If something is wrong with them, ask for that reason',
        ),
      )
    },
    cases: [
      { name: 'ordinary goods', facts: applying(), expect: 'PASS' },
      {
        name: 'customised goods',
        facts: applying({}, anOrder({ lines: [aLine({ customised: true })] })),
        expect: 'DENY',
      },
      {
        name: 'perishable goods',
        facts: applying({ reason: 'LATE' }, anOrder({ lines: [aLine({ perishable: true })] })),
        expect: 'DENY',
      },
      {
        name: 'digital goods',
        facts: applying({}, anOrder({ lines: [aLine({ digital: true })] })),
        expect: 'DENY',
      },
      {
        name: 'a defect of customised goods is a defect',
        facts: applying({ reason: 'QUALITY' }, anOrder({ lines: [aLine({ customised: true })] })),
        expect: null,
      },
    ],
  },
  {
    id: 'AS-POL-13',
    title: say('商品完好、不影响二次销售', 'Goods intact and fit for resale'),
    basis: handbook('§6.1'),
    message: say('商品完好，不影响二次销售。', 'The goods are intact and fit for resale.'),
    reads: ['return.intact_criteria'],
    judge: (request, { pack, now }) => {
      const claim = claimOf(request, now)
      if (!claim || !isPromised(claim)) return null
      if (claim.lines.length > 0 && claim.lines.every((line) => isComingBack(claim.order, line))) return null
      const criteria = pack
        .get('return.intact_criteria')
        .map((code) => labelOf('IntactCriterion', code) ?? say(code, code))
      const zh = criteria.map((each) => each.zh).join('、')
      const en = criteria.map((each) => each.en.toLowerCase()).join(', ')
      if (claim.intact === false || claim.worn === true)
        return deny(
          say(
            `商品已影响二次销售，不能无理由退换（标准：${zh}）。`,
            `The goods are no longer fit for resale (${en}): no return without a reason.`,
          ),
          instead(
            'RETURN_AND_REFUND',
            '如有质量问题，请按质量问题申请',
            'If there is a defect, ask for that reason',
          ),
        )
      if (claim.intact === null)
        return warn(
          say(`请保持商品完好：${zh}。`, `The goods have to be fit for resale: ${en}.`),
          correct('请确认商品是否完好', 'Find out whether the goods are intact'),
        )
      return pass()
    },
    cases: [
      { name: 'intact', facts: applying(), expect: 'PASS' },
      { name: 'not known yet', facts: applying({ intact: null }), expect: 'WARN' },
      { name: 'the tags are off', facts: applying({ intact: false }), expect: 'DENY' },
      { name: 'worn', facts: applying({ worn: true }), expect: 'DENY' },
      { name: 'a defect outweighs it', facts: applying({ reason: 'QUALITY', intact: false }), expect: null },
    ],
  },
  {
    id: 'AS-LIA-12',
    title: say('穿着后发现的质量问题先协商补偿', 'A defect found after wearing: compensation first'),
    basis: shop('售后一2B'),
    message: say(
      '已穿着使用，先协商补偿；客户不接受的，请示主管。',
      'Worn: agree on a compensation; if the customer refuses it, the supervisor decides.',
    ),
    reads: ['return.worn_bars_quality', 'approval.special'],
    judge: (request, { pack, now }) => {
      const claim = claimOf(request, now)
      if (!claim || !pack.get('return.worn_bars_quality')) return null
      if (claim.worn !== true || !isDefect(claim.reason) || !movesGoods(claim.type)) return null
      if (claim.specialApproval) return pass(say('已特批办理。', 'A special approval lets it happen.'))
      return needsApproval(
        undefined,
        instead('COMPENSATION', '先协商补偿', 'Agree on a compensation'),
        instead('PARTIAL_REFUND', '协商折价，不退货', 'Agree on a discount; the goods stay'),
        specialApproval,
      )
    },
    cases: [
      {
        name: 'worn, in the clothing shop',
        facts: applying({ reason: 'QUALITY', worn: true }),
        shop: 'apparel',
        expect: 'NEEDS_APPROVAL',
      },
      {
        name: 'the supervisor agreed',
        facts: asking(
          { step: 'APPROVE', amountFen: null },
          aCase({ reason: 'QUALITY', worn: true, specialApproval: true }),
        ),
        shop: 'apparel',
        expect: 'PASS',
      },
      {
        name: 'worn is no bar in the base (Q19)',
        facts: applying({ reason: 'QUALITY', worn: true }),
        expect: null,
      },
      {
        name: 'a wrong item was not found by wearing it',
        facts: applying({ reason: 'WRONG_ITEM', worn: true }),
        shop: 'apparel',
        expect: null,
      },
    ],
  },
  {
    id: 'AS-WF-RFD-6',
    title: say('如实登记退货原因', 'The real reason is recorded'),
    basis: {
      kind: 'default',
      note: 'C-10: 004 售前二5(4) steers to no reason; shipped off, the real reason is always recorded',
    },
    message: say(
      '客户提供了问题凭证：如有质量问题请按质量问题登记，运费由本店承担。',
      'There is proof of a problem: if something is wrong with the goods, record that; the freight is then ours.',
    ),
    reads: ['return.steer_to_no_reason'],
    judge: (request, { now }) => {
      const claim = claimOf(request, now)
      if (!claim || !isOwnChoice(claim.reason)) return null
      const shown = claim.evidence.some(
        (kind) => kind === 'PHOTO' || kind === 'VIDEO' || kind === 'QC_REPORT',
      )
      return shown
        ? warn(
            undefined,
            correct('请核对实际原因', 'Check the real reason'),
            evidence('PHOTO', '按凭证判断是否为质量问题', 'See in the proof whether it is a defect'),
          )
        : null
    },
    cases: [
      { name: 'a photo of a flaw and no reason', facts: applying({ evidence: ['PHOTO'] }), expect: 'WARN' },
      { name: 'no reason needs no proof', facts: applying(), expect: null },
    ],
  },
]
