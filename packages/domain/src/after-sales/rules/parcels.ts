import type { Rule } from '../../decisions/index.ts'
import { deny, evidence, needsApproval, pass, say, wait, warn } from '../../decisions/index.ts'
import { yuan } from '../../money/index.ts'
import { dueAfter, durationInWords, type Pack } from '../../policy/index.ts'
import { claimOf } from '../claim.ts'
import { aCase, anOrder, applying, asking } from '../examples.ts'
import type { AfterSaleOrderFacts, ShipmentFacts } from '../facts.ts'
import { parcelOf, receivedAt } from '../parcels.ts'
import type { AfterSaleRequest } from '../request.ts'
import { at, handbook, instead, specialApproval } from '../verdicts.ts'
import { onItsWay } from './trade.ts'

const lost = { type: 'RESHIP', reason: 'LOST' } as const
const lossConfirmed = evidence(
  'LOSS_CONFIRMED',
  '需快递公司确认丢失，或由主管核实认定',
  'The carrier confirms the loss, or a supervisor finds it',
)
const [parcel] = onItsWay().shipments
const silent = (with_: Partial<ShipmentFacts> = {}) => ({
  ...onItsWay('IN_TRANSIT', '2026-03-07T04:00:00.000Z'),
  shipments: parcel ? [{ ...parcel, lastScanAt: '2026-03-07T04:00:00.000Z', ...with_ }] : [],
})

const delayed = { type: 'COMPENSATION', reason: 'LATE' } as const
const compensate = { step: 'COMPENSATE', kind: 'DELAY', amountFen: yuan(10) } as const
const BY_NOBODY = say(
  '不可抗力造成的延误请向客户说明；如需补偿，须申请审批。',
  'A delay by force majeure is explained to the customer; a compensation for it takes an approval.',
)

/** When a parcel counts as lost: so long without a scan (Q21); `null`: it is not on its way. */
function countsAsLostAt({ lastScanAt, handedOverAt, signedAt }: ShipmentFacts, pack: Pack): Date | null {
  const since = lastScanAt ?? handedOverAt
  return since && !signedAt ? dueAfter(new Date(since), pack.get('parcel.lost_after')) : null
}

/** Dispatched, or still not dispatched, so long past the promise (Q41); or silent for as long as a lost parcel. */
function isAnomalous(order: AfterSaleOrderFacts, pack: Pack, now: Date): boolean {
  const left = order.firstShippedAt ? new Date(order.firstShippedAt) : now
  const due = order.dispatchDueAt && dueAfter(new Date(order.dispatchDueAt), pack.get('order.delayed_after'))
  if (due && left >= due) return true
  return order.shipments.some((each) => {
    const counts = countsAsLostAt(each, pack)
    return counts !== null && now >= counts
  })
}

