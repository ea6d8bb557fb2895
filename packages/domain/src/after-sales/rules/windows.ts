import type { Context, Judgement, Rule } from '../../decisions/index.ts'
import { deny, needsApproval, pass, say } from '../../decisions/index.ts'
import { type Claim, claimOf } from '../claim.ts'
import { aCase, aLine, anOrder, applying, asking } from '../examples.ts'
import { isFault } from '../reasons.ts'
import type { AfterSaleRequest } from '../request.ts'
import { at, handbook, instead, shop, specialApproval } from '../verdicts.ts'
import { closesAt, windowFor, windowsOf } from '../windows.ts'
import { onItsWay } from './trade.ts'

const quality = { reason: 'QUALITY', evidence: ['PHOTO'] } as const
const LATE_IN_MARCH = '2026-03-21T02:00:00Z'

/** The first of its lines' windows to close; `undefined`: none is open, so the windows do not speak. */
function firstToClose(claim: Claim, context: Context): Date | undefined {
  const ends = claim.lines.flatMap((line) => {
    const windows = windowsOf(claim.order, line, context)
    const end = closesAt(windows, claim.type, claim.reason)
    return windows.receivedAt && end ? [end] : []
  })
  return ends.sort((a, b) => a.getTime() - b.getTime())[0]
}

/** A promise that needs no reason: kept until 24:00 of its last day, over after it (Q11, Q18). */
function promised(name: 'noReason' | 'size', request: AfterSaleRequest, context: Context): Judgement | null {
  const claim = claimOf(request, context.now)
  if (!claim || windowFor(claim.type, claim.reason) !== name) return null
  const end = firstToClose(claim, context)
  if (!end) return null
  if (claim.at <= end)
    return pass(say(`在期限内，可申请至 ${at(end)}。`, `Within the window, which is open until ${at(end)}.`))
  if (claim.specialApproval)
    return pass(say('已特批超期办理。', 'A special approval lets it happen out of period.'))
  const over = say(
    `期限已于 ${at(end)} 结束。如情况特殊，可以申请特批。`,
    `The window closed at ${at(end)}. A special approval may be asked for.`,
  )
  // A case that was opened all the same was asked for as an exception.
  const asked = claim.asException || claim.step === 'APPROVE'
  return asked ? needsApproval(over, specialApproval) : deny(over, specialApproval)
}

