import { randomUUID } from 'node:crypto'
import { inShop } from '@cs/data'
import { recordEvents } from '@cs/data/journal'
import { dayOf } from '@cs/domain/calendar'
import { consumeEvents, followUpPlanner, planRound, prepareFollowUps } from '../src/index.ts'
import type { TestShop, World } from './shop.ts'
import { rowsOf } from './state.ts'

const workerOf = (shop: TestShop) => ({ kind: 'worker', shop: shop.id }) as const

/** Gives the events of all shops their numbers, as the relay does, and lets the planner act on those of a shop. */
export async function consume(world: World, shop: TestShop): Promise<void> {
  while (Number((await rowsOf<{ n: string }>(world, 'SELECT count(*) AS n FROM cs.relay(500)'))[0]?.n) > 0);
  while ((await consumeEvents(world.deps, workerOf(shop), followUpPlanner)) > 0) {
    // Its own events may ask for more.
    await rowsOf(world, 'SELECT count(*) FROM cs.relay(500)')
  }
}

/** Makes the round of the day. */
export async function round(world: World, shop: TestShop, batch?: number): Promise<void> {
  while (await planRound(world.deps, workerOf(shop), batch));
}

/** Prepares and drops what is due, as the worker does. */
export async function prepare(world: World, shop: TestShop): Promise<void> {
  const now = world.deps.now()
  const ahead = new Date(now.getTime() + 3_600_000)
  for (;;) {
    const due = await rowsOf<{ id: string }>(
      world,
      `SELECT id FROM cs.due_follow_ups($1, $2, '-infinity', $3, 100) WHERE shop_id = $4`,
      [now, ahead, '00000000-0000-0000-0000-000000000000', shop.id],
    )
    const [first] = due
    if (!first) return
    const ids = due.map(({ id }) => id)
    await prepareFollowUps(world.deps, workerOf(shop), ids)
    const [again] = await rowsOf<{ id: string }>(
      world,
      `SELECT id FROM cs.due_follow_ups($1, $2, '-infinity', $3, 1) WHERE shop_id = $4`,
      [now, ahead, '00000000-0000-0000-0000-000000000000', shop.id],
    )
    if (again?.id === first.id) throw new Error(`${first.id} stays due at ${now.toISOString()}`)
  }
}

/** Tells of something as commands do. */
export async function happened(
  world: World,
  shop: TestShop,
  type: string,
  subject: { readonly type: string; readonly id: string },
  data: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const origin = {
    shopId: shop.id,
    actorKind: 'AGENT',
    actorId: shop.specialist.id,
    commandId: randomUUID(),
    at: world.deps.now(),
  } as const
  await inShop(world.deps.database, shop.id, (tx) => recordEvents(tx, origin, [{ type, subject, data }]))
}

export interface FollowUpRow {
  readonly id: string
  readonly kind: string
  readonly status: string
  readonly because: string | null
  readonly customer_id: string
  readonly assignee_id: string | null
  readonly wanted_at: Date
  readonly due_at: Date
  readonly latest_at: Date
  readonly contacted_at: Date | null
  readonly attempts: number
  readonly version: number
}

/** The follow-ups of a customer, in the order in which they were planned. */
export const followUpsOf = (world: World, customerId: string) =>
  rowsOf<FollowUpRow>(world, 'SELECT * FROM follow_ups WHERE customer_id = $1 ORDER BY id', [customerId])

/** `2026-11-18 10:00` in Shanghai. */
export const clock = (at: Date | undefined) =>
  at ? `${dayOf(at)} ${new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(11, 16)}` : ''
