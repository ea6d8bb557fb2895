import { z } from 'zod'
import { requireDueClock } from '../clocks/index.ts'
import type { Actor } from '../context.ts'
import { Forbidden, type Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type AfterSaleMoved, stepInput } from './moved.ts'
import { stepCommand } from './step-command.ts'

const schema = z.strictObject(stepInput)
export type LapseAfterSaleInput = z.input<typeof schema>

/**
 * Closes an after-sale whose goods were not sent back in time (AS-WF-RFD-2). The worker's: Forbidden for anybody
 * else, Conflict before the time is over.
 */
export function lapseAfterSale(
  deps: CommandDeps,
  actor: Actor,
  input: LapseAfterSaleInput,
): Promise<Outcome<AfterSaleMoved>> {
  return runCommand(deps, actor, lapseAfterSaleCommand, input)
}

const lapsing = stepCommand({
  name: 'lapseAfterSale',
  permission: 'after_sale.handle',
  schema,
  ask: () => ({ step: 'LAPSE' }),
  attempt: (run, _input, { facts }) => requireDueClock(run, facts.case, 'after_sale.send_back', 'BREACH'),
  event: 'AfterSaleLapsed',
})

const lapseAfterSaleCommand: typeof lapsing = {
  ...lapsing,
  async load(run, input) {
    if (run.actor.kind !== 'worker') throw new Forbidden('after_sale.handle')
    return lapsing.load(run, input)
  },
}
