import { z } from 'zod'
import type { Actor } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type AfterSaleMoved, stepInput } from './moved.ts'
import { stepCommand } from './step-command.ts'

const schema = z.strictObject({ ...stepInput })
export type OpenDisputeInput = z.input<typeof schema>

/** Notes that the platform has taken the matter over (AS-TYP-07). */
export function openDispute(
  deps: CommandDeps,
  actor: Actor,
  input: OpenDisputeInput,
): Promise<Outcome<AfterSaleMoved>> {
  return runCommand(deps, actor, openDisputeCommand, input)
}

const openDisputeCommand = stepCommand({
  name: 'openDispute',
  permission: 'after_sale.handle',
  schema,
  ask: () => ({ step: 'OPEN_DISPUTE' }),
  event: 'DisputeOpened',
})
