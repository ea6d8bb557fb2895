import type { Tx } from '../database/index.ts'

/** Locks SKUs in one order over all transactions, so that two opposite swaps can't lock each other out. */
export async function lockSkus(tx: Tx, shopId: string, skuIds: readonly string[]): Promise<void> {
  await tx
    .selectFrom('skus')
    .select('id')
    .where('shop_id', '=', shopId)
    .where('id', 'in', [...skuIds])
    .orderBy('id')
    .forUpdate()
    .execute()
}