/** Lost and late parcels (Q21, Q41, C-48). */
export const PARCEL_RULES: readonly Rule<AfterSaleRequest>[] = [
  {
    id: 'AS-POL-11',
    title: say('核实丢失后补发或全额退款', 'Loss verified: sent again, or refunded in full'),
    basis: handbook('§8.2 Q7'),
    message: say(
      '包裹已确认丢失（LOSS_CONFIRMED），无需等收货，可选择补发或全额退款。',
      'The parcel is confirmed lost (LOSS_CONFIRMED): sent again or refunded in full, as the customer likes, without waiting for receipt.',
    ),
    reads: ['parcel.lost_after', 'clock.parcel.lost_plan.breach'],
    judge: (request, { pack, now }) => {
      const claim = claimOf(request, now)
      if (claim?.reason !== 'LOST' || !(claim.type === 'RESHIP' || claim.type === 'RETURN_AND_REFUND'))
        return null
      const sent = claim.lines.filter((line) => line.status !== 'OPEN' && line.status !== 'CANCELLED')
      if (sent.length === 0 || sent.length < claim.lines.length) return null
      const parcels = sent.map((line) => parcelOf(claim.order, line))
      const came = sent.some((line) => line.replacedAt)
      if (!came && parcels.every((each) => each?.lossConfirmedAt)) return pass()
      if (sent.some((line) => receivedAt(claim.order, line, now)))
        return (claim.step === 'APPLY' ? warn : deny)(
          say(
            '物流显示已签收：请快递核实是否误签或错投，确认后补发或退款。',
            'The parcel was signed for: the carrier looks into whether somebody else has it. Once that is confirmed it is sent again or refunded.',
          ),
          lossConfirmed,
        )
      const early = parcels.flatMap((each) => {
        const counts = each && !each.lossConfirmedAt ? countsAsLostAt(each, pack) : null
        return counts && counts > now ? [counts] : []
      })
      const [until] = early.sort((a, b) => b.getTime() - a.getTime())
      if (until)
        return deny(
          say(
            `包裹仍有物流更新，${at(until)} 后仍无更新才按疑似丢件处理。`,
            `The parcel was scanned lately; without another scan it counts as lost from ${at(until)}.`,
          ),
          wait('请等待物流更新', 'Wait for the next scan', { openUntil: until.toISOString() }),
          instead('EXPEDITE', '可以请快递催件', 'The carrier can be asked to hurry'),
          lossConfirmed,
        )
      const limit = pack.get('clock.parcel.lost_plan.breach')
      const within = limit ? durationInWords(limit) : { zh: '短时间', en: 'a short time' }
      const text = say(
        `包裹疑似丢失，${within.zh}内告知处理方案；确认丢失后补发或退款。`,
        `The parcel counts as lost: a plan is told within ${within.en}; once the loss is confirmed it is sent again or refunded.`,
      )
      return claim.step === 'APPLY' ? warn(text, lossConfirmed) : deny(text, lossConfirmed)
    },
    cases: [
      { name: '72 hours without a scan: the case opens', facts: applying(lost, silent()), expect: 'WARN' },
      {
        name: 'a minute before that it does not',
        facts: applying(lost, silent({ lastScanAt: '2026-03-07T04:01:00.000Z' })),
        expect: 'DENY',
      },
      {
        name: 'nothing goes out before the loss is confirmed',
        facts: asking({ step: 'APPROVE', amountFen: null }, aCase(lost), silent()),
        expect: 'DENY',
      },
      {
        name: 'nor against a signature',
        facts: asking({ step: 'APPROVE', amountFen: null }, aCase(lost)),
        expect: 'DENY',
      },
      {
        name: 'the carrier has confirmed it',
        facts: asking(
          { step: 'APPROVE', amountFen: null },
          aCase(lost),
          silent({ lossConfirmedAt: '2026-03-10T01:00:00.000Z' }),
        ),
        expect: 'PASS',
      },
      {
        name: 'a refund is the other choice',
        facts: applying({ type: 'RETURN_AND_REFUND', reason: 'LOST' }, silent()),
        expect: 'WARN',
      },
      {
        name: 'says nothing of delay',
        facts: applying({ type: 'COMPENSATION', reason: 'LATE' }),
        expect: null,
      },
    ],
  },
  {
    id: 'AS-POL-12',
    title: say('物流过慢：核查、催件或延误补偿', 'Slow delivery: look, hurry it, or compensate'),
    basis: handbook('§8.2 Q6'),
    message: say(
      '物流确有异常，可以催件或申请延误补偿。',
      'The delivery is really late: hurry it, or compensate for the delay.',
    ),
    reads: ['order.delayed_after', 'parcel.lost_after'],
    judge: (request, { pack, now }) => {
      if (request.ask.step === 'COMPENSATE')
        return request.case?.cause === 'FORCE_MAJEURE' ? needsApproval(BY_NOBODY, specialApproval) : null
      const claim = claimOf(request, now)
      if (claim?.reason !== 'LATE' || claim.type !== 'COMPENSATION') return null
      return isAnomalous(claim.order, pack, now)
        ? pass()
        : warn(
            say('目前没有发现物流异常，请先核查进度。', 'No anomaly is on record: look where it is first.'),
            instead('EXPEDITE', '可以请快递催件', 'The carrier can be asked to hurry'),
          )
    },
    cases: [
      {
        name: 'dispatched two days past the promise (Q41)',
        facts: applying(
          { type: 'COMPENSATION', reason: 'LATE' },
          anOrder({ firstShippedAt: '2026-03-05T02:05:00.000Z' }),
        ),
        expect: 'PASS',
      },
      { name: 'in time', facts: applying({ type: 'COMPENSATION', reason: 'LATE' }), expect: 'WARN' },
      {
        name: 'force majeure is explained; money for it takes an approval (Q52)',
        facts: asking(compensate, aCase({ ...delayed, cause: 'FORCE_MAJEURE' })),
        expect: 'NEEDS_APPROVAL',
      },
      {
        name: 'a delay that somebody answers for is a matter of authority',
        facts: asking(compensate, aCase({ ...delayed, cause: 'DELAY' })),
        expect: null,
      },
      {
        name: 'says nothing of service',
        facts: applying({ type: 'COMPENSATION', reason: 'SERVICE' }),
        expect: null,
      },
    ],
  },
]
