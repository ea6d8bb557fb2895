import type { Context, Rule } from '../../decisions/index.ts'
import { deny, needsApproval, pass, say, warn } from '../../decisions/index.ts'
import { claimOf } from '../claim.ts'
import { aCase, aLine, anOrder, applying, asking } from '../examples.ts'
import type { AfterSaleCaseFacts, AfterSaleOrderFacts } from '../facts.ts'
import { isNotAsSent } from '../fault.ts'
import { isFault, isOwnChoice, movesGoods } from '../reasons.ts'
import type { AfterSaleRequest } from '../request.ts'
import type { AfterSaleReason } from '../states.ts'
import { handbook, instead, specialApproval } from '../verdicts.ts'
import { windowsOf } from '../windows.ts'

const came = (reason: AfterSaleReason) =>
  aCase({ reason, state: 'RECEIVED', receivedAt: '2026-03-10T01:00:00.000Z' })

const AS_NO_REASON = say(
  '没有发现质量问题；仍在无理由期内，可按无理由退货办理，运费由客户承担。',
  'No defect, but applied for within the no-reason window: it can be settled so, and the freight is the customer’s.',
)
const NO_DEFECT = say('没有发现质量问题。', 'No defect was found.')
const settleSo = instead(
  'RETURN_AND_REFUND',
  '与客户协商按无理由办理',
  'Settle it as a return without a reason',
)

/** No defect, but as good as a return without a reason: applied for in time, of goods that have it (C-10, Q29). */
function isNoReasonToo(found: AfterSaleCaseFacts, order: AfterSaleOrderFacts, context: Context): boolean {
  const lines = order.lines.filter((line) => found.lines.some((each) => each.lineId === line.id))
  // Its own case does not suspend the confirmation that came before it (Q67).
  const before = { ...order, openCases: order.openCases.filter((each) => each.id !== found.id) }
  return lines.every((line) => {
    const { noReason } = windowsOf(before, line, context)
    return noReason !== null && new Date(found.appliedAt) <= noReason
  })
}

