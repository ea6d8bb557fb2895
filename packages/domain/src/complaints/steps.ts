import type { ClockMoves } from '../after-sales/index.ts'
import type { ComplaintState } from './states.ts'

/** One step of a complaint: from where, to where, and what it does to the clocks. */
export interface ComplaintStep {
  readonly from: readonly ComplaintState[]
  /** Absent: the step leaves the state as it is. */
  readonly to?: ComplaintState
  readonly clocks?: ClockMoves
  /** The customer is spoken to: by the official channel alone where the media listen (CMP-SPC-03). */
  readonly contact?: true
}

const UNSOLVED = ['LISTENED', 'RECORDED', 'VERIFYING', 'PLANNED', 'DISCUSSED', 'EXECUTING'] as const
const OPEN = [...UNSOLVED, 'FOLLOWED_UP'] as const
const FIRST_RESPONSE = ['complaint.first_response.ordinary', 'complaint.first_response.serious'] as const

/** The customer heard from us: the next message is owed 24 hours from now, early or late (Q15). */
const TOLD: ClockMoves = {
  stop: [...FIRST_RESPONSE, 'complaint.promised', 'complaint.progress'],
  start: ['complaint.progress'],
}

/**
 * The one state machine of complaints: the eight steps of 000 §5.1 (CMP-WF-01). No state is skipped; a plan that the
 * customer declines is made anew, and a result that does not satisfy is verified anew. A step out of order is
 * refused by the rule CMP-WF-01, not by a missing button.
 */
export const COMPLAINT_STEPS = {
  /** The first answer: the demand is written down and the complaint graded (CMP-WF-02, Q34). */
  RECORD: { from: ['LISTENED'], to: 'RECORDED', clocks: { stop: FIRST_RESPONSE }, contact: true },
  GRADE: { from: UNSOLVED },
  VERIFY: { from: ['RECORDED', 'VERIFYING'], to: 'VERIFYING' },
  PLAN: { from: ['VERIFYING', 'PLANNED', 'DISCUSSED'], to: 'PLANNED' },
  AGREE: { from: ['PLANNED'], to: 'DISCUSSED', clocks: TOLD, contact: true },
  DECLINE: { from: ['PLANNED'], to: 'PLANNED', clocks: TOLD, contact: true },
  EXECUTE: { from: ['DISCUSSED'], to: 'EXECUTING' },
  SATISFY: {
    from: ['EXECUTING'],
    to: 'FOLLOWED_UP',
    clocks: { stop: [...FIRST_RESPONSE, 'complaint.promised', 'complaint.progress'] },
    contact: true,
  },
  DISSATISFY: { from: ['EXECUTING'], to: 'VERIFYING', clocks: TOLD, contact: true },
  /** Cause and prevention are written down, and the case is closed (CMP-PRI-12). */
  SUMMARISE: { from: ['FOLLOWED_UP'], to: 'SUMMARISED', clocks: { endAll: true } },
  TELL_PROGRESS: { from: UNSOLVED, clocks: TOLD, contact: true },
  PROMISE_LIMIT: { from: UNSOLVED, clocks: { end: ['complaint.promised'] }, contact: true },
  MARK: { from: OPEN },
  ESCALATE: { from: UNSOLVED, clocks: { start: ['complaint.escalate'] } },
  ACKNOWLEDGE: { from: OPEN, clocks: { stop: ['complaint.escalate'] } },
  COMPENSATE: { from: UNSOLVED },
  REOPEN: {
    from: ['FOLLOWED_UP', 'SUMMARISED'],
    to: 'VERIFYING',
    clocks: { start: ['complaint.progress'] },
  },
} as const satisfies Record<string, ComplaintStep>

/** The name of a step of a complaint. */
export type ComplaintStepName = keyof typeof COMPLAINT_STEPS

export const COMPLAINT_STEP_NAMES = Object.keys(COMPLAINT_STEPS) as readonly ComplaintStepName[]

/** Where a step leads from a state; `null`: out of order. */
export function complaintStateAfter(name: ComplaintStepName, state: ComplaintState): ComplaintState | null {
  const step: ComplaintStep = COMPLAINT_STEPS[name]
  return step.from.includes(state) ? (step.to ?? state) : null
}

/** Whether the customer is spoken to at a step. */
export const isContact = (name: ComplaintStepName): boolean =>
  (COMPLAINT_STEPS[name] as ComplaintStep).contact === true
