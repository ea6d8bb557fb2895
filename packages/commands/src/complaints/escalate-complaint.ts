import { z } from 'zod'
import type { Actor } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { escalate } from './escalation.ts'
import { type ComplaintMoved, complaintCommand, complaintInput } from './step-command.ts'

const schema = z.strictObject({
  ...complaintInput,
  /** A serious grade and a group escalate by themselves. */
  trigger: z.enum(['OVER_AUTHORITY', 'UNSOLVABLE', 'DISAGREEMENT']),
})
export type EscalateComplaintInput = z.input<typeof schema>

/** Takes a complaint to a supervisor, who is to acknowledge it within the hour (C-04, CMP-TEC-05). */
export function escalateComplaint(
  deps: CommandDeps,
  actor: Actor,
  input: EscalateComplaintInput,
): Promise<Outcome<ComplaintMoved>> {
  return runCommand(deps, actor, escalateComplaintCommand, input)
}

const escalateComplaintCommand = complaintCommand({
  name: 'escalateComplaint',
  permission: 'complaint.handle',
  schema,
  ask: ({ trigger }) => ({ step: 'ESCALATE', trigger }),
  async prepare(run, { trigger }, { facts: { complaint } }) {
    const { data } = await escalate(run, complaint, trigger)
    return data ? { data } : {}
  },
  event: 'ComplaintEscalated',
  fields: ['escalation'],
})
