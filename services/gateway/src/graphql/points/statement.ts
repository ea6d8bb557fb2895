import type { Columns, SqlContext } from '@cs/pothos-kysely'
import { GraphQLError } from 'graphql'
import { type RawBuilder, sql } from 'kysely'
import { builder } from '../builder.ts'
import type { Viewer } from '../context.ts'
import { PointsKind, PointsState } from '../enums.ts'

interface Balance {
  readonly at: string
  readonly pending: number
  readonly available: number
  readonly held: number
}
interface Total {
  readonly kind: string
  readonly state: string
  readonly points: number
  readonly entries: number
}
interface Statement {
  readonly opening: Balance
  readonly totals: readonly Total[]
  readonly closing: Balance
}

const PointsBalance = builder.objectRef<Balance>('PointsBalance').implement({
  description: 'The points of a member at a moment: the sums of all entries before it.',
  fields: (t) => ({
    at: t.field({ type: 'DateTime', description: 'The moment.', resolve: ({ at }) => new Date(at) }),
    pending: t.exposeInt('pending', { description: 'Points that were waiting for receipt.' }),
    available: t.exposeInt('available', { description: 'Points that could be spent; may be negative.' }),
    held: t.exposeInt('held', { description: 'Points that were set aside.' }),
  }),
})

const PointsTotal = builder.objectRef<Total>('PointsTotal').implement({
  description: 'What entries of one kind brought to one account in a period.',
  fields: (t) => ({
    kind: t.field({ type: PointsKind, description: 'The kind.', resolve: ({ kind }) => kind as never }),
    state: t.field({
      type: PointsState,
      description: 'The account.',
      resolve: ({ state }) => state as never,
    }),
    points: t.exposeInt('points', { description: 'Their sum.' }),
    entries: t.exposeInt('entries', { description: 'How many.' }),
  }),
})

const PointsStatement = builder.objectRef<Statement>('PointsStatement').implement({
  description:
    'A statement of points over a period: what was there, what moved, what is there then. Opening and totals sum to closing; the entries themselves are `entries(filter: { from, before })`.',
  fields: (t) => ({
    opening: t.field({ type: PointsBalance, description: 'At its beginning.', resolve: (s) => s.opening }),
    totals: t.field({
      type: [PointsTotal],
      description: 'What moved, by kind and account.',
      resolve: (s) => [...s.totals],
    }),
    closing: t.field({ type: PointsBalance, description: 'At its end.', resolve: (s) => s.closing }),
  }),
})

type Member = Columns<{ customer_id: string }>
type Context = SqlContext<Viewer>
interface Period {
  readonly from: Date
  readonly before: Date
}

const iso = (at: Date) => new Date(at).toISOString()

function balanceBefore(m: Member, c: Context, at: unknown) {
  const { from, where } = c.scoped('points_entries', 'pe')
  const sum = (account: string) =>
    sql`coalesce(sum(pe.points) FILTER (WHERE pe.account = ${sql.lit(account)}), 0)`
  return sql`(SELECT json_build_object('at', ${at}::timestamptz, 'pending', ${sum('PENDING')}, 'available', ${sum('AVAILABLE')}, 'held', ${sum('HELD')})
    FROM ${from} WHERE ${where} AND pe.customer_id = ${m.customer_id} AND pe.occurred_at < ${at}::timestamptz)`
}

/** The balance at a moment. */
export const balanceField = {
  type: PointsBalance,
  description: 'The points at any time: the sums of all entries before it.',
  cost: 5,
  args: (arg: (options: object) => unknown) => ({
    at: arg({ type: 'DateTime', required: true, description: 'The moment.' }),
  }),
  reads: (m: Member, c: Context) =>
    balanceBefore(
      m,
      c,
      c.arg((args: { at: Date }) => iso(args.at)),
    ) as RawBuilder<Balance>,
  run: async (balance: Balance) => balance,
}

/** The statement of a period. */
export const statementField = {
  type: PointsStatement,
  description: 'What was there at the beginning of a period, what moved in it, and what is there at its end.',
  cost: 10,
  args: (arg: (options: object) => unknown) => ({
    from: arg({ type: 'DateTime', required: true, description: 'From then on.' }),
    before: arg({ type: 'DateTime', required: true, description: 'Before then.' }),
  }),
  reads: (m: Member, c: Context) => {
    const start = c.arg((args: Period) => iso(args.from))
    const end = c.arg((args: Period) => periodEnd(args))
    const { from, where } = c.scoped('points_entries', 'pt')
    return sql`json_build_object('opening', ${balanceBefore(m, c, start)}, 'closing', ${balanceBefore(m, c, end)},
      'totals', coalesce((SELECT json_agg(t ORDER BY t.kind, t.state) FROM (
        SELECT pt.kind, pt.account AS state, sum(pt.points) AS points, count(*) AS entries FROM ${from}
        WHERE ${where} AND pt.customer_id = ${m.customer_id} AND pt.occurred_at >= ${start}::timestamptz AND pt.occurred_at < ${end}::timestamptz
        GROUP BY 1, 2) t), '[]'))` as RawBuilder<Statement>
  },
  run: async (statement: Statement) => statement,
}

/** The end of a period. Throws BAD_USER_INPUT where it is before its beginning. */
function periodEnd({ from, before }: Period): string {
  if (new Date(before) > new Date(from)) return iso(before)
  throw new GraphQLError('The period must end after it begins.', {
    extensions: { code: 'BAD_USER_INPUT', argument: 'before' },
  })
}
