import type { Sql, SqlContext } from '@cs/pothos-kysely'
import { sql } from 'kysely'
import type { Viewer } from '../context.ts'
import { mapper } from '../mapping.ts'

const number = (key: string, description: string) => ({
  type: 'Int',
  description,
  sql: (counts: Sql) => sql`(${counts} ->> ${sql.lit(key)})::integer`,
})

/** What is at hand, counted by state and by how close the next promise is. */
export const CaseCounts = mapper.value(
  'CaseCounts',
  'Cases that are not closed, counted. A case counts as overdue or due by its next promise.',
  {
    atHand: number('atHand', 'All that are not closed.'),
    open: number('open', 'Those that somebody of the shop has to do something about.'),
    waitingForCustomer: number('waitingForCustomer', 'Those that wait for the customer.'),
    waitingForOthers: number('waitingForOthers', 'Those that wait for colleagues, carriers or the platform.'),
    solved: number('solved', 'Those that are solved and not closed yet.'),
    urgent: number('urgent', 'Those of the highest priority.'),
    overdue: number('overdue', 'Those whose next promise is broken.'),
    dueWithinHour: number('dueWithinHour', 'Those whose next promise ends within the hour.'),
  },
)

const when = (condition: Sql) => sql`count(*) FILTER (WHERE ${condition})`
const status = (value: string) => when(sql`k.status = ${sql.lit(value)}`)

/** The moment of the request, to count by. */
const now = (c: SqlContext<Viewer>) => sql`${c.viewer((viewer) => viewer.now)}::timestamptz`

/** The counts of those whose next promise is broken, and of those whose ends within the hour. */
export const dueCounts = (c: SqlContext<Viewer>) => ({
  overdue: when(sql`k.due_at < ${now(c)}`),
  dueWithinHour: when(sql`k.due_at >= ${now(c)} AND k.due_at <= ${now(c)} + interval '1 hour'`),
})

/** One JSON of counts over the cases at hand that `of` picks; they are known as `k`. */
export function countsOf(c: SqlContext<Viewer>, of: Sql): Sql {
  const { from, where } = c.scoped('cases', 'k')
  const { overdue, dueWithinHour } = dueCounts(c)
  return sql`(SELECT json_build_object('atHand', count(*), 'open', ${status('OPEN')},
    'waitingForCustomer', ${status('WAITING_FOR_CUSTOMER')}, 'waitingForOthers', ${status('WAITING_FOR_OTHERS')},
    'solved', ${status('SOLVED')}, 'urgent', ${when(sql`k.priority = 'URGENT'`)},
    'overdue', ${overdue}, 'dueWithinHour', ${dueWithinHour})
    FROM ${from} WHERE ${where} AND k.status <> 'CLOSED' AND ${of})`
}
