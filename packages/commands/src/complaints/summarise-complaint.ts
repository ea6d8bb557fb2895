import { closeGroupOf, endEscalation } from '@cs/data/complaints'
import { z } from 'zod'
import type { Actor } from '../context.ts'
import { note } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type ComplaintMoved, complaintCommand, complaintInput } from './step-command.ts'

const schema = z.strictObject({
  ...complaintInput,
  /** Required unless it was found before. */
  rootCause: note.optional(),
  /** How it is kept from happening again. */
  prevention: note.optional(),
})
export type SummariseComplaintInput = z.input<typeof schema>

/**
 * Closes a complaint with its cause and its prevention, (CMP-WF-01 step 8, CMP-PRI-12); the call of three
 * days later is planned from its event (CMP-CAL-01). The last complaint of a group closes the group.
 */
export function summariseComplaint(
  deps: CommandDeps,
  actor: Actor,
  input: SummariseComplaintInput,
): Promise<Outcome<ComplaintMoved>> {
  return runCommand(deps, actor, summariseComplaintCommand, input)
}

const summarising = complaintCommand({
  name: 'summariseComplaint',
  permission: 'complaint.handle',
  schema,
  ask: ({ rootCause, prevention }) => ({
    step: 'SUMMARISE',
    rootCause: rootCause !== undefined,
    prevention: prevention !== undefined,
  }),
  async prepare(run, { rootCause, prevention }, { facts: { complaint } }) {
    if (complaint.escalation) await endEscalation(run.tx, run.actor.shop, complaint.id, null, run.now)
    const root = rootCause === undefined ? {} : { root_cause: rootCause }
    return { options: { set: { ...root, ...(prevention !== undefined && { prevention }) } } }
  },
  event: 'ComplaintSummarised',
  fields: ['rootCause', 'prevention'],
})

const summariseComplaintCommand: typeof summarising = {
  ...summarising,
  async execute(run, input, found, decision) {
    const done = await summarising.execute(run, input, found, decision)
    // Its own case counts as closed by now.
    const groupId = await closeGroupOf(run.tx, run.actor.shop, found.subjectId, run.now)
    if (!groupId) return done
    return { ...done, events: [...done.events, { type: 'GroupComplaintClosed', data: { groupId } }] }
  },
}
