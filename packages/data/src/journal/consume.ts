import { sql } from 'kysely'
import type { Db, Tx } from '../database/index.ts'

/** An event that the relay has numbered, as consumers read it. */
export interface NumberedEvent {
  readonly seq: bigint
  readonly id: string
  readonly type: string
  readonly subjectType: string
  readonly subjectId: string
  /** The agent or partner who acted; `null`: the worker. */
  readonly actorId: string | null
  readonly data: Readonly<Record<string, unknown>>
  readonly occurredAt: Date
}

/**
 * How far a consumer has come in a shop, locked until the transaction ends; a new one begins before the first event.
 * `null`: another worker is at it.
 */
export async function claimCursor(tx: Tx, shopId: string, consumer: string): Promise<bigint | null> {
  const locked = () =>
    sql<{ seq: string }>`SELECT seq::text AS seq FROM event_cursors
      WHERE shop_id = ${shopId} AND consumer = ${consumer} FOR UPDATE SKIP LOCKED`.execute(tx)
  const [found] = (await locked()).rows
  if (found) return BigInt(found.seq)
  await tx
    .insertInto('event_cursors')
    .values({ shop_id: shopId, consumer, seq: 0 })
    .onConflict((conflict) => conflict.columns(['shop_id', 'consumer']).doNothing())
    .execute()
  const [made] = (await locked()).rows
  return made ? BigInt(made.seq) : null
}

/** The next events of a shop behind a number, in their order. */
export async function eventsBehind(
  tx: Tx,
  shopId: string,
  seq: bigint,
  limit: number,
): Promise<readonly NumberedEvent[]> {
  const { rows } = await sql<Omit<NumberedEvent, 'seq'> & { seq: string }>`
    SELECT seq::text AS seq, id, type, subject_type AS "subjectType", subject_id AS "subjectId",
      actor_id AS "actorId", data, occurred_at AS "occurredAt"
    FROM events WHERE shop_id = ${shopId} AND seq > ${String(seq)}::bigint ORDER BY events.seq LIMIT ${limit}`.execute(
    tx,
  )
  return rows.map((row) => ({ ...row, seq: BigInt(row.seq) }))
}

/** All up to this number is done: takes effect with the transaction that did it. */
export async function moveCursor(tx: Tx, shopId: string, consumer: string, seq: bigint): Promise<void> {
  await sql`UPDATE event_cursors SET seq = ${String(seq)}::bigint
    WHERE shop_id = ${shopId} AND consumer = ${consumer}`.execute(tx)
}

/** Notes that a consumer went past an event that it could not act on. `error` is a name or a code. */
export async function parkEvent(
  tx: Tx,
  shopId: string,
  parked: { readonly consumer: string; readonly seq: bigint; readonly error: string; readonly at: Date },
): Promise<void> {
  const { consumer, seq, error, at } = parked
  await sql`INSERT INTO parked_events (shop_id, consumer, seq, error, parked_at)
    VALUES (${shopId}, ${consumer}, ${String(seq)}::bigint, ${error}, ${at})`.execute(tx)
}

/** The shops in which one of these consumers has something before it. The worker's. */
export async function shopsBehind(db: Db, consumers: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ shopId: string }>`
    SELECT shop_id AS "shopId" FROM cs.shops_behind(${[...consumers]}::text[])`.execute(db)
  return rows.map((row) => row.shopId)
}
