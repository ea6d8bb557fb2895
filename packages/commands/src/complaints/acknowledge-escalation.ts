import { endEscalation } from '@cs/data/complaints'
import { z } from 'zod'
import { type Actor, agentOf } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type ComplaintMoved, complaintCommand, complaintInput } from './step-command.ts'

const schema = z.strictObject({ ...complaintInput })
export type AcknowledgeEscalationInput = z.input<typeof schema>

/** A supervisor who does not own the complaint takes note of it, once (AS-SLA-14, Q69). */
export function acknowledgeEscalation(
  deps: CommandDeps,
  actor: Actor,
  input: AcknowledgeEscalationInput,
): Promise<Outcome<ComplaintMoved>> {
  return runCommand(deps, actor, acknowledgeEscalationCommand, input)
}

const acknowledgeEscalationCommand = complaintCommand({
  name: 'acknowledgeEscalation',
  permission: 'complaint.supervise',
  schema,
  ask: () => ({ step: 'ACKNOWLEDGE' }),
  async prepare(run, _input, { facts: { complaint } }) {
    await endEscalation(run.tx, run.actor.shop, complaint.id, agentOf(run), run.now)
    const { escalation } = complaint
    return { data: { escalationId: escalation?.id, trigger: escalation?.trigger, level: escalation?.level } }
  },
  event: 'EscalationAcknowledged',
  fields: ['escalation'],
})
