import { z } from 'zod'
import type { Actor } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type FollowUpChanged, followUpCommand, followUpInput } from './follow-up.ts'

const schema = z.strictObject({ ...followUpInput, at: z.iso.datetime() })
export type RescheduleFollowUpInput = z.input<typeof schema>

/** Puts a follow-up off to another time, within the hours, a week apart from the last contact, and before its last day. */
export function rescheduleFollowUp(
  deps: CommandDeps,
  actor: Actor,
  input: RescheduleFollowUpInput,
): Promise<Outcome<FollowUpChanged>> {
  return runCommand(deps, actor, rescheduleFollowUpCommand, input)
}

const rescheduleFollowUpCommand = followUpCommand<z.output<typeof schema>>({
  name: 'rescheduleFollowUp',
  schema,
  ask: (_run, { at }) => ({ step: 'RESCHEDULE', at: new Date(at).toISOString() }),
  execute: (_run, { at }) => ({
    change: { wanted_at: new Date(at), started_at: null, prepared_at: null },
    event: { type: 'FollowUpRescheduled', data: { at: new Date(at).toISOString() } },
    fields: ['dueAt'],
  }),
})
