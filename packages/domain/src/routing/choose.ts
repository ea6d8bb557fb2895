import { type AgentFunction, GRADES, type Grade } from '../access/index.ts'
import { type Skill, skillOf } from './queue.ts'

/** Somebody who may get a case, as the roster and the work at hand show them. */
export interface Candidate {
  readonly id: string
  readonly grade: Grade
  readonly function: AgentFunction
  /** Besides the function (ROL-18). */
  readonly skills: readonly Skill[]
  /** Works in a shift that runs. */
  readonly onDuty: boolean
  /** Cases assigned to them that are neither solved nor closed. */
  readonly openCases: number
}

/** What a case asks of whoever gets it. */
export interface Need {
  readonly queue: Skill
  /** The lowest grade that may get it; left out: any (CMP-ESC-01). */
  readonly from?: Grade
  /** Who looks after this customer, where the tier brings that (MEM-02, MEM-05). */
  readonly dedicated?: string | null
}

/**
 * Who gets a case: somebody on duty before somebody who is not; below the limit of open cases before above it; the
 * customer's dedicated agent; specialists and seniors before supervisors, whom others need; by function before by
 * skill before neither; then the fewest open cases, then the lowest id. Nobody above the limit gets one while
 * somebody on duty below it may. `null`: there is nobody.
 *
 * @param limit open cases that an agent may have, `routing.open_case_limit` of the pack
 */
export function chooseAgent(candidates: readonly Candidate[], need: Need, limit: number): Candidate | null {
  const able = candidates.filter((each) => isFrom(each.grade, need.from ?? 'specialist'))
  const [first, ...others] = able
  if (!first) return null
  const ranked = (each: Candidate) => rankOf(each, need, limit)
  return others.reduce((best, each) => (isBefore(ranked(each), ranked(best)) ? each : best), first)
}

const isFrom = (grade: Grade, lowest: Grade) => GRADES.indexOf(grade) >= GRADES.indexOf(lowest)

/** What speaks against a candidate, the weightiest first. */
function rankOf(each: Candidate, need: Need, limit: number): readonly (number | string)[] {
  return [
    each.onDuty ? 0 : 1,
    each.openCases < limit ? 0 : 1,
    each.id === need.dedicated ? 0 : 1,
    isFrom(each.grade, 'supervisor') ? 1 : 0,
    fitOf(each, need.queue),
    each.openCases,
    each.id,
  ]
}

function fitOf(each: Candidate, queue: Skill): number {
  if (skillOf(each.function) === queue) return 0
  return each.skills.includes(queue) ? 1 : 2
}

function isBefore(a: readonly (number | string)[], b: readonly (number | string)[]): boolean {
  const i = a.findIndex((part, place) => part !== b[place])
  return i >= 0 && (a[i] ?? 0) < (b[i] ?? 0)
}
