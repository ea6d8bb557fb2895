import { describe, expect, it } from 'vitest'
import { aCase, aLine, anOrder, applying, asking } from '../src/after-sales/examples.ts'
import {
  type AfterSaleCaseFacts,
  type AfterSaleOrderFacts,
  type AfterSaleRequest,
  judgeAfterSale,
} from '../src/after-sales/index.ts'
import type { Outcome } from '../src/decisions/index.ts'
import { yuan } from '../src/money/index.ts'
import { DEMO_PACKS, DEMO_SHOPS, loadPack, type PackKey } from '../src/policy/index.ts'

/** Signed for at 10:00 on 5 March: the first day is the sixth, the seventh the twelfth, the fifteenth the twentieth. */
const DAY = { third: '2026-03-08', fifth: '2026-03-10', seventh: '2026-03-12', eighth: '2026-03-13' }
const LATER = { fifteenth: '2026-03-20', sixteenth: '2026-03-21' }
const on = { ...DAY, ...LATER }

const photo = [{ kind: 'PHOTO' as const, at: '2026-03-09T02:00:00.000Z' }]
const [parcel] = anOrder().shipments
const travelling = (status: string, lastScanAt: string) =>
  anOrder({
    tradeStatus: 'SHIPPED',
    physicalStatus: 'HANDED_OVER',
    signedAt: null,
    lines: [aLine({ status: 'SHIPPED' })],
    shipments: parcel ? [{ ...parcel, status, signedAt: null, lastScanAt }] : [],
  })
const goods = (with_: Parameters<typeof aLine>[0]) => anOrder({ lines: [aLine(with_)] })
const approving = (with_: Partial<AfterSaleCaseFacts>, order?: AfterSaleOrderFacts) =>
  asking({ step: 'APPROVE', amountFen: null }, aCase(with_), order)

type Row = readonly [what: string, request: AfterSaleRequest, day: string, outcomes: string]
/** Outcomes of general, guided and apparel: A allowed, N needs approval, D denied. */
const ROWS: readonly Row[] = [
  ['a return without a reason on the fifth day', applying(), on.fifth, 'AAA'],
  ['on the seventh', applying(), on.seventh, 'AAA'],
  ['on the eighth', applying(), on.eighth, 'DDD'],
  ['asked for as an exception', applying({ asException: true }), on.eighth, 'NNN'],
  ['another size on the seventh', applying({ type: 'EXCHANGE', reason: 'SIZE_FIT' }), on.seventh, 'AAA'],
  ['on the eighth', applying({ type: 'EXCHANGE', reason: 'SIZE_FIT' }), on.eighth, 'DDD'],
  ['a defect on the fifteenth', applying({ reason: 'QUALITY' }), on.fifteenth, 'AAA'],
  ['on the sixteenth', applying({ reason: 'QUALITY' }), on.sixteenth, 'NNN'],
  ['a wrong item on the sixteenth', applying({ reason: 'WRONG_ITEM' }), on.sixteenth, 'NNN'],
  ['a defect of worn goods', applying({ reason: 'QUALITY', worn: true }), on.third, 'AAN'],
  ['worn goods without a reason', applying({ worn: true }), on.third, 'DDD'],
  ['customised goods without a reason', applying({}, goods({ customised: true })), on.third, 'DDD'],
  [
    'a defect of customised goods',
    applying({ reason: 'QUALITY' }, goods({ customised: true })),
    on.third,
    'AAA',
  ],
  ['a repair', applying({ type: 'REPAIR', reason: 'QUALITY' }), on.fifth, 'AAA'],
  [
    'a repair within its warranty',
    applying({ type: 'REPAIR', reason: 'QUALITY' }, goods({ warrantyMonths: 12 })),
    '2027-03-05',
    'AAA',
  ],
  [
    'a day after its warranty',
    applying({ type: 'REPAIR', reason: 'QUALITY' }, goods({ warrantyMonths: 12 })),
    '2027-03-06',
    'NNN',
  ],
  ['a defect is sent again', applying({ type: 'RESHIP', reason: 'QUALITY' }), on.fifth, 'DAD'],
  ['a missing item is sent again', applying({ type: 'RESHIP', reason: 'MISSING_ITEM' }), on.fifth, 'AAA'],
  ['goodwill for a change of mind', applying({ type: 'COMPENSATION', lines: [] }), on.fifth, 'DDA'],
  [
    'no scan for 72 hours',
    applying({ type: 'RESHIP', reason: 'LOST' }, travelling('IN_TRANSIT', '2026-03-07T04:00:00.000Z')),
    on.fifth,
    'AAA',
  ],
  [
    'a scan since',
    applying({ type: 'RESHIP', reason: 'LOST' }, travelling('IN_TRANSIT', '2026-03-07T05:00:00.000Z')),
    on.fifth,
    'DDD',
  ],
  ['a defect, no photo', approving({ reason: 'QUALITY' }), on.fifth, 'DDA'],
  ['a defect with a photo', approving({ reason: 'QUALITY', evidence: photo }), on.fifth, 'AAA'],
  ['damage with a photo', approving({ reason: 'TRANSIT_DAMAGE', evidence: photo }), on.fifth, 'AAD'],
  [
    'a missing item with a photo',
    approving({ type: 'RESHIP', reason: 'MISSING_ITEM', evidence: photo }),
    on.fifth,
    'AAD',
  ],
  [
    'a lost parcel before its loss is confirmed',
    approving({ type: 'RESHIP', reason: 'LOST' }, travelling('IN_TRANSIT', '2026-03-01T04:00:00.000Z')),
    on.fifth,
    'DDD',
  ],
  [
    'a misuse found by an agent alone',
    asking(
      { step: 'JUDGE_LIABILITY', cause: 'MISUSE', liable: 'CUSTOMER', appraiser: 'AGENT' },
      aCase({ reason: 'QUALITY', evidence: photo }),
    ),
    on.fifth,
    'ADA',
  ],
  ['rejecting a lawful return', asking({ step: 'REJECT', ruleIds: [] }), on.fifth, 'DDD'],
  ['an advance payout', asking({ step: 'PAY_IN_ADVANCE' }, aCase({ state: 'APPROVED' })), on.fifth, 'NNN'],
  [
    'freight collect by ZTO',
    asking(
      { step: 'RECEIVE_RETURN' },
      aCase({
        state: 'RETURN_IN_TRANSIT',
        returnShipment: {
          carrier: 'ZTO',
          freightCollect: true,
          freightFen: yuan(12),
          pickup: false,
          at: '2026-03-09T02:00:00.000Z',
        },
      }),
    ),
    on.fifth,
    'AAD',
  ],
]

