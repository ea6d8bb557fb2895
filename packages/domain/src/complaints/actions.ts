import type { Permission } from '../access/index.ts'
import type { Context, Decision } from '../decisions/index.ts'
import { fen } from '../money/index.ts'
import type { ComplaintActor, ComplaintAsk, ComplaintFacts } from './facts.ts'
import { judgeComplaint } from './judge.ts'
import { COMPLAINT_STEP_NAMES, type ComplaintStepName, complaintStateAfter } from './steps.ts'

/** What may be done to a complaint: its step, the command that takes it, and what would be decided now. */
export interface ComplaintAction {
  readonly step: ComplaintStepName
  /** The name of the command, such as `planComplaint`. */
  readonly command: string
  readonly permission: Permission
  readonly decision: Decision
}

const COMMANDS: Readonly<Record<ComplaintStepName, readonly [command: string, permission: Permission]>> = {
  RECORD: ['recordComplaint', 'complaint.handle'],
  GRADE: ['gradeComplaint', 'complaint.handle'],
  VERIFY: ['recordVerification', 'complaint.handle'],
  PLAN: ['planComplaint', 'complaint.handle'],
  AGREE: ['discussPlan', 'complaint.handle'],
  DECLINE: ['discussPlan', 'complaint.handle'],
  EXECUTE: ['executePlan', 'complaint.handle'],
  SATISFY: ['followUpComplaint', 'complaint.handle'],
  DISSATISFY: ['followUpComplaint', 'complaint.handle'],
  SUMMARISE: ['summariseComplaint', 'complaint.handle'],
  TELL_PROGRESS: ['tellProgress', 'complaint.handle'],
  PROMISE_LIMIT: ['promiseLimit', 'complaint.handle'],
  MARK: ['markSpecial', 'complaint.handle'],
  ESCALATE: ['escalateComplaint', 'complaint.handle'],
  ACKNOWLEDGE: ['acknowledgeEscalation', 'complaint.supervise'],
  COMPENSATE: ['grantCompensation', 'compensation.grant'],
  REOPEN: ['reopenComplaint', 'complaint.open'],
}

/**
 * Every step that the state of a complaint leaves open, in the order of the workflow, with its decision (CMP-WF-01).
 * What is not known yet is judged when it is given: it is asked about with the least that can be said.
 */
export function complaintActions(
  found: ComplaintFacts,
  actor: ComplaintActor,
  context: Context,
): readonly ComplaintAction[] {
  return COMPLAINT_STEP_NAMES.flatMap((step) => {
    if (complaintStateAfter(step, found.state) === null) return []
    if (step === 'ACKNOWLEDGE' && !found.escalation) return []
    const [command, permission] = COMMANDS[step]
    const ask = leastOf(step, found, context.now)
    return [
      { step, command, permission, decision: judgeComplaint({ complaint: found, actor, ask }, context) },
    ]
  })
}

function leastOf(step: ComplaintStepName, found: ComplaintFacts, now: Date): ComplaintAsk {
  switch (step) {
    case 'RECORD':
      return { step, grade: found.gradedAt ? null : 'SERIOUS', demand: true }
    case 'GRADE':
      return { step, grade: 'SERIOUS', reasoned: true }
    case 'VERIFY':
      return { step, cause: found.cause ?? 'NONE', liable: found.liable ?? 'NOBODY', rootCause: true }
    case 'SUMMARISE':
      return { step, rootCause: true, prevention: true }
    case 'PROMISE_LIMIT':
      return { step, until: soonest(found, now) }
    case 'MARK':
      return { step, kind: 'AGITATED', stage: null }
    case 'ESCALATE':
      return { step, trigger: 'UNSOLVABLE' }
    case 'COMPENSATE':
      return { step, kind: 'COUPON', amountFen: fen(1) }
    default:
      return { step }
  }
}

/** A limit that is as tight as what was promised before. */
const soonest = ({ answerBy, progressBy, promisedBy }: ComplaintFacts, now: Date): string =>
  [answerBy, progressBy, promisedBy].filter((each) => each !== null).sort()[0] ?? now.toISOString()
