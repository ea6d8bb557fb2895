import { sql } from 'kysely'
import type { Db, Tx } from '../database/index.ts'

/** How the public price of a line's specification moved since a moment. */
export interface FallRow {
  readonly lowestFen: number
  /** Pieces that the customer keeps. */
  readonly pieces: number
  readonly claimedBefore: boolean
}

/** The lowest public price of a line's specification since a moment, that of now included; `null`: no such line. */
export async function fallSince(
  db: Db,
  shopId: string,
  lineId: string,
  { since, now }: { readonly since: Date; readonly now: Date },
): Promise<FallRow | null> {
  const { rows } = await sql<FallRow>`
    SELECT least(s.price_fen, (SELECT min(h.price_fen) FROM sku_prices h
        WHERE h.shop_id = l.shop_id AND h.sku_id = l.sku_id AND h.since > ${since}::timestamptz AND h.since <= ${now}::timestamptz)) AS "lowestFen",
      l.quantity - l.returned_quantity AS pieces,
      EXISTS (SELECT FROM price_claims c WHERE c.shop_id = l.shop_id AND c.order_line_id = l.id) AS "claimedBefore"
    FROM order_lines l JOIN skus s ON s.shop_id = l.shop_id AND s.id = l.sku_id
    WHERE l.shop_id = ${shopId} AND l.id = ${lineId}`.execute(db)
  return rows[0] ?? null
}

/** A claim under price protection. Amounts in fen. */
export interface PriceClaim {
  readonly shopId: string
  readonly orderId: string
  readonly lineId: string
  readonly refundId: string
  readonly orderedFen: number
  readonly lowestFen: number
  readonly pieces: number
  readonly amountFen: number
  readonly commandId: string
  readonly at: Date
}

/** Writes a claim. False: the line was protected before, and nothing changed. */
export async function addPriceClaim(tx: Tx, claim: PriceClaim): Promise<boolean> {
  const result = await tx
    .insertInto('price_claims')
    .values({
      shop_id: claim.shopId,
      order_line_id: claim.lineId,
      order_id: claim.orderId,
      refund_id: claim.refundId,
      ordered_fen: claim.orderedFen,
      lowest_fen: claim.lowestFen,
      quantity: claim.pieces,
      amount_fen: claim.amountFen,
      claimed_at: claim.at,
      command_id: claim.commandId,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

/** A specification with its public price. */
export interface PricedSku {
  readonly id: string
  readonly productId: string
  readonly priceFen: number
  readonly version: number
}

/** A specification, locked where it is to be changed; `null`: none such in this shop. */
export async function findPricedSku(
  db: Db,
  shopId: string,
  skuId: string,
  { lock = false }: { readonly lock?: boolean } = {},
): Promise<PricedSku | null> {
  const found = db
    .selectFrom('skus')
    .select(['id', 'product_id as productId', 'price_fen as priceFen', 'version'])
    .where('shop_id', '=', shopId)
    .where('id', '=', skuId)
  return (await (lock ? found.forUpdate() : found).executeTakeFirst()) ?? null
}

/**
 * Gives a locked specification another public price from a moment on, and keeps the earlier ones. Its product shows the
 * lowest price of what is sold of it. Returns the new version.
 */
export async function changePrice(
  tx: Tx,
  change: {
    readonly shopId: string
    readonly sku: PricedSku
    readonly priceFen: number
    readonly changedBy: string | null
    readonly at: Date
  },
): Promise<number> {
  const { shopId, sku, priceFen, at } = change
  await sql`
    INSERT INTO sku_prices (shop_id, sku_id, since, price_fen, changed_by)
    VALUES (${shopId}, ${sku.id}, ${at}, ${priceFen}, ${change.changedBy})
    ON CONFLICT (shop_id, sku_id, since) DO UPDATE SET price_fen = EXCLUDED.price_fen, changed_by = EXCLUDED.changed_by`.execute(
    tx,
  )
  const changed = await tx
    .updateTable('skus')
    .set({ price_fen: priceFen, version: sql`version + 1` })
    .where('shop_id', '=', shopId)
    .where('id', '=', sku.id)
    .returning('version')
    .executeTakeFirstOrThrow()
  await sql`
    UPDATE products p SET price_fen = (SELECT min(s.price_fen) FROM skus s
      WHERE s.shop_id = p.shop_id AND s.product_id = p.id AND s.active)
    WHERE p.shop_id = ${shopId} AND p.id = ${sku.productId}
      AND EXISTS (SELECT FROM skus s WHERE s.shop_id = p.shop_id AND s.product_id = p.id AND s.active)`.execute(
    tx,
  )
  return changed.version
}
