import { type ComplaintChanges, moveComplaint, recordComplaintStep } from '@cs/data/complaints'
import type { ClockMoves } from '@cs/domain/after-sales'
import {
  COMPLAINT_STEPS,
  type ComplaintState,
  type ComplaintStep,
  type ComplaintStepName,
  complaintStateAfter,
  isContact,
} from '@cs/domain/complaints'
import { moveClocks } from '../clocks/index.ts'
import type { StoredDecision } from '../command.ts'
import { agentOf, originOf, type Run } from '../context.ts'
import type { LoadedComplaint } from './complaint.ts'

export interface ComplaintStepOptions {
  /** For the timeline: free text, which no event and no decision may hold. */
  readonly note?: string | null
  /** What changes beside the state. */
  readonly set?: ComplaintChanges
  /** Clocks beside those that the step moves anyway. */
  readonly clocks?: Pick<ClockMoves, 'start' | 'end' | 'latest'>
}

/** What a step left behind. */
export interface ComplaintTaken {
  readonly stepId: string
  readonly state: ComplaintState
  /** The case's new version. */
  readonly version: number
}

/**
 * Takes a step that was judged: moves the complaint to its next state and its case with it, adds the step to the
 * timeline and moves the clocks. Throws where the step is out of order: the rules are to have refused it.
 */
export async function takeComplaintStep(
  run: Run,
  { facts: { complaint: before } }: LoadedComplaint,
  name: ComplaintStepName,
  decision: StoredDecision,
  { note = null, set = {}, clocks = {} }: ComplaintStepOptions = {},
): Promise<ComplaintTaken> {
  const { tx, actor, now } = run
  const step: ComplaintStep = COMPLAINT_STEPS[name]
  const state = complaintStateAfter(name, before.state)
  if (state === null) throw new RangeError(`${name} is out of order in ${before.state}`)
  const on = { shopId: actor.shop, caseId: before.id, from: before.state, to: state, at: now }
  const agentId = agentOf(run)
  const version = await moveComplaint(tx, { ...on, set, answered: agentId !== null && isContact(name) })
  const stepId = await recordComplaintStep(tx, {
    ...on,
    step: name,
    actorKind: originOf(run).actorKind,
    agentId,
    decisionId: decision.id,
    note,
  })
  const subject = { subjectType: 'Case', subjectId: before.id, caseId: before.id } as const
  await moveClocks(run, subject, {
    ...step.clocks,
    start: [...(step.clocks?.start ?? []), ...(clocks.start ?? [])],
    end: [...(step.clocks?.end ?? []), ...(clocks.end ?? [])],
    ...(clocks.latest && { latest: clocks.latest }),
  })
  return { stepId, state, version }
}
