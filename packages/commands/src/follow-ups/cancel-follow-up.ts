import { CANCEL_REASONS } from '@cs/domain/follow-ups'
import { z } from 'zod'
import type { Actor } from '../context.ts'
import { note } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type FollowUpChanged, followUpCommand, followUpInput } from './follow-up.ts'

const schema = z.strictObject({ ...followUpInput, reason: z.enum(CANCEL_REASONS), note: note.optional() })
export type CancelFollowUpInput = z.input<typeof schema>

/** Cancels a follow-up, with a reason. What made way for it may come forward again. */
export function cancelFollowUp(
  deps: CommandDeps,
  actor: Actor,
  input: CancelFollowUpInput,
): Promise<Outcome<FollowUpChanged>> {
  return runCommand(deps, actor, cancelFollowUpCommand, input)
}

const cancelFollowUpCommand = followUpCommand<z.output<typeof schema>>({
  name: 'cancelFollowUp',
  schema,
  ask: () => ({ step: 'CANCEL' }),
  execute: ({ now }, { reason, note: text }) => ({
    change: { status: 'CANCELLED', because: reason, ended_at: now, started_at: null, note: text ?? null },
    event: { type: 'FollowUpCancelled', data: { because: reason } },
    fields: ['status', ...(text ? ['note'] : [])],
  }),
})
