import { addDays } from '../calendar/index.ts'
import type { CheckIn } from './facts.ts'

/** The days of a row: after the seventh the count starts again (Q43). */
const ROW = 7

/** The place of a day in the row of check-ins, 1 to 7. `last`: the check-in before. */
export function dayInRow(day: string, last: CheckIn | null): number {
  if (!last || addDays(last.day, 1) !== day) return 1
  return (last.dayInRow % ROW) + 1
}
