import { CAUSES, LIABLE_PARTIES } from '@cs/domain/after-sales'
import { z } from 'zod'
import type { Actor } from '../context.ts'
import { note } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type ComplaintMoved, complaintCommand, complaintInput } from './step-command.ts'

const schema = z.strictObject({
  ...complaintInput,
  /** What was found. */
  verification: note,
  cause: z.enum(CAUSES),
  liable: z.enum(LIABLE_PARTIES),
  /** Where a repeated complaint comes from (CMP-SPC-05). */
  rootCause: note.optional(),
})
export type RecordVerificationInput = z.input<typeof schema>

/** Records what was found, the cause and who answers for it, on the evidence (CMP-WF-01 step 3, CMP-WF-03). */
export function recordVerification(
  deps: CommandDeps,
  actor: Actor,
  input: RecordVerificationInput,
): Promise<Outcome<ComplaintMoved>> {
  return runCommand(deps, actor, recordVerificationCommand, input)
}

const recordVerificationCommand = complaintCommand({
  name: 'recordVerification',
  permission: 'complaint.handle',
  schema,
  ask: ({ cause, liable, rootCause }) => ({
    step: 'VERIFY',
    cause,
    liable,
    rootCause: rootCause !== undefined,
  }),
  async prepare(_run, { verification, cause, liable, rootCause }) {
    const root = rootCause === undefined ? {} : { root_cause: rootCause }
    return { options: { set: { verification, cause, liable, ...root } }, data: { cause, liable } }
  },
  event: 'ComplaintVerified',
  fields: ['verification', 'cause', 'liable', 'rootCause'],
})
