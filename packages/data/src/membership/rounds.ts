import { sql } from 'kysely'
import type { DuePlace } from '../clocks/index.ts'
import type { Db, Tx } from '../database/index.ts'

/** Work on all members of a shop: the monthly step of tiers, and the daily look at what is due to them. */
export type RoundKind = 'TIERS' | 'DAILY'

export interface DueRound {
  readonly shopId: string
  readonly kind: RoundKind
  readonly dueAt: Date
}

/** Rounds over all shops that are due at a time, in the order of their times. */
export async function dueRounds(
  db: Db,
  at: Date,
  after: DuePlace,
  batch: number,
): Promise<readonly DueRound[]> {
  const { rows } = await sql<DueRound>`SELECT shop_id AS "shopId", kind, due_at AS "dueAt"
    FROM cs.due_member_rounds(${at}, ${after.at}, ${after.id}, ${batch})`.execute(db)
  return rows
}

/** Where a round stands: the day it is for, and up to which member it is done. */
export interface Round {
  readonly dueAt: Date
  readonly doneUpTo: string | null
}

/** Takes hold of a round that is due, until the transaction ends; `null`: it is not, or another worker is at it. */
export async function takeRound(tx: Tx, shopId: string, kind: RoundKind, at: Date): Promise<Round | null> {
  const row = await tx
    .selectFrom('member_rounds')
    .select(['due_at', 'done_up_to'])
    .where('shop_id', '=', shopId)
    .where('kind', '=', kind)
    .where('due_at', '<=', at)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  return row ? { dueAt: row.due_at, doneUpTo: row.done_up_to } : null
}

/** Notes how far a round has come: up to a member, or, done with all, to the next time. */
export async function moveRound(
  tx: Tx,
  shopId: string,
  kind: RoundKind,
  to: { readonly doneUpTo: string } | { readonly nextAt: Date },
): Promise<void> {
  const set = 'nextAt' in to ? { due_at: to.nextAt, done_up_to: null } : { done_up_to: to.doneUpTo }
  await tx
    .updateTable('member_rounds')
    .set(set)
    .where('shop_id', '=', shopId)
    .where('kind', '=', kind)
    .execute()
}

/** Begins the rounds of a shop that gets its first member. */
export async function beginRounds(
  tx: Tx,
  shopId: string,
  first: Readonly<Record<RoundKind, Date>>,
): Promise<void> {
  await tx
    .insertInto('member_rounds')
    .values([
      { shop_id: shopId, kind: 'TIERS', due_at: first.TIERS },
      { shop_id: shopId, kind: 'DAILY', due_at: first.DAILY },
    ])
    .onConflict((conflict) => conflict.columns(['shop_id', 'kind']).doNothing())
    .execute()
}
