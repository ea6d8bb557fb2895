import { SATISFACTIONS } from '@cs/domain/complaints'
import { z } from 'zod'
import type { Actor } from '../context.ts'
import { note } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type ComplaintMoved, complaintCommand, complaintInput } from './step-command.ts'

const schema = z.strictObject({
  ...complaintInput,
  /** What came of it. */
  result: note,
  satisfaction: z.enum(SATISFACTIONS),
})
export type FollowUpComplaintInput = z.input<typeof schema>

/**
 * Records the result and what the customer says of it (CMP-WF-01 step 7). Solved, no further progress is owed; not
 * satisfied, the complaint is verified anew.
 */
export function followUpComplaint(
  deps: CommandDeps,
  actor: Actor,
  input: FollowUpComplaintInput,
): Promise<Outcome<ComplaintMoved>> {
  return runCommand(deps, actor, followUpComplaintCommand, input)
}

const followUpComplaintCommand = complaintCommand({
  name: 'followUpComplaint',
  permission: 'complaint.handle',
  schema,
  ask: ({ satisfaction }) => ({ step: satisfaction === 'DISSATISFIED' ? 'DISSATISFY' : 'SATISFY' }),
  async prepare(_run, { result, satisfaction }) {
    return { options: { set: { complaint_result: result, satisfaction } }, data: { satisfaction } }
  },
  event: 'ComplaintFollowedUp',
  fields: ['result', 'satisfaction'],
})
