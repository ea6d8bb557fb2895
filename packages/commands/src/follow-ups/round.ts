import { inShop, newId } from '@cs/data'
import {
  birthdays,
  type Dated,
  lockRound,
  membersToGreet,
  type PageOf,
  type Round,
  setRound,
  silentSince,
  vipsToCareFor,
} from '@cs/data/follow-ups'
import { recordEvent } from '@cs/data/journal'
import type { Principal } from '@cs/domain/access'
import { addDays, dayOf } from '@cs/domain/calendar'
import {
  birthdaysOn,
  DATED_KINDS,
  type DatedKind,
  daysFrom,
  firstHourOf,
  holidaysWithin,
  VIP_DAY_AT_MOST,
} from '@cs/domain/follow-ups'
import { isAtLeast, TIERS } from '@cs/domain/membership'
import { openRun, originOf, type Run } from '../context.ts'
import { retrying } from '../retry.ts'
import type { CommandDeps } from '../run.ts'
import { planFollowUps } from './plan.ts'

/** Customers that are planned for in one transaction. */
const BATCH = 100

/**
 * Plans what the days since the last round ask for, up to today: birthdays, holidays, VIP care, wake-up and win-back. One
 * batch in one transaction with the place it came to, so that each is planned once and a crash loses nothing. What a worker
 * that was down left behind is planned with its own day: what is too late by now is dropped as such. Answers whether more
 * is left.
 */
export function planRound(
  deps: CommandDeps,
  actor: Extract<Principal, { kind: 'worker' }>,
  batch = BATCH,
): Promise<boolean> {
  return retrying(() =>
    inShop(deps.database, actor.shop, async (tx) => {
      const today = dayOf(deps.now())
      const round = await lockRound(tx, actor.shop, addDays(today, -1))
      if (!round || round.through >= today) return false
      const run = await openRun({ deps, tx, actor, scope: 'shop', commandId: newId(deps.now()) })
      const next = await planBatch(run, round, round.until ?? today, batch)
      await setRound(tx, actor.shop, next)
      return next.until !== null || next.through < today
    }),
  )
}

async function planBatch(run: Run, round: Round, until: string, batch: number): Promise<Round> {
  const kind = round.kind ?? DATED_KINDS[0]
  const days = daysFrom(addDays(round.through, 1), until)
  const calendarTold =
    kind === 'HOLIDAY' ? await tellOfCalendar(run, round.calendarTold, days) : round.calendarTold
  const dated = await asked(run, kind, days, { afterId: round.afterId, now: run.now, limit: batch })
  // The last customer of a full page may have another day behind it: their occasions are known by then.
  const full = dated.length === batch
  const { pack } = run.context
  await planFollowUps(
    run,
    dated.map(({ customerId, occasion, day }) => ({
      kind,
      customerId,
      occasion,
      wantedAt: firstHourOf(day, pack),
    })),
  )
  if (full) return { ...round, until, kind, afterId: lastButOne(dated), calendarTold }
  const following = DATED_KINDS[DATED_KINDS.indexOf(kind) + 1]
  if (following) return { ...round, until, kind: following, afterId: null, calendarTold }
  return { through: until, until: null, kind: null, afterId: null, calendarTold }
}

/** The last customer before the last of a page, as that one's days may go on behind it; the last where all are one's. */
function lastButOne(dated: readonly Dated[]): string | null {
  const last = dated.at(-1)?.customerId ?? null
  return dated.findLast(({ customerId }) => customerId !== last)?.customerId ?? last
}

async function asked(
  { tx, actor, context: { pack } }: Run,
  kind: DatedKind,
  days: readonly string[],
  page: PageOf,
): Promise<readonly Dated[]> {
  const span = { first: days[0] ?? '', last: days.at(-1) ?? '' }
  switch (kind) {
    case 'BIRTHDAY':
      return birthdays(tx, actor.shop, days.flatMap(birthdaysOn), page)
    case 'HOLIDAY': {
      const { holidays } = holidaysWithin(days)
      const tiers = TIERS.filter((tier) => isAtLeast(tier, pack.get('follow_up.holiday_from')))
      return holidays.length === 0
        ? []
        : membersToGreet(
            tx,
            actor.shop,
            tiers,
            holidays.map(({ day }) => day),
            page,
          )
    }
    case 'VIP_CARE':
      return vipsToCareFor(tx, actor.shop, days, VIP_DAY_AT_MOST, page)
    case 'WAKE_UP':
      return silentSince(tx, actor.shop, span, pack.get('lifecycle.silent_days') + 1, page)
    case 'WIN_BACK':
      return silentSince(tx, actor.shop, span, pack.get('lifecycle.churned_days') + 1, page)
  }
}

/** Tells once a year that no holidays are planned because the calendar is not published. Returns the last year told of. */
async function tellOfCalendar(
  run: Run,
  told: number | null,
  days: readonly string[],
): Promise<number | null> {
  const year = holidaysWithin(days).unknown.at(-1)
  if (year === undefined || year === told) return told
  await recordEvent(run.tx, originOf(run), {
    type: 'HolidaysNotPlanned',
    subject: { type: 'Shop', id: run.actor.shop },
    ruleIds: ['FUP-03'],
    data: { year, because: 'CALENDAR_UNKNOWN' },
  })
  return year
}