describe('what the three shops say of', () => {
  const letter: Readonly<Record<Outcome, string>> = { ALLOWED: 'A', NEEDS_APPROVAL: 'N', DENIED: 'D' }

  it.each(ROWS.map((row, index) => [`${index + 1}. ${row[0]}`, ...row] as const))(
    '%s',
    (_, __, request, day, outcomes) => {
      const now = new Date(`${day}T04:00:00.000Z`)
      const said = DEMO_SHOPS.map(
        (shop) => judgeAfterSale(request, { pack: loadPack(DEMO_PACKS[shop]), now }).outcome,
      )
      expect(said.map((outcome) => letter[outcome]).join('')).toBe(outcomes)
    },
  )
})

describe('the values of after-sales', () => {
  // As the settled values print them: general, guided, apparel.
  const printed: readonly (readonly [PackKey, string, string, string])[] = [
    ['return.no_reason_window', '7d', '7d', '7d'],
    ['return.size_window', '7d', '7d', '7d'],
    ['return.quality_window', '15d', '15d', '15d'],
    ['return.fast_track_window', '–', '–', '3d'],
    ['return.send_back_reminder', '5d', '5d', '5d'],
    ['return.reopen_limit', '1', '1', '1'],
    ['parcel.lost_after', '72h', '72h', '72h'],
    ['order.delayed_after', '48h', '48h', '48h'],
    ['order.auto_confirm', '10d', '10d', '10d'],
    ['order.confirm_extension', '10d', '10d', '10d'],
    ['repair.enabled', 'on', 'on', 'on'],
    ['return.steer_to_no_reason', 'off', 'off', 'off'],
    ['return.avoidance_gate', 'off', 'off', 'off'],
    ['evidence.quality_photos', 'on', 'on', 'off'],
    ['return.worn_bars_quality', 'off', 'off', 'on'],
    ['return.collect_carriers', 'ANY', 'ANY', 'SF, STO'],
    ['liability.appraisal', 'off', 'on', 'off'],
  ]

  it.each(printed)('%s', (key, ...values) => {
    expect(DEMO_SHOPS.map((shop) => loadPack(DEMO_PACKS[shop]).show(key).value)).toEqual(values)
  })

  it('take in no mail at the door of the clothing shop', () => {
    const accepted = loadPack(DEMO_PACKS.apparel).get('return.accepted_carriers')
    expect(accepted).not.toContain('SURFACE_MAIL')
    expect(accepted).not.toContain('EXPRESS_MAIL')
    expect(loadPack(DEMO_PACKS.general).get('return.accepted_carriers')).toEqual(['ANY'])
  })
})
