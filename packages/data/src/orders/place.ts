import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'

/** A line of an order that is placed. Amounts in fen. */
export interface NewOrderLine {
  readonly id: string
  readonly position: number
  readonly productId: string
  readonly skuId: string
  readonly productName: string
  readonly spec: string
  readonly quantity: number
  readonly unitPriceFen: number
  /** Of its own: the campaign's price, and the tier's. */
  readonly campaignFen: number
  readonly tierFen: number
  /** With its share of what is taken off the whole (Q07). */
  readonly discountFen: number
  readonly pointsSpent: number
  readonly gift: boolean
  readonly customised: boolean
}

/** An order as it is placed: unpaid, nothing of it sent. Amounts in fen. */
export interface NewOrder {
  readonly shopId: string
  readonly id: string
  readonly number: string
  readonly customerId: string
  readonly addressId: string
  readonly source: 'SILENT' | 'CONSULTED'
  readonly presale: boolean
  readonly customised: boolean
  readonly goodsFen: number
  readonly discountFen: number
  readonly freightFen: number
  readonly payableFen: number
  readonly pointsSpent: number
  readonly buyerRemark: string | null
  /** Until when it can be paid. */
  readonly deadline: Date
  readonly lines: readonly NewOrderLine[]
  readonly discounts: readonly {
    readonly kind: string
    readonly amountFen: number
    readonly reference: string | null
    readonly promotionId: string | null
    readonly couponId: string | null
  }[]
  readonly at: Date
}

/** Writes an order with its lines and discounts. Its stock is the caller's to reserve. */
export async function insertOrder(tx: Tx, order: NewOrder): Promise<void> {
  const { shopId, id: orderId } = order
  await tx
    .insertInto('orders')
    .values({
      shop_id: shopId,
      id: orderId,
      number: order.number,
      customer_id: order.customerId,
      trade_status: 'UNPAID',
      physical_status: 'NOT_PRINTED',
      source: order.source,
      presale: order.presale,
      customised: order.customised,
      goods_fen: order.goodsFen,
      discount_fen: order.discountFen,
      freight_fen: order.freightFen,
      payable_fen: order.payableFen,
      points_spent: order.pointsSpent,
      address_id: order.addressId,
      buyer_remark: order.buyerRemark,
      placed_at: order.at,
      trade_deadline_at: order.deadline,
    })
    .execute()
  await tx
    .insertInto('order_lines')
    .values(
      order.lines.map((line) => ({
        shop_id: shopId,
        id: line.id,
        order_id: orderId,
        position: line.position,
        product_id: line.productId,
        sku_id: line.skuId,
        product_name: line.productName,
        spec: line.spec,
        quantity: line.quantity,
        unit_price_fen: line.unitPriceFen,
        campaign_fen: line.campaignFen,
        tier_fen: line.tierFen,
        discount_fen: line.discountFen,
        points_spent: line.pointsSpent,
        gift: line.gift,
        customised: line.customised,
      })),
    )
    .execute()
  if (order.discounts.length > 0) await insertDiscounts(tx, shopId, orderId, order.discounts)
}

async function insertDiscounts(
  tx: Tx,
  shopId: string,
  orderId: string,
  discounts: NewOrder['discounts'],
): Promise<void> {
  await tx
    .insertInto('order_discounts')
    .values(
      discounts.map(({ kind, amountFen, reference, promotionId, couponId }, i) => ({
        shop_id: shopId,
        order_id: orderId,
        position: i + 1,
        kind,
        amount_fen: amountFen,
        reference,
        promotion_id: promotionId,
        coupon_id: couponId,
      })),
    )
    .execute()
}

/**
 * Makes an order found by what its customer is found by, by its own number, and by the phone on its parcel: the last
 * digits always, the whole number where it is known.
 */
export async function makeOrderFound(
  tx: Tx,
  shopId: string,
  order: { readonly id: string; readonly number: string },
  phoneHash: string | null,
): Promise<void> {
  await sql`
    INSERT INTO search_terms (shop_id, entity, entity_id, field, term)
    SELECT o.shop_id, 'ORDER', o.id, t.field, t.term FROM orders o
    CROSS JOIN LATERAL (
      SELECT c.field, c.term FROM search_terms c WHERE c.shop_id = o.shop_id AND c.entity = 'CUSTOMER'
        AND c.entity_id = o.customer_id AND c.field IN ('NAME', 'PHONE_LAST4', 'PHONE_HASH', 'ACCOUNT_HASH')
      UNION SELECT 'NUMBER', ${order.number}::text
      UNION SELECT 'PHONE_LAST4', a.phone_last4 FROM addresses a WHERE a.shop_id = o.shop_id AND a.id = o.address_id
      UNION SELECT 'PHONE_HASH', ${phoneHash}::text WHERE ${phoneHash}::text IS NOT NULL) t
    WHERE o.shop_id = ${shopId} AND o.id = ${order.id}
    ON CONFLICT DO NOTHING`.execute(tx)
}
