import type { OrderFacts } from '@cs/domain/orders'
import { CompiledQuery, sql } from 'kysely'
import type { Db } from '../database/index.ts'
import { orderFacts } from './facts.ts'

/** The facts of an order, without locking it: for asking, not for acting. `null`: no such order in this shop. */
export async function findOrder(
  db: Db,
  shopId: string,
  orderId: string,
  now: Date,
): Promise<OrderFacts | null> {
  text ??= statement(db)
  const { rows } = await db.executeQuery<{ facts: OrderFacts }>(
    CompiledQuery.raw(text, [shopId, orderId, now]),
  )
  return rows[0]?.facts ?? null
}

/** Composed once: it is long, and every command on an order asks it. */
let text: string | undefined

/** Its parameters are numbered by hand. Throws where the facts bring any of their own, which would be numbered alike. */
function statement(db: Db): string {
  const facts = orderFacts('o', sql.raw('$3::timestamptz'))
  const query = sql`SELECT ${facts} AS facts FROM orders o WHERE o.shop_id = $1 AND o.id = $2`.compile(db)
  if (query.parameters.length > 0)
    throw new Error('the facts of an order must not bring parameters of their own')
  return query.sql
}
