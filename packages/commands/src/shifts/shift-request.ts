import { newId } from '@cs/data'
import { recordTransfer } from '@cs/data/cases'
import {
  assignWork,
  caseOfItem,
  type HandoverItem,
  isOnDuty,
  lockHandoverItem,
  lockWork,
  type Work,
} from '@cs/data/shifts'
import type { ShiftAction, ShiftRequest } from '@cs/domain/shifts'
import { requireAgent } from '../agent.ts'
import type { Command, Loaded } from '../command.ts'
import type { Run } from '../context.ts'

/** A case found and locked by somebody who hands it over or takes it over. */
export interface FoundWork extends Loaded<ShiftRequest> {
  readonly work: Work
}

/** An item of a hand-over found and locked, its case before it. */
export interface FoundItem extends FoundWork {
  readonly item: HandoverItem
}

/** Finds and locks a case. `null`: none such in this shop. */
export async function loadWork(run: Run, caseId: string, action: ShiftAction): Promise<FoundWork | null> {
  const work = await lockWork(run.tx, run.actor.shop, caseId)
  if (!work) return null
  const facts = await requestOf(run, action, work, null)
  return { subjectId: work.id, version: work.version, facts, work }
}

/** Finds an item, and locks its case and then the item. `null`: none such in this shop. */
export async function loadItem(run: Run, itemId: string, action: ShiftAction): Promise<FoundItem | null> {
  const { tx } = run
  const { shop } = run.actor
  const caseId = await caseOfItem(tx, shop, itemId)
  const work = caseId === null ? null : await lockWork(tx, shop, caseId)
  if (!work) return null
  const item = await lockHandoverItem(tx, shop, itemId)
  const facts = await requestOf(run, action, work, item)
  return { subjectId: item.id, version: item.version, facts, work, item }
}

async function requestOf(
  run: Run,
  action: ShiftAction,
  { id, status, ownerId, assigneeId }: Work,
  item: HandoverItem | null,
): Promise<ShiftRequest> {
  const agent = requireAgent(run, 'handover.manage')
  return {
    action,
    case: { id, status, ownerId, assigneeId },
    item: item && {
      id: item.id,
      status: item.status as 'OPEN' | 'TAKEN_OVER' | 'DONE',
      assigneeId: item.assignee_id,
      dueAt: item.due_at.toISOString(),
    },
    agent: {
      id: agent.id,
      grade: agent.grade,
      department: agent.department,
      onDuty: await isOnDuty(run.tx, agent.shop, agent.id, run.now),
    },
  }
}

/** Gives a locked case to somebody else to work on, and keeps that in its history; the owner stays (C-38). */
export async function passTo(
  run: Run,
  work: Work,
  agentId: string,
  occasion: 'TAKE_OVER' | 'HANDOVER_ITEM',
): Promise<number> {
  const { tx, now } = run
  const { id: by, shop } = requireAgent(run, 'handover.manage')
  const { ownerId } = work
  await recordTransfer(tx, {
    shopId: shop,
    id: newId(now),
    caseId: work.id,
    from: { assigneeId: work.assigneeId, ownerId },
    to: { assigneeId: agentId, ownerId },
    handoverReason: null,
    occasion,
    reason: null,
    by,
    at: now,
  })
  return assignWork(tx, shop, work.id, agentId)
}

/** A command about an item of a hand-over. */
export type ItemCommand<Input extends object> = Command<Input, ShiftRequest, HandoverItemMoved, FoundItem>

/** An item that a command moved on. */
export interface HandoverItemMoved {
  readonly itemId: string
  readonly caseId: string
  /** Of the item. */
  readonly version: number
}
