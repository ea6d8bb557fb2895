import { runningClocks } from '@cs/data/clocks'
import type { ClockName } from '@cs/domain/policy'
import type { Run } from '../context.ts'
import { conflict } from '../outcomes.ts'

/**
 * For commands that time gives: throws Conflict unless the subject's clock of that name runs and is due to be
 * reminded of, once, or its latest time is over. The caller has locked the subject.
 */
export async function requireDueClock(
  run: Run,
  subject: { readonly id: string; readonly version: number },
  name: ClockName,
  due: 'REMIND' | 'BREACH',
): Promise<void> {
  const clocks = await runningClocks(run.tx, run.actor.shop, subject.id)
  const clock = clocks.find((each) => each.name === name && each.pausedAt === null)
  const isDue =
    clock &&
    (due === 'BREACH'
      ? clock.breachAt < run.now
      : clock.remindedAt === null && clock.remindAt !== null && clock.remindAt <= run.now)
  if (!isDue) throw conflict(subject.version, NOT_DUE)
}

const NOT_DUE = { zh: '时限未到，或已处理。', en: 'This is not due, or was done already.' }
