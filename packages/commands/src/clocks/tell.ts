import type { Clock } from '@cs/data/clocks'
import { recordEvent } from '@cs/data/journal'
import { originOf, type Run } from '../context.ts'

/** Tells that a clock has gone so far, about its subject: name and times, by the rules and the pack of the clock. */
export async function tellOfClock(
  run: Run,
  type: 'ClockWarned' | 'ClockBreached',
  clock: Pick<
    Clock,
    'id' | 'name' | 'subjectType' | 'subjectId' | 'caseId' | 'targetAt' | 'breachAt' | 'ruleIds' | 'pack'
  >,
): Promise<void> {
  await recordEvent(run.tx, originOf(run), {
    type,
    subject: { type: clock.subjectType, id: clock.subjectId },
    ruleIds: clock.ruleIds,
    pack: `${clock.pack.id}@${clock.pack.version}`,
    data: {
      clockId: clock.id,
      name: clock.name,
      caseId: clock.caseId,
      targetAt: clock.targetAt.toISOString(),
      breachAt: clock.breachAt.toISOString(),
    },
  })
}
