import type { Tx } from '../database/index.ts'

/** A problem of an order as it stands. `null`: the order has no such problem. */
export async function findOrderProblem(
  tx: Tx,
  shopId: string,
  orderId: string,
  problemId: string,
): Promise<{ readonly id: string; readonly kind: string; readonly status: string } | null> {
  const row = await tx
    .selectFrom('order_problems')
    .select(['id', 'kind', 'status'])
    .where('shop_id', '=', shopId)
    .where('order_id', '=', orderId)
    .where('id', '=', problemId)
    .executeTakeFirst()
  return row ?? null
}
