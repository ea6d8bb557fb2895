import { recordArchiveReads } from '@cs/commands'
import type { Permission } from '@cs/domain/access'
import type { Sql, Trace } from '@cs/pothos-kysely'
import { sql } from 'kysely'
import type { RequestContext } from './context.ts'

/** The id of a case that was put away; NULL for any other. */
export const idOfArchived = (row: { readonly id: Sql; readonly archived_at: Sql }) =>
  sql`CASE WHEN ${row.archived_at} IS NOT NULL THEN ${row.id} END`

/** The same for what belongs to a case. */
export const idOfArchivedCase = (row: { readonly shop_id: Sql; readonly case_id: Sql }) =>
  sql`(SELECT k.id FROM cases k WHERE k.shop_id = ${row.shop_id} AND k.id = ${row.case_id} AND k.archived_at IS NOT NULL)`

/**
 * Records who read what was said in cases that were put away (PRV-02), before the answer is given. A case that is read at
 * several places of one request is read once.
 */
export async function recordTraces(context: RequestContext, traces: readonly Trace[]): Promise<void> {
  const { viewer, commands, traced } = context
  const { principal } = viewer
  if (principal.kind === 'public') throw new Error('nobody reads a case without an identity')
  const keyOf = ({ permission, id }: Trace) => `${permission} ${id}`
  const fresh = traces.filter((trace) => !traced.has(keyOf(trace)))
  if (fresh.length > 0) {
    const reads = fresh.map(({ permission, id }) => ({ permission: permission as Permission, caseId: id }))
    const recorded = recordArchiveReads(commands, principal, reads)
    for (const trace of fresh) traced.set(keyOf(trace), recorded)
  }
  // What another part of the request records is not on record before that is done.
  await Promise.all(new Set(traces.map((trace) => traced.get(keyOf(trace)))))
}
