import { z } from 'zod'
import type { Actor } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type ComplaintMoved, complaintCommand, complaintInput } from './step-command.ts'

const schema = z.strictObject({ ...complaintInput, agreed: z.boolean() })
export type DiscussPlanInput = z.input<typeof schema>

/** Records what the customer says of the plan: agreed, it is carried out; declined, another is made (step 5). */
export function discussPlan(
  deps: CommandDeps,
  actor: Actor,
  input: DiscussPlanInput,
): Promise<Outcome<ComplaintMoved>> {
  return runCommand(deps, actor, discussPlanCommand, input)
}

const discussPlanCommand = complaintCommand({
  name: 'discussPlan',
  permission: 'complaint.handle',
  schema,
  ask: ({ agreed }) => ({ step: agreed ? 'AGREE' : 'DECLINE' }),
  event: ({ agreed }) => (agreed ? 'ComplaintPlanAgreed' : 'ComplaintPlanDeclined'),
})
