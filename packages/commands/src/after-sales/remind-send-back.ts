import { runningClocks } from '@cs/data/clocks'
import { z } from 'zod'
import { requireDueClock } from '../clocks/index.ts'
import type { Actor } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type AfterSaleMoved, stepInput } from './moved.ts'
import { stepCommand } from './step-command.ts'

const schema = z.strictObject({ ...stepInput })
export type RemindSendBackInput = z.input<typeof schema>

/**
 * Reminds the customer to send the goods back (defaults.md, Windows). By the worker once it is due, once; by an agent
 * at any time before the return is filed.
 */
export function remindSendBack(
  deps: CommandDeps,
  actor: Actor,
  input: RemindSendBackInput,
): Promise<Outcome<AfterSaleMoved>> {
  return runCommand(deps, actor, remindSendBackCommand, input)
}

const remindSendBackCommand = stepCommand({
  name: 'remindSendBack',
  permission: 'after_sale.handle',
  schema,
  ask: () => ({ step: 'REMIND' }),
  async attempt(run, _input, { facts }) {
    if (run.actor.kind === 'worker') await requireDueClock(run, facts.case, 'after_sale.send_back', 'REMIND')
  },
  async prepare({ tx, actor }, _input, { subjectId }) {
    const clocks = await runningClocks(tx, actor.shop, subjectId)
    const due = clocks.find(({ name }) => name === 'after_sale.send_back')
    return { ids: {}, options: { parameters: { ...(due && { dueAt: due.breachAt.toISOString() }) } } }
  },
  event: 'SendBackReminded',
})
