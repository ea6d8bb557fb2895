import type { Tier } from '@cs/domain/membership'
import { sql } from 'kysely'
import { isServed } from '../customers/index.ts'
import type { Db } from '../database/index.ts'

/** Who buys, as far as a price and a decision ask. */
export interface Buyer {
  readonly id: string
  readonly version: number
  /** `null`: no member. */
  readonly tier: Tier | null
  readonly blacklisted: boolean
  readonly riskScore: number
  /** No order yet but such that were cancelled (PRC-17). */
  readonly firstPurchase: boolean
  /** When they last said something in a consultation; `null`: never. */
  readonly consultedAt: Date | null
}

/**
 * A customer who is to buy; `null`: none such in this shop, or a record that went into another one or was erased.
 * Locked, one order of a customer is placed after the other: whatever counts per customer counts right.
 */
export async function findBuyer(
  db: Db,
  shopId: string,
  customerId: string,
  now: Date,
  { lock = false }: { readonly lock?: boolean } = {},
): Promise<Buyer | null> {
  if (lock) {
    await sql`SELECT FROM customers WHERE shop_id = ${shopId} AND id = ${customerId} FOR NO KEY UPDATE`.execute(
      db,
    )
  }
  const { rows } = await sql<Buyer>`
    SELECT c.id, c.version, m.tier, c.risk_score AS "riskScore",
      NOT EXISTS (SELECT FROM orders o WHERE o.shop_id = c.shop_id AND o.customer_id = c.id
        AND o.trade_status <> 'CANCELLED') AS "firstPurchase",
      COALESCE(c.blacklisted_until > ${now}::timestamptz, false) AS blacklisted,
      (SELECT max(COALESCE(t.last_customer_at, t.opened_at)) FROM cases t
        WHERE t.shop_id = c.shop_id AND t.customer_id = c.id AND t.kind = 'CONSULTATION') AS "consultedAt"
    FROM customers c LEFT JOIN members m ON m.shop_id = c.shop_id AND m.customer_id = c.id
    WHERE c.shop_id = ${shopId} AND c.id = ${customerId} AND ${isServed('c')}`.execute(db)
  return rows[0] ?? null
}

/** A specification as it is sold. `stock` is what nobody has reserved. */
export interface SkuForSale {
  readonly id: string
  readonly productId: string
  readonly productName: string
  readonly spec: string
  readonly priceFen: number
  readonly stock: number
  readonly active: boolean
  readonly customised: boolean
  readonly cancellable: boolean
  readonly minQuantity: number | null
  readonly maxQuantity: number | null
  /** Hours from payment to dispatch (C-33). */
  readonly dispatchHours: number
  readonly presale: boolean
  readonly balanceOpensAt: Date | null
  readonly changeableUntil: Date | null
  readonly shipFrom: Date | null
}

/** Specifications with what their products say of them; those that the shop does not have are left out. */
export async function skusForSale(
  db: Db,
  shopId: string,
  skuIds: readonly string[],
): Promise<readonly SkuForSale[]> {
  if (skuIds.length === 0) return []
  return db
    .selectFrom('skus as s')
    .innerJoin('products as p', (join) =>
      join.onRef('p.shop_id', '=', 's.shop_id').onRef('p.id', '=', 's.product_id'),
    )
    .select([
      's.id',
      's.product_id as productId',
      'p.name as productName',
      's.spec',
      's.price_fen as priceFen',
      sql<number>`s.stock - s.reserved`.as('stock'),
      sql<boolean>`s.active AND p.status = 'ON_SALE'`.as('active'),
      'p.customised',
      'p.cancellable',
      'p.min_quantity as minQuantity',
      'p.max_quantity as maxQuantity',
      'p.dispatch_hours as dispatchHours',
      'p.presale',
      'p.balance_opens_at as balanceOpensAt',
      'p.changeable_until as changeableUntil',
      'p.ship_from_at as shipFrom',
    ])
    .where('s.shop_id', '=', shopId)
    .where('s.id', 'in', [...skuIds])
    .execute()
}

/** An address of a customer, without what is in the vault; `null`: the customer has no such address. */
export async function findAddressOf(db: Db, shopId: string, customerId: string, addressId: string) {
  const row = await db
    .selectFrom('addresses')
    .select([
      'province',
      'city',
      'district',
      sql<boolean>`detail_vault_id IS NOT NULL`.as('detailPresent'),
      'detail_specific as detailSpecific',
      sql<boolean>`recipient_vault_id IS NOT NULL`.as('recipientPresent'),
      'phone_valid as phoneValid',
    ])
    .where('shop_id', '=', shopId)
    .where('customer_id', '=', customerId)
    .where('id', '=', addressId)
    .executeTakeFirst()
  return row ?? null
}
