import { z } from 'zod'
import { type AfterSaleMoved, stepCommand, stepInput } from '../after-sales/index.ts'
import type { Actor } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { moveStock } from './goods.ts'

const schema = z.strictObject(stepInput)
export type TakeBackExtraInput = z.input<typeof schema>

/** Ends the after-sale of what was sent too much: it is in stock again, and nothing was paid for it (AS-POL-30). */
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
  async prepare(run, _input, { facts }) {
    await moveStock(run, facts, [])
    return { ids: {} }
  },
  event: 'ExtraGoodsTakenBack',
})
