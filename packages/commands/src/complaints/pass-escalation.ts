import { findComplaint, findEscalation, lockComplaint, managerOf, passToManager } from '@cs/data/complaints'
import { judge } from '@cs/domain/decisions'
import { z } from 'zod'
import type { Command } from '../command.ts'
import type { Actor } from '../context.ts'
import { id } from '../fields.ts'
import { Forbidden, type Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'

const schema = z.strictObject({ escalationId: id })
export type PassEscalationInput = z.input<typeof schema>

export interface EscalationPassed {
  readonly caseId: string
  readonly escalationId: string
}

interface PassFacts {
  readonly caseId: string
  readonly escalationId: string
  readonly ownerId: string
}

/**
 * Passes an escalation on to the manager that nobody on call has acknowledged in time (Q59). The worker's: Forbidden
 * for anybody else, NotFound where it was acknowledged, ended, or passed on already, or is not due.
 */
export function passEscalation(
  deps: CommandDeps,
  actor: Actor,
  input: PassEscalationInput,
): Promise<Outcome<EscalationPassed>> {
  return runCommand(deps, actor, passEscalationCommand, input)
}

const passEscalationCommand: Command<z.output<typeof schema>, PassFacts, EscalationPassed> = {
  name: 'passEscalation',
  permission: 'complaint.supervise',
  schema,
  subjectType: 'Case',
  async load(run, { escalationId }) {
    const { tx, actor, now, asking } = run
    if (actor.kind !== 'worker') throw new Forbidden('complaint.supervise')
    const found = await findEscalation(tx, actor.shop, escalationId)
    if (!found) return null
    const complaint = await (asking ? findComplaint : lockComplaint)(tx, actor.shop, found.caseId)
    const current = await findEscalation(tx, actor.shop, escalationId)
    const due = current?.status === 'OPEN' && current.nextAt !== null && current.nextAt <= now
    if (!complaint || !due) return null
    const { id: caseId, ownerId, version } = complaint
    return { subjectId: caseId, version, facts: { caseId, escalationId, ownerId } }
  },
  judge: (facts, context) => judge('PASS_ESCALATION', [], facts, context),
  async execute(run, { escalationId }, { facts: { caseId, ownerId } }) {
    const toId = await managerOf(run.tx, run.actor.shop, ownerId)
    await passToManager(run.tx, run.actor.shop, escalationId, toId)
    return {
      ids: { caseId, escalationId },
      events: [{ type: 'EscalationPassed', data: { escalationId, level: 'MANAGER', toId } }],
      fields: ['escalation'],
    }
  },
}
