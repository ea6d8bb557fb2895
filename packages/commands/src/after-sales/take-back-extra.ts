import { z } from 'zod'
import type { Actor } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type AfterSaleMoved, stepInput } from './moved.ts'
import { stepCommand } from './step-command.ts'

const schema = z.strictObject({ ...stepInput })
export type TakeBackExtraInput = z.input<typeof schema>

/** Ends an after-sale about goods that were sent too much: they are in stock again, and nothing is owed (AS-POL-30). */
export function takeBackExtra(
  deps: CommandDeps,
  actor: Actor,
  input: TakeBackExtraInput,
): Promise<Outcome<AfterSaleMoved>> {
  return runCommand(deps, actor, takeBackExtraCommand, input, { keyRequired: true })
}

const takeBackExtraCommand = stepCommand({
  name: 'takeBackExtra',
  permission: 'after_sale.receive',
  schema,
  ask: () => ({ step: 'TAKE_BACK' }),
  event: 'ExtraGoodsTakenBack',
})
