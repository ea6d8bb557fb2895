import { inShop, newId } from '@cs/data'
import { markClocks } from '@cs/data/clocks'
import { type Actor, originFor } from '../context.ts'
import { Forbidden } from '../outcomes.ts'
import { retrying } from '../retry.ts'
import type { CommandDeps } from '../run.ts'
import { tellOfClock } from './tell.ts'

/**
 * Tells, once, that most of the time of these promises is over (Q58). Returns the ids of the clocks told of; the others
 * are not due any more, or another worker is at them. The worker's: throws Forbidden for anybody else.
 */
export function warnClocks(
  deps: CommandDeps,
  actor: Actor,
  clockIds: readonly string[],
): Promise<readonly string[]> {
  return tell(deps, actor, clockIds, 'WARN')
}

/** The same for promises whose latest time is over. Their clocks run on until they are stopped. */
export function breachClocks(
  deps: CommandDeps,
  actor: Actor,
  clockIds: readonly string[],
): Promise<readonly string[]> {
  return tell(deps, actor, clockIds, 'BREACH')
}

/** Many in one transaction: nothing is decided about them, so what is stored is the clock and its event. */
async function tell(
  deps: CommandDeps,
  actor: Actor,
  clockIds: readonly string[],
  due: 'WARN' | 'BREACH',
): Promise<readonly string[]> {
  if (actor.kind !== 'worker') throw new Forbidden('clock.read')
  const now = deps.now()
  const origin = originFor(actor, newId(now), now)
  const type = due === 'WARN' ? 'ClockWarned' : 'ClockBreached'
  return retrying(() =>
    inShop(deps.database, actor.shop, async (tx) => {
      const clocks = await markClocks(tx, actor.shop, clockIds, due, now)
      for (const clock of clocks) await tellOfClock(tx, origin, type, clock)
      return clocks.map((clock) => clock.id)
    }),
  )
}
