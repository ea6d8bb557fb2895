import type { Tier, TierState } from '@cs/domain/membership'
import { type Fen, fen } from '@cs/domain/money'
import { type RawBuilder, sql } from 'kysely'
import { isServed } from '../customers/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { type PaidWindow, paidByDay, paidInWindow } from './paid.ts'

/** A member as the tier is judged: how it stands, and what was paid for goods in a window. */
export interface Standing {
  readonly customerId: string
  readonly state: TierState
  readonly paidFen: Fen
  /** Was not forgotten, and is no duplicate: else nothing is told. */
  readonly served: boolean
}

interface Row {
  readonly customerId: string
  readonly tier: Tier
  readonly since: string
  readonly to: Tier | null
  readonly on: string | null
  readonly paidFen: number
  readonly served: boolean
}

/** One member, locked until the transaction ends; `null`: no member. The sum is read once the lock is held. */
export async function lockStanding(
  tx: Tx,
  shopId: string,
  customerId: string,
  window: PaidWindow,
): Promise<Standing | null> {
  const [found] = await lockStandings(tx, shopId, [customerId], window)
  return found ?? null
}

/** Members, locked in the order of their ids, with sums read once all locks are held. */
export async function lockStandings(
  tx: Tx,
  shopId: string,
  customerIds: readonly string[],
  window: PaidWindow,
): Promise<readonly Standing[]> {
  const among = sql`m.customer_id = ANY(${customerIds}::uuid[])`
  await sql`SELECT 1 FROM members m WHERE m.shop_id = ${shopId} AND ${among} ORDER BY m.customer_id FOR UPDATE`.execute(
    tx,
  )
  return standings(tx, sql`m.shop_id = ${shopId} AND ${among}`, window, customerIds.length)
}

/** The next members of a shop in the order of their ids, after one of them, as they stand. Nothing is locked. */
export function nextStandings(
  db: Db,
  shopId: string,
  after: string | null,
  window: PaidWindow,
  batch: number,
): Promise<readonly Standing[]> {
  const beyond = after === null ? sql`true` : sql`m.customer_id > ${after}::uuid`
  return standings(db, sql`m.shop_id = ${shopId} AND ${beyond}`, window, batch)
}

async function standings(
  db: Db,
  where: RawBuilder<unknown>,
  window: PaidWindow,
  most: number,
): Promise<readonly Standing[]> {
  const { rows } = await sql<Row>`
    SELECT m.customer_id AS "customerId", m.tier, m.tier_since AS since, m.lowers_to AS "to", m.lowers_on AS "on",
      ${paidInWindow('m', window)} AS "paidFen", ${isServed('c')} AS served
    FROM (SELECT * FROM members m WHERE ${where} ORDER BY m.customer_id LIMIT ${most}) m
      JOIN customers c ON c.shop_id = m.shop_id AND c.id = m.customer_id
    ORDER BY m.customer_id`.execute(db)
  return rows.map(({ customerId, tier, since, to, on, paidFen, served }) => ({
    customerId,
    state: { tier, since, notice: to && on ? { to, on } : null },
    paidFen: fen(paidFen),
    served,
  }))
}

/** What a customer paid for goods in a window less refunds, in fen; members or not. */
export async function paidBy(db: Db, shopId: string, customerId: string, window: PaidWindow): Promise<Fen> {
  const { rows } = await sql<{ paidFen: number }>`SELECT ${paidInWindow('k', window)} AS "paidFen"
    FROM (SELECT ${shopId}::uuid AS shop_id, ${customerId}::uuid AS customer_id) k`.execute(db)
  return fen(rows[0]?.paidFen ?? 0)
}

/** What members paid for goods in a window less refunds, by payment day, the earliest first. */
export async function paidDays(
  db: Db,
  shopId: string,
  customerIds: readonly string[],
  window: PaidWindow,
): Promise<ReadonlyMap<string, readonly (readonly [day: string, fen: number])[]>> {
  const { rows } = await sql<{ customerId: string; paid: readonly (readonly [string, number])[] }>`
    SELECT k.customer_id AS "customerId", ${paidByDay('k', window)} AS paid
    FROM (SELECT ${shopId}::uuid AS shop_id, unnest(${customerIds}::uuid[]) AS customer_id) k`.execute(db)
  return new Map(rows.map(({ customerId, paid }) => [customerId, paid]))
}

/** Whether a customer is a member, the customer locked until the transaction ends; `null`: no such customer in the shop. */
export async function isMember(tx: Tx, shopId: string, customerId: string): Promise<boolean | null> {
  const customer = await tx
    .selectFrom('customers')
    .select('id')
    .where('shop_id', '=', shopId)
    .where('id', '=', customerId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!customer) return null
  const member = await tx
    .selectFrom('members')
    .select('tier')
    .where('shop_id', '=', shopId)
    .where('customer_id', '=', customerId)
    .executeTakeFirst()
  return member !== undefined
}

export interface NewMember {
  readonly shopId: string
  readonly customerId: string
  /** The number people see. */
  readonly number: string
  readonly tier: Tier
  /** `YYYY-MM-DD`. */
  readonly since: string
  readonly at: Date
}

/** Writes a member without points. */
export async function addMember(tx: Tx, member: NewMember): Promise<void> {
  await tx
    .insertInto('members')
    .values({
      shop_id: member.shopId,
      customer_id: member.customerId,
      number: member.number,
      tier: member.tier,
      tier_since: member.since,
      joined_at: member.at,
    })
    .execute()
}

/** The tier of a customer now; `null`: no member. */
export async function tierOf(db: Db, shopId: string, customerId: string): Promise<Tier | null> {
  const row = await db
    .selectFrom('members')
    .select('tier')
    .where('shop_id', '=', shopId)
    .where('customer_id', '=', customerId)
    .executeTakeFirst()
  return (row?.tier as Tier | undefined) ?? null
}

/** A locked order is dispatched before those of members without that right. */
export async function dispatchFirst(tx: Tx, shopId: string, orderId: string): Promise<void> {
  await tx
    .updateTable('orders')
    .set({ dispatch_rank: 0 })
    .where('shop_id', '=', shopId)
    .where('id', '=', orderId)
    .execute()
}
