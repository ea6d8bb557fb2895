import type { FollowUpKind } from '@cs/domain/follow-ups'
import { sql } from 'kysely'
import type { Db } from '../database/index.ts'

/** Contacts and what customers said of them. */
export interface SatisfactionOf {
  /** `null`: all agents together. */
  readonly agentId: string | null
  /** `null`: all kinds together. */
  readonly kind: FollowUpKind | null
  readonly contacts: number
  readonly answers: number
  readonly problems: number
  /** The sum of the answers, each 1 to 5. */
  readonly sum: number
}

/** Contacts made in a period, by agent and kind with the sums, of some agents or of all (`null`). The sums come first. */
export async function satisfactionOf(
  db: Db,
  shopId: string,
  { from, before }: { readonly from: Date; readonly before: Date },
  agents: readonly string[] | null,
): Promise<readonly SatisfactionOf[]> {
  const theirs = agents === null ? sql`true` : sql`f.contacted_by = ANY(${[...agents]}::uuid[])`
  const { rows } = await sql<SatisfactionOf>`
    SELECT f.contacted_by AS "agentId", f.kind, count(*)::int AS contacts, count(f.satisfaction)::int AS answers,
      (count(*) FILTER (WHERE f.result = 'PROBLEM'))::int AS problems, COALESCE(sum(f.satisfaction), 0)::int AS sum
    FROM follow_ups f
    WHERE f.shop_id = ${shopId} AND f.contacted_at >= ${from} AND f.contacted_at < ${before} AND ${theirs}
    GROUP BY GROUPING SETS ((), (f.kind), (f.contacted_by), (f.contacted_by, f.kind))
    HAVING count(*) > 0
    ORDER BY f.contacted_by NULLS FIRST, f.kind NULLS FIRST`.execute(db)
  return rows
}
