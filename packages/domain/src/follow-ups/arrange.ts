import { addDays, dayOf } from '../calendar/index.ts'
import type { Context } from '../decisions/index.ts'
import type { ContactFacts, FollowUpFacts } from './facts.ts'
import { daysOf, firstHourOf, lastContactOf, nextContactDay, nextContactHour } from './hours.ts'
import { type FollowUpReason, hasEnded, precedenceOf } from './kinds.ts'
import { refusalOf } from './rules.ts'

/** What becomes of one follow-up among the others of its customer. */
export type Arranged =
  | { readonly id: string; readonly status: 'OPEN'; readonly dueAt: Date; readonly because: null }
  | {
      readonly id: string
      readonly status: 'HELD' | 'DROPPED' | 'SUPPRESSED'
      readonly because: FollowUpReason
    }

/**
 * Arranges what is planned for a customer (Q26): what the rules refuse is suppressed; while a complaint is open all is
 * held; of what falls within a week, the one that goes before takes its day and the others move to the 7th day after it,
 * or are dropped where that is more than 7 days late. A contact that has begun keeps its day.
 */
export function arrange(
  followUps: readonly FollowUpFacts[],
  customer: ContactFacts,
  context: Context,
): readonly Arranged[] {
  const { pack, now } = context
  const today = dayOf(now)
  const gap = daysOf(pack, 'contact.min_gap')
  const last = lastContactOf(customer)
  const earliest = last === null ? '' : nextContactDay(last, pack)
  const taken = followUps
    .filter((each) => each.startedAt !== null)
    .map((each) => dayOf(new Date(each.startedAt ?? '')))
  const arranged: Arranged[] = []
  for (const each of [...followUps].sort(before)) {
    if (hasEnded(each.status)) continue
    const { id } = each
    const late = Date.parse(each.latestAt) <= now.getTime()
    if (each.startedAt !== null && !late) {
      arranged.push({ id, status: 'OPEN', dueAt: new Date(each.dueAt), because: null })
      continue
    }
    const refused = refusalOf(each, customer, context)
    if (refused) {
      arranged.push({ id, status: 'SUPPRESSED', because: refused })
    } else if (late) {
      arranged.push({
        id,
        status: 'DROPPED',
        because: customer.openComplaint ? 'COMPLAINT_OPEN' : 'TOO_LATE',
      })
    } else if (customer.openComplaint) {
      arranged.push({ id, status: 'HELD', because: 'COMPLAINT_OPEN' })
    } else {
      const wanted = nextContactHour(new Date(each.wantedAt), pack)
      const free = freeDay([dayOf(wanted), today, earliest].toSorted().at(-1) ?? today, taken, gap)
      const dueAt = slotOf(each, wanted, free, today, context)
      if (dueAt.getTime() >= Date.parse(each.latestAt)) {
        arranged.push({ id, status: 'DROPPED', because: 'TOO_LATE' })
      } else {
        taken.push(free)
        arranged.push({ id, status: 'OPEN', dueAt, because: null })
      }
    }
  }
  return arranged
}

/** What was asked for first goes before, within one kind. */
const before = (a: FollowUpFacts, b: FollowUpFacts) =>
  precedenceOf(a.kind) - precedenceOf(b.kind) || cmp(a.wantedAt, b.wantedAt) || cmp(a.id, b.id)
const cmp = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** The first day from one on that is at least so many days from every day taken, before and after. */
function freeDay(from: string, taken: readonly string[], gap: number): string {
  for (const day of taken.toSorted()) {
    if (from < addDays(day, gap) && day < addDays(from, gap)) from = addDays(day, gap)
  }
  return from
}

/** On its own day at the hour wanted, on another at the first hour. What is overdue and free today stays overdue. */
function slotOf(each: FollowUpFacts, wanted: Date, day: string, today: string, { pack, now }: Context): Date {
  if (day === dayOf(wanted)) return wanted
  const due = new Date(each.dueAt)
  if (day === today && each.status === 'OPEN' && due <= now && due >= wanted) return due
  return firstHourOf(day, pack)
}
