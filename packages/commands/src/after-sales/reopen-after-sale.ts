import { z } from 'zod'
import type { Actor } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type Preview, preview } from '../preview.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type AfterSaleMoved, stepInput } from './moved.ts'
import { stepCommand } from './step-command.ts'

const schema = z.strictObject({ ...stepInput })
export type ReopenAfterSaleInput = z.input<typeof schema>

/** Opens an after-sale again that lapsed, was rejected or withdrawn: once, by the pack (Q46, Q68). */
export function reopenAfterSale(
  deps: CommandDeps,
  actor: Actor,
  input: ReopenAfterSaleInput,
): Promise<Outcome<AfterSaleMoved>> {
  return runCommand(deps, actor, reopenAfterSaleCommand, input)
}

/** What reopenAfterSale would decide now. */
export function previewReopenAfterSale(
  deps: CommandDeps,
  actor: Actor,
  input: ReopenAfterSaleInput,
): Promise<Preview> {
  return preview(deps, actor, reopenAfterSaleCommand, input)
}

export const reopenAfterSaleCommand = stepCommand({
  name: 'reopenAfterSale',
  permission: 'after_sale.request',
  schema,
  ask: () => ({ step: 'REOPEN' }),
  async prepare(_run, _input, { facts }) {
    const reopened = facts.case.reopened + 1
    return { ids: {}, options: { set: { reopened, decided_at: null } }, data: { reopened } }
  },
  event: 'AfterSaleReopened',
  fields: ['reopened'],
})
