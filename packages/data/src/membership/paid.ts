import { type RawBuilder, sql } from 'kysely'
import type { OrderColumn } from '../orders/index.ts'

/** Which payments count, as SQL: those of days from the first on (`date`), up to and with a moment (`timestamptz`). */
export interface PaidWindow {
  readonly from: RawBuilder<unknown>
  readonly at: RawBuilder<unknown>
}

/** A window of values: the first day `YYYY-MM-DD` in Shanghai, and the moment. */
export const paidWindow = (from: string, at: Date): PaidWindow => ({
  from: sql`${from}::date`,
  at: sql`${at.toISOString()}::timestamptz`,
})

/** Whether an order was paid within a window. */
function paidWithin(order: string, { from, at }: PaidWindow): RawBuilder<boolean> {
  const paidAt = column(order)('paid_at')
  return sql`(${paidAt} >= (${from})::timestamp AT TIME ZONE 'Asia/Shanghai' AND ${paidAt} <= ${at})`
}

/** The day in Shanghai on which an order was paid, `YYYY-MM-DD`. */
function paidDay(order: string): RawBuilder<string> {
  return sql`to_char(${column(order)('paid_at')} AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD')`
}

/**
 * What an order counts towards the tier at a moment, in fen (Q42): paid for its goods less what had been refunded of them
 * by then. Freight never counts; a refund counts with its order, whenever it was booked.
 */
function goodsPaid(order: string, at: RawBuilder<unknown>): RawBuilder<number> {
  const o = column(order)
  return sql`((SELECT COALESCE(sum(paid_line.paid_fen - paid_line.refunded_fen), 0) FROM order_lines paid_line
      WHERE paid_line.shop_id = ${o('shop_id')} AND paid_line.order_id = ${o('id')})
    + CASE WHEN ${o('refunded_fen')} = 0 THEN 0 ELSE (SELECT COALESCE(sum(later_line.amount_fen), 0)
      FROM refunds later JOIN refund_lines later_line ON later_line.shop_id = later.shop_id AND later_line.refund_id = later.id
      WHERE later.shop_id = ${o('shop_id')} AND later.order_id = ${o('id')} AND later.created_at > ${at}) END)`
}

/** What a customer's orders count in a window, in fen; `customer` is the alias of a row with `shop_id` and `customer_id`. */
export function paidInWindow(customer: string, window: PaidWindow): RawBuilder<number> {
  const c = column(customer)
  return sql`(SELECT COALESCE(sum(${goodsPaid('paid', window.at)}), 0)::bigint FROM orders paid
    WHERE paid.shop_id = ${c('shop_id')} AND paid.customer_id = ${c('customer_id')} AND ${paidWithin('paid', window)})`
}

/** The same by payment day, as JSON: pairs of day and fen, the earliest first. */
export function paidByDay(
  customer: string,
  window: PaidWindow,
): RawBuilder<readonly (readonly [day: string, fen: number])[]> {
  const c = column(customer)
  return sql`(SELECT COALESCE(json_agg(json_build_array(of_day.day, of_day.fen) ORDER BY of_day.day), '[]') FROM (
      SELECT ${paidDay('paid')} AS day, sum(${goodsPaid('paid', window.at)})::bigint AS fen FROM orders paid
      WHERE paid.shop_id = ${c('shop_id')} AND paid.customer_id = ${c('customer_id')} AND ${paidWithin('paid', window)}
      GROUP BY 1) of_day)`
}

const column =
  (alias: string): OrderColumn =>
  (name) =>
    sql.ref(`${alias}.${name}`)
