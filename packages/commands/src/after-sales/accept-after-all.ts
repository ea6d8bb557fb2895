import { clocksAtAcceptance } from '@cs/domain/after-sales'
import { z } from 'zod'
import type { Actor } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type Preview, preview } from '../preview.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type AfterSaleMoved, stepInput } from './moved.ts'
import { stepCommand } from './step-command.ts'

const schema = z.strictObject({ ...stepInput })
export type AcceptAfterAllInput = z.input<typeof schema>

/** Settles a return after all although its inspection failed: a special approval, or a new finding (C-36). */
export function acceptAfterAll(
  deps: CommandDeps,
  actor: Actor,
  input: AcceptAfterAllInput,
): Promise<Outcome<AfterSaleMoved>> {
  return runCommand(deps, actor, acceptAfterAllCommand, input, { keyRequired: true })
}

/** What acceptAfterAll would decide now. */
export function previewAcceptAfterAll(
  deps: CommandDeps,
  actor: Actor,
  input: AcceptAfterAllInput,
): Promise<Preview> {
  return preview(deps, actor, acceptAfterAllCommand, input)
}

export const acceptAfterAllCommand = stepCommand({
  name: 'acceptAfterAll',
  permission: 'after_sale.handle',
  schema,
  ask: () => ({ step: 'ACCEPT_AFTER_ALL' }),
  async prepare(run, _input, { facts }) {
    const set = run.approval ? { special_approval: true } : {}
    return { ids: {}, options: { set, start: clocksAtAcceptance(facts.case, run.context) } }
  },
  event: 'AfterSaleAccepted',
  fields: ['specialApproval'],
})