/** Until when: days since receipt, by reason (C-09, C-10, C-36). */
export const WINDOW_RULES: readonly Rule<AfterSaleRequest>[] = [
  {
    id: 'AS-POL-01',
    title: say('七天无理由退货', 'Seven-day return without a reason'),
    basis: handbook('§6.1'),
    message: say(
      '签收次日起 7 天内可无理由退货。',
      'Goods may be returned without a reason within seven days of receipt.',
    ),
    reads: ['return.no_reason_window'],
    judge: (request, context) => promised('noReason', request, context),
    cases: [
      { name: 'the fifth day', facts: applying(), expect: 'PASS' },
      {
        name: 'the last minute of the seventh day',
        facts: applying(),
        now: '2026-03-12T15:59:00Z',
        expect: 'PASS',
      },
      { name: 'the eighth day', facts: applying(), now: '2026-03-12T16:00:01Z', expect: 'DENY' },
      {
        name: 'the eighth day, asked for as an exception',
        facts: applying({ asException: true }),
        now: '2026-03-13T02:00:00Z',
        expect: 'NEEDS_APPROVAL',
      },
      {
        name: 'applied for in time, reviewed later',
        facts: asking({ step: 'APPROVE', amountFen: null }),
        now: '2026-03-14T02:00:00Z',
        expect: 'PASS',
      },
      {
        name: 'a real reason within seven days needs no other',
        facts: applying({ reason: 'LATE' }),
        expect: 'PASS',
      },
      { name: 'a defect has its own window', facts: applying(quality), expect: null },
      { name: 'no receipt, no window', facts: applying({}, onItsWay('RETURNED')), expect: null },
    ],
  },
  {
    id: 'AS-POL-06',
    title: say('尺码不合适 7 天内可换', 'Another size within seven days'),
    basis: handbook('§8.1 Q4'),
    message: say('签收次日起 7 天内可以换尺码。', 'A size can be exchanged within seven days of receipt.'),
    reads: ['return.size_window'],
    judge: (request, context) => promised('size', request, context),
    cases: [
      { name: 'the fifth day', facts: applying({ type: 'EXCHANGE', reason: 'SIZE_FIT' }), expect: 'PASS' },
      {
        name: 'the eighth day',
        facts: applying({ type: 'EXCHANGE', reason: 'SIZE_FIT' }),
        now: '2026-03-13T02:00:00Z',
        expect: 'DENY',
      },
      { name: 'says nothing of a return', facts: applying({ reason: 'SIZE_FIT' }), expect: null },
    ],
  },
  {
    id: 'AS-POL-04',
    title: say('质量问题 15 天内可退换', 'Quality: return or exchange within fifteen days'),
    basis: handbook('§6.1'),
    message: say(
      '质量类问题签收次日起 15 天内可以退换。',
      'What is wrong with goods can be claimed within fifteen days of receipt.',
    ),
    reads: ['return.quality_window'],
    judge: (request, context) => {
      const claim = claimOf(request, context.now)
      const end = claim && inQuality(claim) ? firstToClose(claim, context) : undefined
      if (!claim || !end || claim.at > end) return null
      return pass(
        say(`在期限内，可申请至 ${at(end)}。`, `Within the window, which is open until ${at(end)}.`),
      )
    },
    cases: [
      { name: 'the fifth day', facts: applying(quality), expect: 'PASS' },
      { name: 'the fifteenth day', facts: applying(quality), now: '2026-03-20T15:59:00Z', expect: 'PASS' },
      {
        name: 'the fifteenth day in the clothing shop (C-09)',
        facts: applying(quality),
        shop: 'apparel',
        now: '2026-03-20T15:59:00Z',
        expect: 'PASS',
      },
      {
        name: 'a wrong item is of the same family (Q36)',
        facts: applying({ reason: 'WRONG_ITEM' }),
        expect: 'PASS',
      },
      {
        name: 'a repair in warranty',
        facts: applying({ ...quality, type: 'REPAIR' }, anOrder({ lines: [aLine({ warrantyMonths: 12 })] })),
        now: '2026-12-01T02:00:00Z',
        expect: 'PASS',
      },
      {
        name: 'past it the special approval speaks',
        facts: applying(quality),
        now: LATE_IN_MARCH,
        expect: null,
      },
    ],
  },
  {
    id: 'AS-LIA-06',
    title: say('超出售后期可以特批', 'After the period: special approval, case by case'),
    basis: handbook('§4.3'),
    message: say(
      '已超出售后期，需要特批（OUT_OF_PERIOD）。',
      'The after-sales period is over: this takes a special approval (OUT_OF_PERIOD).',
    ),
    reads: ['return.quality_window', 'approval.special'],
    judge: (request, context) => {
      const claim = claimOf(request, context.now)
      const end = claim && inQuality(claim) ? firstToClose(claim, context) : undefined
      if (!claim || !end || claim.at <= end) return null
      if (claim.specialApproval)
        return pass(say('已特批超期办理。', 'A special approval lets it happen out of period.'))
      return needsApproval(
        undefined,
        specialApproval,
        instead('COMPENSATION', '可以协商补偿', 'A compensation can be agreed on'),
      )
    },
    cases: [
      { name: 'the sixteenth day', facts: applying(quality), now: LATE_IN_MARCH, expect: 'NEEDS_APPROVAL' },
      {
        name: 'approved',
        facts: asking(
          { step: 'APPROVE', amountFen: null },
          aCase({ reason: 'QUALITY', appliedAt: LATE_IN_MARCH, specialApproval: true }),
        ),
        now: LATE_IN_MARCH,
        expect: 'PASS',
      },
      {
        name: 'nor agreed to without',
        facts: asking(
          { step: 'APPROVE', amountFen: null },
          aCase({ reason: 'QUALITY', appliedAt: LATE_IN_MARCH }),
        ),
        now: LATE_IN_MARCH,
        expect: 'NEEDS_APPROVAL',
      },
      { name: 'within the period', facts: applying(quality), expect: null },
      {
        name: 'without a reason the promise is over instead',
        facts: applying(),
        now: LATE_IN_MARCH,
        expect: null,
      },
    ],
  },
  {
    id: 'AS-LIA-10',
    title: say('签收三天内未穿着的质量问题快速办理', 'A defect within three days, not worn: fast track'),
    basis: shop('售后一2A'),
    message: say(
      '签收三天内且未穿着，核实后可直接退换、维修或折价补偿。',
      'Within three days of signing and not worn: once verified, return, exchange, repair or a discount, at once.',
    ),
    reads: ['return.fast_track_window'],
    judge: (request, context) => {
      const claim = claimOf(request, context.now)
      if (!claim || !isFault(claim.reason) || claim.worn === true || claim.lines.length === 0) return null
      const fast = claim.lines.every((line) => {
        const end = windowsOf(claim.order, line, context).fastTrack
        return end !== null && claim.at <= end
      })
      return fast ? pass() : null
    },
    cases: [
      {
        name: 'the third day',
        facts: applying(quality),
        shop: 'apparel',
        now: '2026-03-08T10:00:00Z',
        expect: 'PASS',
      },
      {
        name: 'the fourth day is the ordinary way',
        facts: applying(quality),
        shop: 'apparel',
        now: '2026-03-09T10:00:00Z',
        expect: null,
      },
      {
        name: 'worn is not fast',
        facts: applying({ ...quality, worn: true }),
        shop: 'apparel',
        now: '2026-03-08T10:00:00Z',
        expect: null,
      },
      {
        name: 'the base has no fast track (C-09)',
        facts: applying(quality),
        now: '2026-03-08T10:00:00Z',
        expect: null,
      },
    ],
  },
]

function inQuality({ type, reason }: Claim): boolean {
  const window = windowFor(type, reason)
  return window === 'quality' || window === 'repair'
}
