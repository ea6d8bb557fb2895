import { z } from 'zod'
import type { Actor } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type ComplaintMoved, complaintCommand, complaintInput } from './step-command.ts'

const schema = z.strictObject({ ...complaintInput })
export type ReopenComplaintInput = z.input<typeof schema>

/** Opens a complaint again that was solved or closed: it is verified anew, and nobody calls back meanwhile. */
export function reopenComplaint(
  deps: CommandDeps,
  actor: Actor,
  input: ReopenComplaintInput,
): Promise<Outcome<ComplaintMoved>> {
  return runCommand(deps, actor, reopenComplaintCommand, input)
}

const reopenComplaintCommand = complaintCommand({
  name: 'reopenComplaint',
  permission: 'complaint.open',
  schema,
  ask: () => ({ step: 'REOPEN' }),
  async prepare(_run, _input, { facts: { complaint } }) {
    const reopened = complaint.reopened + 1
    return { options: { set: { reopened } }, data: { reopened } }
  },
  event: 'ComplaintReopened',
  fields: ['reopened'],
})
