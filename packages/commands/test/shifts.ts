import { randomUUID } from 'node:crypto'
import { NOW, type TestShop, type World } from './shop.ts'

/** Opens a complaint that the specialist owns and works on; what kind of case it is does not matter to shifts. */
export async function openCase(
  world: World,
  of: TestShop,
  more: { readonly assigneeId?: string; readonly status?: 'OPEN' | 'SOLVED' | 'CLOSED' } = {},
): Promise<string> {
  const id = randomUUID()
  const { assigneeId = of.specialist.id, status = 'OPEN' } = more
  await world.admin.query(
    `INSERT INTO cases (shop_id, id, number, kind, status, priority, channel, subject, customer_id, owner_id, assignee_id,
       opened_at, closed_at, grade, problem, complaint_state)
     VALUES ($1, $2, $2::uuid::text, 'COMPLAINT', $7, 'MEDIUM', 'CHAT', '-', $3, $4, $5, $6,
       CASE WHEN $7 = 'CLOSED' THEN $6::timestamptz END, 'ORDINARY', '-', 'RECORDED')`,
    [of.id, id, of.customerId, of.specialist.id, assigneeId, NOW, status],
  )
  return id
}

/** Puts agents on duty in one shift around NOW, others on call; ends whatever shift there was. */
export async function putOnDuty(
  world: World,
  of: TestShop,
  working: readonly { readonly id: string }[],
  onCall: readonly { readonly id: string }[] = [],
): Promise<string> {
  await world.admin.query('DELETE FROM shift_agents WHERE shop_id = $1', [of.id])
  await world.admin.query('UPDATE handover_items SET shift_id = NULL WHERE shop_id = $1', [of.id])
  await world.admin.query('DELETE FROM shifts WHERE shop_id = $1', [of.id])
  const id = randomUUID()
  await world.admin.query(
    `INSERT INTO shifts (shop_id, id, day, kind, starts_at, ends_at)
     VALUES ($1, $2, '2026-11-18', 'DAY', $3::timestamptz - interval '3 hours', $3::timestamptz + interval '6 hours')`,
    [of.id, id, NOW],
  )
  for (const [people, call] of [
    [working, false],
    [onCall, true],
  ] as const) {
    for (const agent of people) {
      await world.admin.query(
        'INSERT INTO shift_agents (shop_id, shift_id, agent_id, on_call) VALUES ($1, $2, $3, $4)',
        [of.id, id, agent.id, call],
      )
    }
  }
  return id
}

/** How a case passed from one to another: the occasions, and from whom to whom, oldest first. */
export async function transfersOf(
  world: World,
  caseId: string,
): Promise<{ occasion: string; from: string; to: string; reason: string | null }[]> {
  const { rows } = await world.admin.query(
    `SELECT occasion, from_assignee AS "from", to_assignee AS "to", reason FROM case_transfers WHERE case_id = $1 ORDER BY at, id`,
    [caseId],
  )
  return rows
}
