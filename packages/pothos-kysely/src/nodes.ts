import type { FieldNode } from 'graphql'
import { sql } from 'kysely'
import type { Sql, SqlContext } from './definitions.ts'
import { decodeGlobalId } from './global-id.ts'
import { jsonArray, jsonTuple } from './json.ts'
import { type Cost, type Emitted, NULL, type Planner } from './planner.ts'
import { all } from './slots.ts'

/** Rows by global ids: for each type among the ids one branch; ids of other tenants or of nothing find nothing. */
export function emitNodes<Viewer>(
  planner: Planner<Viewer>,
  read: (args: never) => readonly string[],
  context: SqlContext<Viewer>,
  nodes: readonly FieldNode[],
  path: string,
  rowPath: string,
): Emitted {
  const branches: Sql[] = []
  const costs: Cost[] = []
  const codes = context.shape((args) =>
    [...new Set(read(args).map((id) => decodeGlobalId(id)?.code))].sort().join(),
  )
  for (const code of codes.split(',').filter(Boolean).map(Number)) {
    const type = planner.options.registry.byCode(code)
    const guard = type?.guard ?? type?.nodeGuard
    if (!type || !guard) continue
    const reach = planner.reach(guard)
    if (reach === undefined) {
      planner.deny(guard, nodes, path)
      continue
    }
    const alias = planner.alias()
    const asked = planner.alias()
    const { from, where } = planner.source(type, alias, context)
    if (!type.guard && reach !== planner.options.tenantReach)
      where.push(planner.predicate(type, reach)(planner.columns(alias), context))
    const emitted = planner.object(type, alias, nodes, rowPath, true)
    const found = (viewer: Viewer, args: never) =>
      read(args).map((id, position) => {
        const decoded = decodeGlobalId(id)
        const known = decoded?.code === code && decoded.tenant === planner.options.tenant(viewer)
        return { id: known ? decoded.id : null, position }
      })
    const ids = context.arg((args, viewer) => found(viewer, args).map(({ id }) => id))
    const positions = context.arg((args, viewer) => found(viewer, args).map(({ position }) => position))
    const key = sql.ref(`${alias}.${type.key}`)
    branches.push(
      sql`SELECT ${sql.ref(asked)}.position, ${emitted.sql} AS row FROM unnest(${ids}::uuid[], ${positions}::int[]) AS ${sql.ref(asked)}(id, position) JOIN ${from} ON ${key} = ${sql.ref(asked)}.id ${planner.gathered(alias)} WHERE ${all(where)}`,
    )
    costs.push(emitted.cost)
  }
  // Nothing to look for: also for viewers who have no tenant to look in.
  if (branches.length === 0) return NULL
  const cost: Cost = (args) => 1 + costs.reduce((sum, each) => sum + each(args), 0)
  const row = jsonTuple([{ sql: sql`n.position`, writing: 'number', present: true }, { sql: sql`n.row` }])
  const union = sql.join(branches, sql` UNION ALL `)
  return {
    sql: sql`(SELECT ${jsonArray(row)} FROM (${union}) AS n)`,
    cost,
  }
}
