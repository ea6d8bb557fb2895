import { newId } from '@cs/data'
import { type EscalationTarget, managerOf, openEscalation } from '@cs/data/complaints'
import { isOnDuty, supervisorOnDuty } from '@cs/data/shifts'
import type { ComplaintFacts, EscalationTrigger } from '@cs/domain/complaints'
import { dueAfter } from '@cs/domain/policy'
import type { EventDraft } from '../command.ts'
import { agentOf, type Run } from '../context.ts'

/**
 * Takes a locked complaint, which has no open escalation, to a supervisor on duty who does not own it; where there is
 * none, to the one on call, and after a while to the manager (C-04, Q59, Q69). The caller starts the clock.
 */
export async function escalate(
  run: Run,
  complaint: Pick<ComplaintFacts, 'id' | 'ownerId'>,
  trigger: EscalationTrigger,
): Promise<EventDraft> {
  const { tx, actor, now, context } = run
  const target = await targetOf(run, complaint.ownerId)
  const escalationId = newId(now)
  await openEscalation(tx, {
    shopId: actor.shop,
    id: escalationId,
    caseId: complaint.id,
    trigger,
    ...target,
    by: agentOf(run),
    nextAt: target.level === 'ON_CALL' ? dueAfter(now, context.pack.get('complaint.manager_after')) : null,
    at: now,
  })
  return { type: 'ComplaintEscalated', data: { escalationId, trigger, ...target } }
}

async function targetOf({ tx, actor, now }: Run, ownerId: string): Promise<EscalationTarget> {
  const supervisor = await supervisorOnDuty(tx, actor.shop, now, ownerId)
  if (!supervisor) return { level: 'MANAGER', toId: await managerOf(tx, actor.shop, ownerId) }
  const level = (await isOnDuty(tx, actor.shop, supervisor, now)) ? 'SUPERVISOR' : 'ON_CALL'
  return { level, toId: supervisor }
}
