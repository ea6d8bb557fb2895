import { z } from 'zod'
import type { Actor } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type ComplaintMoved, complaintCommand, complaintInput } from './step-command.ts'

const schema = z.strictObject({ ...complaintInput })
export type TellProgressInput = z.input<typeof schema>

/** Records that the customer was told how far it is: the next message is due 24 hours from now (AS-SLA-15, Q15). */
export function tellProgress(
  deps: CommandDeps,
  actor: Actor,
  input: TellProgressInput,
): Promise<Outcome<ComplaintMoved>> {
  return runCommand(deps, actor, tellProgressCommand, input)
}

const tellProgressCommand = complaintCommand({
  name: 'tellProgress',
  permission: 'complaint.handle',
  schema,
  ask: () => ({ step: 'TELL_PROGRESS' }),
  event: 'ComplaintProgressTold',
})
