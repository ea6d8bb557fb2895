import type { EscalationLevel, EscalationTrigger } from '@cs/domain/complaints'
import { sql } from 'kysely'
import type { DuePlace } from '../clocks/index.ts'
import type { Db, Tx } from '../database/index.ts'

/** To whom a complaint goes up. */
export interface EscalationTarget {
  readonly level: EscalationLevel
  /** `null`: the shop has nobody of that grade. */
  readonly toId: string | null
}

export interface NewEscalation extends EscalationTarget {
  readonly shopId: string
  readonly id: string
  readonly caseId: string
  readonly trigger: EscalationTrigger
  /** `null`: by the rules. */
  readonly by: string | null
  /** When it goes on to the manager; for ON_CALL alone (Q59). */
  readonly nextAt: Date | null
  readonly at: Date
}

/** Escalates a locked complaint that has no open escalation. */
export async function openEscalation(tx: Tx, escalation: NewEscalation): Promise<void> {
  await tx
    .insertInto('complaint_escalations')
    .values({
      shop_id: escalation.shopId,
      id: escalation.id,
      case_id: escalation.caseId,
      trigger: escalation.trigger,
      level: escalation.level,
      to_id: escalation.toId,
      escalated_by: escalation.by,
      escalated_at: escalation.at,
      next_at: escalation.nextAt,
    })
    .execute()
}

/** Ends the open escalation of a locked complaint; `by`: who acknowledged it, `null` where nothing is left of it. */
export async function endEscalation(
  tx: Tx,
  shopId: string,
  caseId: string,
  by: string | null,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('complaint_escalations')
    .set({ status: by ? 'ACKNOWLEDGED' : 'VOID', acknowledged_by: by, ended_at: at, next_at: null })
    .where('shop_id', '=', shopId)
    .where('case_id', '=', caseId)
    .where('status', '=', 'OPEN')
    .execute()
}

/** Passes the open escalation of a locked complaint on to the manager. */
export async function passToManager(
  tx: Tx,
  shopId: string,
  escalationId: string,
  managerId: string | null,
): Promise<void> {
  await tx
    .updateTable('complaint_escalations')
    .set({ level: 'MANAGER', to_id: managerId, next_at: null })
    .where('shop_id', '=', shopId)
    .where('id', '=', escalationId)
    .execute()
}

/** An escalation with the time at which it goes on to the manager. */
export async function findEscalation(
  db: Db,
  shopId: string,
  id: string,
): Promise<{ readonly caseId: string; readonly status: string; readonly nextAt: Date | null } | null> {
  const row = await db
    .selectFrom('complaint_escalations')
    .select(['case_id as caseId', 'status', 'next_at as nextAt'])
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row ?? null
}

/** The manager of a shop, the first by agent number; `except`: who is to be passed over (Q69). */
export async function managerOf(db: Db, shopId: string, except: string): Promise<string | null> {
  const { rows } = await sql<{ agentId: string }>`
    SELECT m.agent_id AS "agentId" FROM memberships m JOIN agents a ON a.id = m.agent_id AND a.active
    WHERE m.shop_id = ${shopId} AND m.active AND m.grade = 'manager' AND m.agent_id <> ${except}
    ORDER BY a.number LIMIT 1`.execute(db)
  return rows[0]?.agentId ?? null
}

/** Escalations, over all shops, that go on to the manager by now; in the order of their times. */
export async function dueEscalations(
  db: Db,
  at: Date,
  after: DuePlace,
  batch: number,
): Promise<readonly { readonly shopId: string; readonly id: string; readonly dueAt: Date }[]> {
  const { rows } = await sql<{ shopId: string; id: string; dueAt: Date }>`
    SELECT shop_id AS "shopId", id, due_at AS "dueAt"
    FROM cs.due_escalations(${at}, ${after.at}, ${after.id}, ${batch})`.execute(db)
  return rows
}