/** What the inspection found, and what follows from it. */
export const INSPECTION_RULES: readonly Rule<AfterSaleRequest>[] = [
  {
    id: 'AS-LIA-05',
    title: say('客户人为损坏不予售后', 'Damage by the customer: no after-sale'),
    basis: handbook('§4.3'),
    message: say('没有发现客户人为损坏。', 'No damage by the customer was found.'),
    reads: ['return.no_reason_window', 'approval.special'],
    judge: (request, context) => {
      const { ask, case: found, order } = request
      if (ask.step === 'ACCEPT_AFTER_ALL')
        return found?.liable === 'SHOP'
          ? pass(say('重新判定为本店责任，予以受理。', 'It was judged to be the shop’s fault after all.'))
          : needsApproval(
              say(
                '验货未通过，须特批后受理。',
                'The inspection failed: to settle it all the same takes a special approval.',
              ),
              specialApproval,
            )
      if (ask.step === 'PASS_INSPECTION' || ask.step === 'FAIL_INSPECTION') {
        if (!found) return null
        const { finding } = ask
        const passes = ask.step === 'PASS_INSPECTION'
        if (isNotAsSent(finding))
          return passes
            ? deny(say('验货结果不支持通过。', 'What was found does not let the inspection pass.'))
            : pass(
                say(
                  '商品与寄出时不符，客户承担责任。',
                  'The goods are not as they were sent: the customer answers for it.',
                ),
              )
        const asClaimed = finding === 'AS_CLAIMED' || (finding === 'INTACT' && !isFault(found.reason))
        if (asClaimed)
          return passes
            ? pass()
            : deny(
                say(
                  '验货结果与申请一致，不能判为不通过。',
                  'What was found is as claimed: the inspection cannot fail.',
                ),
              )
        // No defect was found in goods that came back for one.
        if (isNoReasonToo(found, order, context)) return warn(AS_NO_REASON, settleSo)
        return passes
          ? deny(
              say('没有发现质量问题，不能判为通过。', 'No defect was found: the inspection cannot pass.'),
              specialApproval,
            )
          : pass(
              say('没有发现质量问题，与客户协商。', 'No defect was found: talk it over with the customer.'),
            )
      }
      const claim = claimOf(request, context.now)
      if (claim?.step !== 'APPROVE' || !movesGoods(claim.type)) return null
      if (!found || isOwnChoice(claim.reason)) return null
      if (claim.liable !== 'CUSTOMER') {
        if (claim.cause !== 'NONE' || !isFault(claim.reason)) return null
        return isNoReasonToo(found, order, context) ? warn(AS_NO_REASON, settleSo) : deny(NO_DEFECT, settleSo)
      }
      return deny(
        say('已认定为客户原因造成，不予退换。', 'The customer was found to have caused it: no after-sale.'),
        instead('COMPENSATION', '可以协商其他办法', 'Something else can be agreed on'),
      )
    },
    cases: [
      {
        name: 'as claimed',
        facts: asking({ step: 'PASS_INSPECTION', finding: 'AS_CLAIMED' }, came('QUALITY')),
        expect: 'PASS',
      },
      {
        name: 'intact',
        facts: asking({ step: 'PASS_INSPECTION', finding: 'INTACT' }, came('NO_REASON')),
        expect: 'PASS',
      },
      {
        name: 'damaged by the customer does not pass',
        facts: asking({ step: 'PASS_INSPECTION', finding: 'DAMAGED_BY_CUSTOMER' }, came('NO_REASON')),
        expect: 'DENY',
      },
      {
        name: 'it fails',
        facts: asking({ step: 'FAIL_INSPECTION', finding: 'DAMAGED_BY_CUSTOMER' }, came('NO_REASON')),
        expect: 'PASS',
      },
      {
        name: 'intact goods do not fail (C-10)',
        facts: asking({ step: 'FAIL_INSPECTION', finding: 'INTACT' }, came('NO_REASON')),
        expect: 'DENY',
      },
      {
        name: 'no defect, in the seven days',
        facts: asking({ step: 'PASS_INSPECTION', finding: 'NO_DEFECT' }, came('QUALITY')),
        expect: 'WARN',
      },
      {
        name: 'no defect of customised goods',
        facts: asking(
          { step: 'PASS_INSPECTION', finding: 'NO_DEFECT' },
          came('QUALITY'),
          anOrder({ lines: [aLine({ customised: true })] }),
        ),
        expect: 'DENY',
      },
      {
        name: 'a misuse is not approved',
        facts: asking(
          { step: 'APPROVE', amountFen: null },
          aCase({ reason: 'QUALITY', cause: 'MISUSE', liable: 'CUSTOMER' }),
        ),
        expect: 'DENY',
      },
      {
        name: 'after a failed inspection only by approval',
        facts: asking({ step: 'ACCEPT_AFTER_ALL' }, aCase({ state: 'INSPECTION_FAILED' })),
        expect: 'NEEDS_APPROVAL',
      },
      {
        name: 'or by a new finding',
        facts: asking(
          { step: 'ACCEPT_AFTER_ALL' },
          aCase({ state: 'INSPECTION_FAILED', cause: 'DEFECT', liable: 'SHOP' }),
        ),
        expect: 'PASS',
      },
      {
        name: 'no defect was judged, in the seven days',
        facts: asking(
          { step: 'APPROVE', amountFen: null },
          aCase({ reason: 'QUALITY', cause: 'NONE', liable: 'NOBODY' }),
        ),
        expect: 'WARN',
      },
      {
        name: 'what the shop takes on is approved',
        facts: asking(
          { step: 'APPROVE', amountFen: null },
          aCase({ reason: 'QUALITY', cause: 'MISUSE', liable: 'SHOP' }),
        ),
        expect: null,
      },
      { name: 'says nothing of an application', facts: applying(), expect: null },
    ],
  },
]
