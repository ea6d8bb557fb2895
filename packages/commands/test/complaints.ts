import { inShop } from '@cs/data'
import { findComplaint } from '@cs/data/complaints'
import type { ComplaintFacts } from '@cs/domain/complaints'
import { type Actor, type ComplaintOpened, type OpenComplaintInput, openComplaint } from '../src/index.ts'
import type { TestShop, World } from './shop.ts'
import { rowsOf } from './state.ts'

/** A complaint about service by the shop's customer, unless something else is said. Throws where it is refused. */
export async function complained(
  world: World,
  shop: TestShop,
  more: Partial<OpenComplaintInput> = {},
  actor: Actor = shop.specialist,
): Promise<ComplaintOpened> {
  const input: OpenComplaintInput = {
    customerId: shop.customerId,
    topic: 'SERVICE',
    problem: '客服答非所问',
    expectedSolution: '道歉',
    ...more,
  }
  const outcome = await openComplaint(world.deps, actor, input)
  if (outcome.kind !== 'Success') throw new Error(`not opened: ${JSON.stringify(outcome)}`)
  return outcome
}

/** Another customer of a shop. */
export async function addCustomer(world: World, shop: TestShop): Promise<string> {
  const [row] = await rowsOf<{ id: string }>(
    world,
    `WITH u AS (INSERT INTO customers (shop_id, id, number, name, name_masked, form_of_address, lifecycle, value_class, created_at)
       VALUES ($1, gen_random_uuid(), gen_random_uuid(), '李明', '李*', '先生', 'ACTIVE', 'ORDINARY', '2026-01-01') RETURNING id)
     SELECT id FROM u`,
    [shop.id],
  )
  return String(row?.id)
}

/** Puts agents on a shift of these hours around noon of 18 November in Shanghai. */
export async function roster(
  world: World,
  shop: TestShop,
  agents: readonly { readonly id: string; readonly onCall?: boolean }[],
): Promise<void> {
  const [shift] = await rowsOf<{ id: string }>(
    world,
    `INSERT INTO shifts (shop_id, id, day, kind, starts_at, ends_at)
     VALUES ($1, gen_random_uuid(), '2026-11-18', 'DAY', '2026-11-18T01:00:00Z', '2026-11-18T13:00:00Z') RETURNING id`,
    [shop.id],
  )
  for (const { id, onCall = false } of agents) {
    await rowsOf(
      world,
      'INSERT INTO shift_agents (shop_id, shift_id, agent_id, on_call) VALUES ($1, $2, $3, $4)',
      [shop.id, shift?.id, id, onCall],
    )
  }
}

/** A complaint as the rules see it. */
export async function factsOf(world: World, shop: TestShop, caseId: string): Promise<ComplaintFacts> {
  const facts = await inShop(world.deps.database, shop.id, (tx) => findComplaint(tx, shop.id, caseId))
  if (!facts) throw new Error(`no complaint ${caseId}`)
  return facts
}

export interface EscalationRow {
  readonly id: string
  readonly trigger: string
  readonly level: string
  readonly to_id: string | null
  readonly status: string
  readonly next_at: Date | null
  readonly acknowledged_by: string | null
}

/** The escalations of a complaint, in order. */
export const escalationsOf = (world: World, caseId: string) =>
  rowsOf<EscalationRow>(
    world,
    'SELECT * FROM complaint_escalations WHERE case_id = $1 ORDER BY escalated_at, id',
    [caseId],
  )
