import type { PointsAccount, SpentLot } from '@cs/domain/points'
import { sql } from 'kysely'
import type { Db, Tx } from '../database/index.ts'

/** A journal of points as it stands. */
export interface PointsJournal {
  readonly id: string
  readonly customerId: string
  readonly kind: string
  readonly reviewId: string | null
  /** What it brought to AVAILABLE: below zero where it took. */
  readonly points: number
  /** The account of the shop on its other side. */
  readonly against: PointsAccount | null
  /** The last day of what it brought or took, `YYYY-MM-DD`; `null`: none. */
  readonly expiresOn: string | null
  readonly reversed: boolean
}

/** Finds a journal by its own id or that of one of its entries. */
export function findPointsJournal(db: Db, shopId: string, id: string): Promise<PointsJournal | undefined> {
  return find(
    db,
    shopId,
    sql`j.id = COALESCE((SELECT e.journal_id FROM points_entries e WHERE e.shop_id = ${shopId} AND e.id = ${id}), ${id})`,
  )
}

/** The journal with which a review earned its points. */
export function journalOfReview(
  db: Db,
  shopId: string,
  reviewId: string,
): Promise<PointsJournal | undefined> {
  return find(db, shopId, sql`j.review_id = ${reviewId} AND j.kind = 'REVIEW'`)
}

async function find(
  db: Db,
  shopId: string,
  which: ReturnType<typeof sql>,
): Promise<PointsJournal | undefined> {
  const { rows } = await sql<PointsJournal>`
    SELECT j.id, j.customer_id AS "customerId", j.kind, j.review_id AS "reviewId",
      COALESCE(sum(e.points) FILTER (WHERE e.account = 'AVAILABLE'), 0)::bigint AS points,
      max(e.account) FILTER (WHERE e.customer_id IS NULL) AS against,
      max(e.expires_on) FILTER (WHERE e.account = 'AVAILABLE') AS "expiresOn",
      EXISTS (SELECT 1 FROM points_journals r WHERE r.shop_id = j.shop_id AND r.reverses_id = j.id) AS reversed
    FROM points_journals j JOIN points_entries e ON e.shop_id = j.shop_id AND e.journal_id = j.id
    WHERE j.shop_id = ${shopId} AND ${which} GROUP BY j.shop_id, j.id`.execute(db)
  return rows[0]
}

/** The points that a journal took from a member, by the last days that they had. */
export function lotsOfJournal(db: Db, shopId: string, journalId: string): Promise<readonly SpentLot[]> {
  return db
    .selectFrom('points_entries')
    .select(['expires_on as expiresOn', sql<number>`-points`.as('points')])
    .where('shop_id', '=', shopId)
    .where('journal_id', '=', journalId)
    .where('account', '=', 'AVAILABLE')
    .where('points', '<', 0)
    .execute()
}

/** What was moved by hand for a member from a moment on, in either direction, by agents or with their approval. */
export async function movedByHand(
  tx: Tx,
  of: {
    readonly shopId: string
    readonly customerId: string
    readonly agentIds: readonly string[]
    readonly from: Date
  },
): Promise<number> {
  const row = await tx
    .selectFrom('points_journals as j')
    .innerJoin('points_entries as e', (join) =>
      join
        .onRef('e.shop_id', '=', 'j.shop_id')
        .onRef('e.journal_id', '=', 'j.id')
        .on('e.customer_id', 'is', null),
    )
    .select(sql<number>`coalesce(sum(abs(e.points)), 0)::bigint`.as('points'))
    .where('j.shop_id', '=', of.shopId)
    .where('j.customer_id', '=', of.customerId)
    .where((eb) =>
      eb.or([eb('j.agent_id', 'in', [...of.agentIds]), eb('j.approved_by', 'in', [...of.agentIds])]),
    )
    .where('j.occurred_at', '>=', of.from)
    .where('j.kind', 'in', ['ADJUSTMENT', 'REVERSAL'])
    .executeTakeFirst()
  return row?.points ?? 0
}
