import type { Permission } from '@cs/domain/access'
import type { Columns, Sql, SqlContext } from '@cs/pothos-kysely'
import { aliasOf } from '@cs/pothos-kysely'
import { sql } from 'kysely'
import { caseIdOf, cursorSql } from '../../live/index.ts'
import { Approval } from '../approvals/index.ts'
import { Board } from '../board/index.ts'
import { builder } from '../builder.ts'
import { Case } from '../cases/index.ts'
import { Clock } from '../clocks/types.ts'
import type { RequestContext, Viewer } from '../context.ts'
import { mapper } from '../mapping.ts'
import { openSubscription } from './deliveries.ts'
import { TOPICS } from './topics.ts'

const CaseChange = mapper.type('CaseChange', 'events', { description: 'Something happened to a case.' })
const ClockWarning = mapper.type('ClockWarning', 'events', {
  description: 'A promise runs out, or is broken.',
})
const ApprovalRequest = mapper.type('ApprovalRequest', 'events', { description: 'An approval is asked for.' })
const BoardChange = mapper.type('BoardChange', 'events', {
  description: 'The counts of the board have changed.',
})

type EventRow = Parameters<Parameters<typeof CaseChange.fields>[0]>[0]
type Row = { readonly seq: Sql; readonly data: Sql }

/** What every delivery says. */
const told = (f: EventRow) => ({
  cursor: f.expr((e) => cursorSql(e.seq), {
    type: 'String',
    description: 'Subscribe `after` it to go on behind this delivery.',
  }),
  type: f.col('type', { type: 'String', description: 'What happened, such as `AfterSaleApproved`.' }),
  at: f.col('occurred_at', { type: 'DateTime', description: 'When.' }),
})

const caseOf = (event: Row) => sql`(${sql.raw(caseIdOf(`"${aliasOf(event)}"`))})`
const named = (event: Row, name: string) => sql`(${event.data}->>${sql.lit(name)})::uuid`

CaseChange.fields((f) => ({
  ...told(f),
  case: f.one(Case, {
    description: 'The case as it is now.',
    where: (c, e) => sql`${c.id} = ${caseOf(e)}`,
  }),
}))

ClockWarning.fields((f) => ({
  ...told(f),
  clock: f.one(Clock, {
    description: 'The promise as it is now.',
    where: (k, e) => sql`${k.id} = ${named(e, 'clockId')}`,
  }),
}))

ApprovalRequest.fields((f) => ({
  ...told(f),
  approval: f.one(Approval, {
    description: 'The request as it is now.',
    where: (a, e) => sql`${a.id} = ${named(e, 'approvalId')}`,
  }),
}))

BoardChange.fields((f) => ({
  ...told(f),
  board: f.one(Board, {
    description: 'The board, counted now.',
    where: (s, _event, c) => sql`${s.id} = ${c.tenant}`,
  }),
}))

/** The event that is delivered. */
const thisOne = (event: Row, c: SqlContext<Viewer>) =>
  sql`${event.seq} = ${c.parent((parent: { seq: number }) => parent.seq)}::bigint`

interface LiveField {
  readonly type: typeof CaseChange
  readonly permission: Permission
  readonly description: string
  /** The name of the filter of the list that it keeps fresh. */
  readonly filter?: string
  /** Whether what it is about is in the viewer's list. */
  readonly listed?: (event: Columns<never> & Row, c: SqlContext<Viewer>) => Sql
}

function liveField(name: keyof typeof TOPICS, field: LiveField): void {
  builder.subscriptionField(name, (t) =>
    mapper.follow(
      t,
      (f) =>
        f.one(field.type, {
          guard: field.permission,
          description: field.description,
          args: (arg) => ({
            ...(field.filter ? { filter: arg({ type: field.filter, description: 'Which ones.' }) } : {}),
            after: arg({
              type: 'String',
              description: 'The cursor of the last delivery, or `Shop.liveCursor`; left out: from now on.',
            }),
          }),
          where: (e, _parent, c) =>
            field.listed ? sql`${thisOne(e, c)} AND ${field.listed(e as never, c)}` : thisOne(e, c),
        }),
      {
        event: ({ event }: RequestContext) => event,
        open: (followed, { after }: { after?: string | null }, context: RequestContext) =>
          openSubscription(followed, TOPICS[name], after, context),
      },
    ),
  )
}

liveField('caseChanged', {
  type: CaseChange,
  permission: 'case.read',
  filter: 'CaseFilter',
  description:
    'What happens to the cases that `cases` with the same filter lists at that moment. A case that has left the list is not told of.',
  listed: (e, c) => c.listed(Case, (row) => sql`${row.id} = ${caseOf(e)}`),
})

liveField('clockWarned', {
  type: ClockWarning,
  permission: 'clock.read',
  filter: 'ClockFilter',
  description:
    'Promises within the filter of `clocks`: most of their time is over (`ClockWarned`), or their latest time is (`ClockBreached`). Told also where they have been kept since.',
  listed: (e, c) => c.listed(Clock, (row) => sql`${row.id} = ${named(e, 'clockId')}`),
})

liveField('approvalRequested', {
  type: ApprovalRequest,
  permission: 'approval.read',
  filter: 'ApprovalFilter',
  description: 'Requests for approval, as far as `approvals` with the same filter lists them.',
  listed: (e, c) => c.listed(Approval, (row) => sql`${row.id} = ${named(e, 'approvalId')}`),
})

liveField('boardChanged', {
  type: BoardChange,
  permission: 'board.read',
  description:
    '`board` may count otherwise now: something happened to cases, promises, requests for approval or shifts. Of what happens together the last is told.',
})
