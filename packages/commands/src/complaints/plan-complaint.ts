import { z } from 'zod'
import type { Actor } from '../context.ts'
import { note } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type ComplaintMoved, complaintCommand, complaintInput } from './step-command.ts'

const schema = z.strictObject({ ...complaintInput, plan: note })
export type PlanComplaintInput = z.input<typeof schema>

/** Drafts a solution, or a new one (CMP-WF-01 step 4, CMP-PRI-05). */
export function planComplaint(
  deps: CommandDeps,
  actor: Actor,
  input: PlanComplaintInput,
): Promise<Outcome<ComplaintMoved>> {
  return runCommand(deps, actor, planComplaintCommand, input)
}

const planComplaintCommand = complaintCommand({
  name: 'planComplaint',
  permission: 'complaint.handle',
  schema,
  ask: () => ({ step: 'PLAN' }),
  async prepare(_run, { plan }) {
    return { options: { set: { plan } } }
  },
  event: 'ComplaintPlanned',
  fields: ['plan'],
})
