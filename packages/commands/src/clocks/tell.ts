import type { Tx } from '@cs/data'
import type { Clock } from '@cs/data/clocks'
import { type Origin, recordEvent } from '@cs/data/journal'

/** Tells that a clock has gone so far, about its subject: name and times, by the rules and the pack of the clock. */
export async function tellOfClock(
  tx: Tx,
  origin: Origin,
  type: 'ClockWarned' | 'ClockBreached',
  clock: Pick<
    Clock,
    'id' | 'name' | 'subjectType' | 'subjectId' | 'caseId' | 'targetAt' | 'breachAt' | 'ruleIds' | 'pack'
  >,
): Promise<void> {
  await recordEvent(tx, origin, {
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
