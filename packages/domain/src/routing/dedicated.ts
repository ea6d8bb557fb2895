import { GRADES, type Grade } from '../access/index.ts'

/** Somebody who may look after members, with how much there is to do already. */
export interface Keeper {
  readonly id: string
  readonly grade: Grade
  /** Members they look after. */
  readonly members: number
  /** Cases assigned to them that are neither solved nor closed. */
  readonly openCases: number
}

/**
 * Who looks after each of so many more members (MEM-02): specialists and seniors before supervisors, whom others need; who
 * looks after the fewest, those just given counted; then the fewest open cases, then the lowest id. Empty: there is nobody.
 */
export function chooseKeepers(keepers: readonly Keeper[], count: number): readonly string[] {
  const able = keepers.filter(({ grade }) => GRADES.indexOf(grade) < GRADES.indexOf('supervisor'))
  const left = (able.length > 0 ? able : keepers).map((each) => ({ ...each }))
  const chosen: string[] = []
  for (let n = 0; n < count; n += 1) {
    const [first, ...others] = left
    if (!first) return []
    const next = others.reduce((best, each) => (isLess(each, best) ? each : best), first)
    next.members += 1
    chosen.push(next.id)
  }
  return chosen
}

function isLess(a: Keeper, b: Keeper): boolean {
  if (a.members !== b.members) return a.members < b.members
  return a.openCases !== b.openCases ? a.openCases < b.openCases : a.id < b.id
}
