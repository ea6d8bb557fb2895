import type { DatedKind } from '@cs/domain/follow-ups'
import type { Tier } from '@cs/domain/membership'
import { sql } from 'kysely'
import type { DuePlace } from '../clocks/index.ts'
import { isServed } from '../customers/index.ts'
import type { Db, Tx } from '../database/index.ts'

/** A customer whom a date asks to contact. */
export interface Dated {
  readonly customerId: string
  readonly occasion: string
  /** The day `YYYY-MM-DD` that asks for it. */
  readonly day: string
}

/** Where a round of a shop stands. Days are `YYYY-MM-DD`, included. */
export interface Round {
  readonly through: string
  /** `null`: none is under way. */
  readonly until: string | null
  readonly kind: DatedKind | null
  readonly afterId: string | null
  readonly calendarTold: number | null
}

/** The round of a shop, locked; a new shop begins with `yesterday` done. `null`: another worker is at it. */
export async function lockRound(tx: Tx, shopId: string, yesterday: string): Promise<Round | null> {
  await sql`INSERT INTO follow_up_rounds (shop_id, through) VALUES (${shopId}, ${yesterday}::date)
    ON CONFLICT DO NOTHING`.execute(tx)
  const { rows } = await sql<Round>`
    SELECT through, until, kind, after_id AS "afterId", calendar_told AS "calendarTold"
    FROM follow_up_rounds WHERE shop_id = ${shopId} FOR UPDATE SKIP LOCKED`.execute(tx)
  return rows[0] ?? null
}

export async function setRound(tx: Tx, shopId: string, round: Round): Promise<void> {
  await sql`UPDATE follow_up_rounds SET through = ${round.through}::date, until = ${round.until}::date, kind = ${round.kind},
      after_id = ${round.afterId}::uuid, calendar_told = ${round.calendarTold}::smallint
    WHERE shop_id = ${shopId}`.execute(tx)
}

const AFTER = (afterId: string | null) => afterId ?? '00000000-0000-0000-0000-000000000000'
const SHANGHAI = 'Asia/Shanghai'
const contactable = (now: Date) =>
  sql`NOT c.do_not_contact AND ${isServed('c')} AND (c.blacklisted_until IS NULL OR c.blacklisted_until <= ${now})`

/** Who has a birthday among these; the occasion is its day. */
export async function birthdays(
  tx: Tx,
  shopId: string,
  days: readonly { readonly day: string; readonly month: number; readonly dayOfMonth: number }[],
  { afterId, now, limit }: PageOf,
): Promise<readonly Dated[]> {
  const { rows } = await sql<Dated>`
    SELECT c.id AS "customerId", to_char(d.day, 'YYYY') AS occasion, to_char(d.day, 'YYYY-MM-DD') AS day
    FROM unnest(${days.map(({ day }) => day)}::date[], ${days.map(({ month }) => month)}::smallint[],
      ${days.map(({ dayOfMonth }) => dayOfMonth)}::smallint[]) AS d (day, month, day_of_month)
    JOIN customers c ON c.shop_id = ${shopId} AND c.birth_month = d.month AND c.birth_day = d.day_of_month
    WHERE c.id > ${AFTER(afterId)} AND ${contactable(now)} ORDER BY c.id, d.day LIMIT ${limit}`.execute(tx)
  return rows
}

/** A page of customers: behind one, so many. */
export interface PageOf {
  readonly afterId: string | null
  readonly now: Date
  readonly limit: number
}

