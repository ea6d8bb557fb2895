import type { ClockMoves } from '../after-sales/index.ts'
import { startClock } from '../clocks/index.ts'
import type { Context } from '../decisions/index.ts'
import type { ClockName } from '../policy/index.ts'
import type { ComplaintFacts } from './facts.ts'
import type { ComplaintGrade } from './states.ts'

const ORDINARY = 'complaint.first_response.ordinary'
const SERIOUS = 'complaint.first_response.serious'

/** The promises that begin with a complaint: an answer by its grade, and a message every 24 hours (AS-SLA-05). */
export function clocksAtOpening(grade: ComplaintGrade): readonly ClockName[] {
  return [grade === 'SERIOUS' ? SERIOUS : ORDINARY, 'complaint.progress']
}

/**
 * What a change of grade does to the clocks. Up: an answer is due at the earlier of the old due time and an hour from
 * now; a promise that is broken already runs on beside the new one, which does not start broken (Q59). Down: the
 * answer is due as if it had been ordinary from the beginning, and an escalation because of the grade ends as void (Q34).
 */
export function clocksAtGrading(
  found: Pick<ComplaintFacts, 'grade' | 'answerBy' | 'escalation' | 'openedAt'>,
  to: ComplaintGrade,
  { now, pack }: Context,
): ClockMoves {
  if (found.grade === to) return {}
  const due = found.answerBy === null ? null : new Date(found.answerBy)
  if (to === 'SERIOUS') {
    if (!due) return {}
    if (due < now) return { start: [SERIOUS] }
    const latest = earliest(due, startClock(SERIOUS, now, pack)?.breachAt ?? due)
    return { end: [ORDINARY], start: [SERIOUS], latest: { [SERIOUS]: latest } }
  }
  const escalation: readonly ClockName[] =
    found.escalation?.trigger === 'SERIOUS' ? ['complaint.escalate'] : []
  if (!due || due < now) return { end: escalation }
  const ordinary = startClock(ORDINARY, new Date(found.openedAt), pack)?.breachAt ?? due
  const latest = new Date(Math.max(ordinary.getTime(), due.getTime()))
  return { end: [...escalation, SERIOUS], start: [ORDINARY], latest: { [ORDINARY]: latest } }
}

const earliest = (a: Date, b: Date) => new Date(Math.min(a.getTime(), b.getTime()))
