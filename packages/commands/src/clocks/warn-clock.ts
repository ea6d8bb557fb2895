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
export type WarnClockInput = z.input<typeof schema>

export interface ClockWarned {
  readonly clockId: string
}

/** Tells, once, that most of the time of a promise is over (Q58). The worker's: throws Forbidden for anybody else. */
export function warnClock(
  deps: CommandDeps,
  actor: Actor,
  input: WarnClockInput,
): Promise<Outcome<ClockWarned>> {
  return runCommand(deps, actor, warnClockCommand, input)
}

const warnClockCommand: Command<z.output<typeof schema>, ClockFacts, ClockWarned, LoadedClock> = {
  name: 'warnClock',
  permission: 'clock.read',
  schema,
  subjectType: 'Clock',
  load: (run, { clockId }) => loadClock(run, clockId),
  async attempt({ now }, _, { clock, facts }) {
    requireDue(clock, clock.warnedAt === null && clock.warnAt <= now)
    return facts
  },
  judge: (facts, context) => judge('WARN_CLOCK', [], facts, context),
  async execute(run, _, { clock }) {
    await updateClock(run.tx, run.actor.shop, { ...clock, warnedAt: run.now })
    await tellOfClock(run, 'ClockWarned', clock)
    return { ids: { clockId: clock.id }, events: [], fields: ['warnedAt'] }
  },
}