/** Members of these tiers, once for each holiday. */
export async function membersToGreet(
  tx: Tx,
  shopId: string,
  tiers: readonly Tier[],
  holidays: readonly string[],
  { afterId, now, limit }: PageOf,
): Promise<readonly Dated[]> {
  const { rows } = await sql<Dated>`
    SELECT c.id AS "customerId", to_char(h.day, 'YYYY-MM-DD') AS occasion, to_char(h.day, 'YYYY-MM-DD') AS day
    FROM members m JOIN customers c ON c.shop_id = m.shop_id AND c.id = m.customer_id
      CROSS JOIN unnest(${[...holidays]}::date[]) AS h (day)
    WHERE m.shop_id = ${shopId} AND m.tier = ANY(${[...tiers]}::text[]) AND m.customer_id > ${AFTER(afterId)}
      AND ${contactable(now)}
    ORDER BY m.customer_id, h.day LIMIT ${limit}`.execute(tx)
  return rows
}

/** VIPs whose day of the month is among these days: that on which they became customers, `atMost` at the latest. */
export async function vipsToCareFor(
  tx: Tx,
  shopId: string,
  days: readonly string[],
  atMost: number,
  { afterId, now, limit }: PageOf,
): Promise<readonly Dated[]> {
  const { rows } = await sql<Dated>`
    SELECT c.id AS "customerId", to_char(d.day, 'YYYY-MM') AS occasion, to_char(d.day, 'YYYY-MM-DD') AS day
    FROM customers c JOIN unnest(${[...days]}::date[]) AS d (day)
      ON extract(day FROM d.day) = least(extract(day FROM c.created_at AT TIME ZONE ${SHANGHAI}), ${atMost})
    WHERE c.shop_id = ${shopId} AND c.vip AND c.id > ${AFTER(afterId)} AND ${contactable(now)}
    ORDER BY c.id, d.day LIMIT ${limit}`.execute(tx)
  return rows
}

/** Whose last order was so many days before one of these days: the occasion is the day of that order. */
export async function silentSince(
  tx: Tx,
  shopId: string,
  days: { readonly first: string; readonly last: string },
  after: number,
  { afterId, now, limit }: PageOf,
): Promise<readonly Dated[]> {
  const { rows } = await sql<Dated>`
    SELECT c.id AS "customerId", to_char(c.last_order_at AT TIME ZONE ${SHANGHAI}, 'YYYY-MM-DD') AS occasion,
      to_char((c.last_order_at AT TIME ZONE ${SHANGHAI})::date + ${after}::int, 'YYYY-MM-DD') AS day
    FROM customers c
    WHERE c.shop_id = ${shopId} AND c.id > ${AFTER(afterId)} AND ${contactable(now)}
      AND c.last_order_at >= (${days.first}::date - ${after}::int)::timestamp AT TIME ZONE ${SHANGHAI}
      AND c.last_order_at < (${days.last}::date - ${after}::int + 1)::timestamp AT TIME ZONE ${SHANGHAI}
    ORDER BY c.id LIMIT ${limit}`.execute(tx)
  return rows
}

/** The shops whose round of a day is to be made. The worker's. */
export async function shopsToPlan(
  db: Db,
  today: string,
  afterId: string,
  batch: number,
): Promise<readonly string[]> {
  const { rows } = await sql<{ shopId: string }>`
    SELECT shop_id AS "shopId" FROM cs.due_follow_up_rounds(${today}::date, ${afterId}::uuid, ${batch})`.execute(
    db,
  )
  return rows.map(({ shopId }) => shopId)
}

/** A follow-up with which something is due. */
export interface DueFollowUp {
  readonly shopId: string
  readonly id: string
  readonly due: 'PREPARE' | 'DROP'
  readonly dueAt: Date
}

/** The next follow-ups, over all shops, to be prepared up to `ahead` or dropped at a time. The worker's. */
export async function dueFollowUps(
  db: Db,
  at: Date,
  ahead: Date,
  after: DuePlace,
  batch: number,
): Promise<readonly DueFollowUp[]> {
  const { rows } = await sql<DueFollowUp>`
    SELECT shop_id AS "shopId", id, due, due_at AS "dueAt"
    FROM cs.due_follow_ups(${at}, ${ahead}, ${after.at}, ${after.id}, ${batch})`.execute(db)
  return rows
}
