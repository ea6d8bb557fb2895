import { z } from 'zod'
import type { Actor } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type ComplaintMoved, complaintCommand, complaintInput } from './step-command.ts'

const schema = z.strictObject({ ...complaintInput })
export type ExecutePlanInput = z.input<typeof schema>

/** Begins to carry out what was agreed (CMP-WF-01 step 6). */
export function executePlan(
  deps: CommandDeps,
  actor: Actor,
  input: ExecutePlanInput,
): Promise<Outcome<ComplaintMoved>> {
  return runCommand(deps, actor, executePlanCommand, input)
}

const executePlanCommand = complaintCommand({
  name: 'executePlan',
  permission: 'complaint.handle',
  schema,
  ask: () => ({ step: 'EXECUTE' }),
  event: 'ComplaintPlanExecuted',
})
