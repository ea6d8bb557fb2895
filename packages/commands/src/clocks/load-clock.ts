import { type Clock, lockClock } from '@cs/data/clocks'
import type { Loaded } from '../command.ts'
import type { Run } from '../context.ts'
import { conflict, Forbidden } from '../outcomes.ts'

/** What is kept of a clock beside the decision that it has gone so far. Times RFC 3339 UTC. */
export interface ClockFacts {
  readonly name: string
  readonly subjectType: string
  readonly subjectId: string
  readonly startedAt: string
  readonly targetAt: string
  readonly warnAt: string
  readonly breachAt: string
}

export interface LoadedClock extends Loaded<ClockFacts> {
  readonly clock: Clock
}

/**
 * The clock, locked, for what time does. `null`: it stopped, or another worker is at it. Throws Forbidden for
 * anybody but the worker.
 */
export async function loadClock(run: Run, clockId: string): Promise<LoadedClock | null> {
  if (run.actor.kind !== 'worker') throw new Forbidden('clock.read')
  const clock = await lockClock(run.tx, run.actor.shop, clockId)
  if (!clock) return null
  const { name, subjectType, subjectId, startedAt, targetAt, warnAt, breachAt } = clock
  return {
    subjectId: clock.id,
    version: clock.version,
    clock,
    facts: {
      name,
      subjectType,
      subjectId,
      startedAt: startedAt.toISOString(),
      targetAt: targetAt.toISOString(),
      warnAt: warnAt.toISOString(),
      breachAt: breachAt.toISOString(),
    },
  }
}

/** Throws Conflict where the clock, as it is locked, does not ask for it: it stands still, moved on, or was told of. */
export function requireDue(clock: Clock, isDue: boolean): void {
  if (clock.pausedAt || !isDue) throw conflict(clock.version, NOT_DUE)
}

export const NOT_DUE = { zh: '时限未到，或已处理。', en: 'This is not due, or was done already.' }
