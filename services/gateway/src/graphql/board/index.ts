import type { Permission } from '@cs/domain/access'
import type { SqlContext } from '@cs/pothos-kysely'
import { sql } from 'kysely'
import './team-load.ts'
import { Scope } from '../access/index.ts'
import { builder } from '../builder.ts'
import { reach, type Viewer } from '../context.ts'
import { CaseKind, CaseStatus } from '../enums.ts'
import { mapper } from '../mapping.ts'
import { CaseCounts, countsOf, dueCounts } from './counts.ts'

interface Count {
  readonly kind: string
  readonly status: string
  readonly cases: number
  readonly overdue: number
  readonly dueWithinHour: number
}

const BoardCount = builder.objectRef<Count>('BoardCount').implement({
  description: 'The cases of one kind in one state.',
  fields: (t) => ({
    kind: t.field({ type: CaseKind, description: 'Of this kind.', resolve: (c) => c.kind as never }),
    status: t.field({ type: CaseStatus, description: 'In this state.', resolve: (c) => c.status as never }),
    cases: t.exposeInt('cases', { description: 'How many.' }),
    overdue: t.exposeInt('overdue', { description: 'Of these, whose next promise is broken.' }),
    dueWithinHour: t.exposeInt('dueWithinHour', {
      description: 'Of these, whose next promise ends within the hour.',
    }),
  }),
})

/** The agents whose work a permission reaches; `null`: everybody's. */
const agentsWithin = (permission: Permission) => (viewer: Viewer) => {
  const { principal } = viewer
  if (reach(viewer, permission) === 'shop' || principal.kind !== 'agent') return null
  return reach(viewer, permission) === 'team' ? [principal.id, ...principal.team] : [principal.id]
}

/** The cases `k` within the viewer's board: owned by or assigned to whom it reaches. */
const onBoard = (c: SqlContext<Viewer>) => {
  const agents = sql`${c.viewer(agentsWithin('board.read'))}::uuid[]`
  return sql`(${agents} IS NULL OR k.owner_id = ANY(${agents}) OR k.assignee_id = ANY(${agents}))`
}

/** The board of one viewer: a shop has one row, and what is counted lies within the viewer's scope. */
export const Board = mapper.type('Board', 'shops', {
  tenantColumn: 'id',
  guard: 'board.read',
  description:
    'The work at hand, counted now: one’s own, the team’s or the shop’s, as far as the grade reaches.',
  reaches: { own: () => sql`true`, team: () => sql`true` },
})

Board.fields((f) => ({
  scope: f.expr((_, c) => sql`${c.viewer((viewer) => reach(viewer, 'board.read'))}::text`, {
    type: Scope,
    description: 'Whose work is counted: owned or worked on by the viewer, by the team, by anybody.',
  }),
  at: f.expr((_, c) => sql`${c.viewer((viewer) => viewer.now)}::timestamptz`, {
    type: 'DateTime',
    description: 'When it was counted.',
  }),
  totals: f.embed(CaseCounts, (_, c) => countsOf(c, onBoard(c)), {
    description: 'Over all kinds.',
  }),
  counts: f.domain<readonly Count[], readonly Count[]>({
    type: [BoardCount],
    description: 'By kind and state; what there is none of is left out.',
    reads: (_, c) => {
      const { from, where } = c.scoped('cases', 'k')
      const { overdue, dueWithinHour } = dueCounts(c)
      return sql`(SELECT coalesce(json_agg(n ORDER BY n.kind, n.status), '[]'::json) FROM (
        SELECT k.kind, k.status, count(*) AS cases, ${overdue} AS overdue, ${dueWithinHour} AS "dueWithinHour"
        FROM ${from} WHERE ${where} AND k.status <> 'CLOSED' AND ${onBoard(c)} GROUP BY k.kind, k.status) AS n)`
    },
    run: (counts) => counts,
  }),
  approvalsPending: f.expr(
    (_, c) => {
      const { from, where } = c.scoped('approvals', 'a')
      const agents = sql`${c.viewer(agentsWithin('approval.read'))}::uuid[]`
      return sql`(SELECT count(*)::integer FROM ${from} WHERE ${where} AND a.status = 'PENDING'
        AND (${agents} IS NULL OR a.requested_by = ANY(${agents})))`
    },
    {
      type: 'Int',
      guard: 'approval.read',
      description: 'Requests for approval that wait for a decision, as far as the viewer sees them.',
    },
  ),
  handoverItems: f.expr(
    (_, c) => {
      const { from, where } = c.scoped('handover_items', 'h')
      return sql`(SELECT count(*)::integer FROM ${from} WHERE ${where} AND h.status = 'OPEN')`
    },
    {
      type: 'Int',
      guard: 'handover.read',
      description: 'Items of the last shifts that nobody took over yet (OPS-SHF-02).',
    },
  ),
}))

builder.queryField('board', (t) =>
  mapper.read(t, (f) =>
    f.one(Board, {
      description: 'The work at hand in numbers, as far as the viewer’s grade reaches.',
      where: (s, _parent, c) => sql`${s.id} = ${c.tenant}`,
    }),
  ),
)
