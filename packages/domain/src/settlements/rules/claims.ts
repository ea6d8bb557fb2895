import { inShanghai } from '../../calendar/index.ts'
import type { Judgement, Rule } from '../../decisions/index.ts'
import { fen } from '../../money/index.ts'
import type { ClaimFacts, ClaimRequest } from '../facts.ts'
import { monthEnd } from '../month.ts'

const claim: ClaimFacts = { id: 'claim-1', number: 'CL1', status: 'OPEN', amountFen: fen(10_000) }
const opening = (handedOver: boolean): ClaimRequest => ({
  step: 'OPEN_CLAIM',
  orderId: 'order-1',
  shipmentId: 'shipment-1',
  amountFen: fen(10_000),
  handedOver,
})
const answering = (acceptedFen: number, status: ClaimFacts['status'] = 'OPEN'): ClaimRequest => ({
  step: 'ANSWER_CLAIM',
  claim: { ...claim, status },
  acceptedFen: fen(acceptedFen),
})
const settling: ClaimRequest = {
  step: 'SETTLE_CLAIMS',
  month: '2026-03-01',
  claims: [{ id: 'claim-1', acceptedFen: fen(10_000) }],
}

/** Claims against carriers: apart from what the buyer gets (C-26). */
export const CLAIM_RULES: readonly Rule<ClaimRequest>[] = [
  {
    id: 'AS-LOG-12',
    title: { zh: '丢损索赔即时登记、月底结算', en: 'Claims are registered at once, settled at month end' },
    basis: { kind: 'cited', document: '004', section: '售后六' },
    message: {
      zh: '向承运商的索赔与对买家的处理分开进行。',
      en: 'The claim against the carrier goes its own way, apart from what the buyer gets.',
    },
    reads: [],
    judge: (request, { now }) => {
      switch (request.step) {
        case 'OPEN_CLAIM':
          return request.handedOver ? { verdict: 'PASS' } : NEVER_CARRIED
        case 'ANSWER_CLAIM':
          if (request.claim.status !== 'OPEN') return ANSWERED
          return request.acceptedFen <= request.claim.amountFen ? { verdict: 'PASS' } : MORE_THAN_CLAIMED
        case 'SETTLE_CLAIMS':
          return settlement(request.month, now)
      }
    },
    cases: [
      { name: 'the carrier had the parcel', facts: opening(true), expect: 'PASS' },
      { name: 'the parcel never left', facts: opening(false), expect: 'DENY' },
      { name: 'the carrier accepts a part', facts: answering(6_000), expect: 'PASS' },
      { name: 'the carrier accepts more than was claimed', facts: answering(10_001), expect: 'DENY' },
      { name: 'the carrier answered before', facts: answering(6_000, 'ACCEPTED'), expect: 'DENY' },
      { name: 'the month is over', facts: settling, now: '2026-03-31T16:00:00.000Z', expect: 'PASS' },
      { name: 'the month is not over', facts: settling, now: '2026-03-31T15:59:59.000Z', expect: 'DENY' },
    ],
  },
]

function settlement(month: string, now: Date): Judgement {
  const over = monthEnd(month)
  if (now >= over) return { verdict: 'PASS' }
  return {
    verdict: 'DENY',
    message: {
      zh: `该月索赔在 ${inShanghai(over)} 之后结算。`,
      en: `The claims of this month are settled after ${inShanghai(over)}.`,
    },
    remedies: [{ kind: 'WAIT', text: { zh: '请等到月底之后', en: 'Wait until the month is over' } }],
  }
}

const NEVER_CARRIED = {
  verdict: 'DENY',
  message: {
    zh: '包裹尚未交给承运商，不能向其索赔。',
    en: 'The carrier has not had the parcel: nothing can be claimed of it.',
  },
} as const
const ANSWERED = {
  verdict: 'DENY',
  message: { zh: '该索赔已有答复。', en: 'The carrier answered this claim already.' },
} as const
const MORE_THAN_CLAIMED = {
  verdict: 'DENY',
  message: { zh: '认赔金额不得超过索赔金额。', en: 'No more can be accepted than was claimed.' },
} as const
