import { updateClock } from '@cs/data/clocks'
import { judge } from '@cs/domain/decisions'
import { z } from 'zod'
import type { Command } from '../command.ts'
import type { Actor } from '../context.ts'
import { id } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type ClockFacts, type LoadedClock, loadClock, requireDue } from './load-clock.ts'
import { tellOfClock } from './tell.ts'

const schema = z.strictObject({ clockId: id })
export type BreachClockInput = z.input<typeof schema>

export interface ClockBreached {
  readonly clockId: string
}

/** Tells, once, that the latest time of a promise is over. The clock runs on until it is stopped. The worker's: throws Forbidden for anybody else. */
export function breachClock(
  deps: CommandDeps,
  actor: Actor,
  input: BreachClockInput,
): Promise<Outcome<ClockBreached>> {
  return runCommand(deps, actor, breachClockCommand, input)
}

const breachClockCommand: Command<z.output<typeof schema>, ClockFacts, ClockBreached, LoadedClock> = {
  name: 'breachClock',
  permission: 'clock.read',
  schema,
  subjectType: 'Clock',
  load: (run, { clockId }) => loadClock(run, clockId),
  async attempt({ now }, _, { clock, facts }) {
    requireDue(clock, clock.breachedAt === null && clock.breachAt < now)
    return facts
  },
  judge: (facts, context) => judge('BREACH_CLOCK', [], facts, context),
  async execute(run, _, { clock }) {
    await updateClock(run.tx, run.actor.shop, { ...clock, breachedAt: run.now })
    await tellOfClock(run, 'ClockBreached', clock)
    return { ids: { clockId: clock.id }, events: [], fields: ['breachedAt'] }
  },
}
