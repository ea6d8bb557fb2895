import { type ComplaintChanges, endEscalation } from '@cs/data/complaints'
import type { ClockMoves } from '@cs/domain/after-sales'
import { type ComplaintFacts, type ComplaintGrade, clocksAtGrading } from '@cs/domain/complaints'
import type { EventDraft } from '../command.ts'
import type { Run } from '../context.ts'
import { escalate } from './escalation.ts'

/** What a grade brings about. */
export interface Graded {
  readonly set: ComplaintChanges
  readonly clocks: Pick<ClockMoves, 'start' | 'end' | 'latest'>
  readonly events: readonly EventDraft[]
}

/**
 * Grades a locked complaint. Up: it is escalated, unless it is already, and the answer is due sooner. Down: an
 * escalation because of the grade ends as void (Q34, Q59). `answered`: the customer is being answered now.
 */
export async function gradeTo(
  run: Run,
  complaint: ComplaintFacts,
  grade: ComplaintGrade,
  { answered }: { readonly answered: boolean },
): Promise<Graded> {
  const moves = clocksAtGrading(answered ? { ...complaint, answerBy: null } : complaint, grade, run.context)
  const set = { grade, graded_at: run.now }
  if (complaint.grade === grade) return { set, clocks: moves, events: [] }
  if (grade === 'ORDINARY') {
    if (complaint.escalation?.trigger === 'SERIOUS') {
      await endEscalation(run.tx, run.actor.shop, complaint.id, null, run.now)
    }
    return { set: { ...set, priority: 'HIGH' }, clocks: moves, events: [] }
  }
  const urgent = { ...set, priority: 'URGENT' }
  if (complaint.escalation) return { set: urgent, clocks: moves, events: [] }
  return {
    set: urgent,
    clocks: { ...moves, start: [...(moves.start ?? []), 'complaint.escalate'] },
    events: [await escalate(run, complaint, 'SERIOUS')],
  }
}
