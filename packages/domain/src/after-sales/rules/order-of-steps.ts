import { type Remedy, type Rule, remedy } from '../../decisions/index.ts'
import { ENUM_LABELS } from '../../labels/index.ts'
import { fen } from '../../money/index.ts'
import { aCase, asking } from '../examples.ts'
import type { AfterSaleCaseFacts, AfterSaleOrderFacts } from '../facts.ts'
import { nothingToSendBack } from '../parcels.ts'
import type { AfterSaleRequest } from '../request.ts'
import { AHEAD, STEP_NAMES, type StepName, stateAfter } from '../steps.ts'

const SENT_BACK = {
  carrier: 'SF',
  freightCollect: false,
  freightFen: fen(0),
  pickup: false,
  at: '2026-03-09T02:00:00.000Z',
} as const
const MOVES_BACK: ReadonlySet<string> = new Set([
  'RECORD_RETURN_SHIPMENT',
  'RECEIVE_RETURN',
  'PASS_INSPECTION',
  'FAIL_INSPECTION',
])

/** Money or replacement went out under an approval, and the goods have this step still before them. */
function comesAfterwards(order: AfterSaleOrderFacts, found: AfterSaleCaseFacts, step: StepName): boolean {
  if (!found.specialApproval || found.inspection || nothingToSendBack(order, found)) return false
  if (step === 'RECORD_RETURN_SHIPMENT') return found.returnShipment === null
  if (step === 'RECEIVE_RETURN') return found.returnShipment !== null && found.receivedAt === null
  return found.receivedAt !== null
}

/** The steps that lead on from where a case stands: what can be done instead of one that is out of order. */
const nextSteps = ({ type, state }: AfterSaleCaseFacts): readonly Remedy[] =>
  // Time closes what is late, nobody else.
  STEP_NAMES.filter((step) => step !== 'LAPSE' && ![null, state].includes(stateAfter(step, type, state))).map(
    (step) => {
      const { zh, en } = ENUM_LABELS.AfterSaleStep[step]
      return remedy('ALTERNATIVE')(`可以办理：${zh}`, `What can be done now: ${en}`, { alternative: step })
    },
  )

/** No step out of order: the workflow of 000 §6.2 and §6.3 with its missing branches (C-39). */
export const ORDER_OF_STEPS: readonly Rule<AfterSaleRequest>[] = [
  {
    id: 'AS-WF-RET',
    title: { zh: '售后按流程逐步办理', en: 'An after-sale goes step by step' },
    basis: { kind: 'cited', document: '000', section: '§6.2' },
    message: { zh: '当前状态可以办理此步骤。', en: 'This step can be taken now.' },
    reads: [],
    judge: ({ order, case: found, ask }) => {
      if (!found || ask.step === 'APPLY') return null
      const inOrder = stateAfter(ask.step, found.type, found.state) !== null
      const goods = MOVES_BACK.has(ask.step) && AHEAD.includes(found.state)
      if (inOrder && (!goods || comesAfterwards(order, found, ask.step))) return { verdict: 'PASS' }
      return {
        verdict: 'DENY',
        message: {
          zh: `售后处于“${ENUM_LABELS.AfterSaleState[found.state].zh}”，不能办理此步骤。`,
          en: `This step cannot be taken: the after-sale stands at "${ENUM_LABELS.AfterSaleState[found.state].en}".`,
        },
        remedies: nextSteps(found),
      }
    },
    cases: [
      {
        name: 'goods that were paid for in advance are received',
        facts: asking(
          { step: 'RECEIVE_RETURN' },
          aCase({ state: 'REFUNDED', specialApproval: true, returnShipment: SENT_BACK }),
        ),
        expect: 'PASS',
      },
      {
        name: 'goods that were settled are not received again',
        facts: asking({ step: 'RECEIVE_RETURN' }, aCase({ state: 'REFUNDED', returnShipment: SENT_BACK })),
        expect: 'DENY',
      },
      {
        name: 'what was applied for is approved',
        facts: asking({ step: 'APPROVE', amountFen: null }),
        expect: 'PASS',
      },
      {
        name: 'what has not come back is not inspected',
        facts: asking({ step: 'PASS_INSPECTION', finding: 'INTACT' }, aCase({ state: 'APPROVED' })),
        expect: 'DENY',
      },
    ],
  },
]
