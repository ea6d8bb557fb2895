import { type Buyer, findAddressOf, findBuyer, lockSkus, type SkuForSale, skusForSale } from '@cs/data/orders'
import { fen } from '@cs/domain/money'
import type { AddressFacts, OrderFacts } from '@cs/domain/orders'
import { type Cart, type Quote, quotePrice } from '@cs/domain/prices'
import type { Run } from '../context.ts'
import { invalid, notFound } from '../outcomes.ts'

/** What is wanted of one specification. */
export interface Wanted {
  readonly skuId: string
  readonly quantity: number
}

/** What somebody wants, found in the shop and priced: what a quote shows and what is placed. */
export interface PricedCart {
  /** `null`: nobody is known yet. */
  readonly buyer: Buyer | null
  /** One for each line, in their order. */
  readonly skus: readonly SkuForSale[]
  readonly wanted: readonly Wanted[]
  readonly quote: Quote
}

/**
 * Finds and prices what is wanted, by one code for asking and for placing. Locks the buyer and the goods unless
 * somebody only asks. Throws NotFound, and ValidationFailed where a specification is named twice. `null`: no such
 * customer in this shop.
 */
export async function priceCart(
  run: Run,
  of: {
    readonly customerId: string | null
    readonly lines: readonly Wanted[]
    readonly province: string | null
  },
): Promise<PricedCart | null> {
  const { tx, actor, now, asking, context } = run
  const { customerId, lines: wanted, province } = of
  const buyer =
    customerId === null ? null : await findBuyer(tx, actor.shop, customerId, now, { lock: !asking })
  if (customerId !== null && !buyer) return null
  const ids = wanted.map(({ skuId }) => skuId)
  const twice = ids.findIndex((id, i) => ids.indexOf(id) < i)
  if (twice >= 0) throw invalid(`lines.${twice}.skuId`, 'INVALID', NAMED_TWICE)
  if (!asking) await lockSkus(tx, actor.shop, ids)
  const known = new Map((await skusForSale(tx, actor.shop, ids)).map((sku) => [sku.id, sku]))
  const skus = ids.map((id) => {
    const sku = known.get(id)
    if (!sku) throw notFound('Sku')
    return sku
  })
  const cart: Cart = {
    lines: skus.map(({ id, productId, priceFen }, i) => ({
      skuId: id,
      productId,
      quantity: wanted[i]?.quantity ?? 0,
      unitPriceFen: fen(priceFen),
    })),
    tier: buyer?.tier ?? null,
    province,
  }
  return { buyer, skus, wanted, quote: quotePrice(cart, context.pack) }
}

/** The facts of an address on record. Throws NotFound where the customer has no such address. */
export async function addressOnRecord(
  run: Run,
  customerId: string,
  addressId: string,
): Promise<AddressFacts> {
  const found = await findAddressOf(run.tx, run.actor.shop, customerId, addressId)
  if (!found) throw notFound('Address')
  return found
}

/** A priced cart as the order that it would be: what the rules judge (ORD-AUD-01 to -03, ORD-ABN-03, PRC-01). */
export function orderToBe(
  { buyer, skus, wanted, quote }: PricedCart,
  as: {
    readonly id: string
    readonly number: string
    readonly lineIds: readonly string[]
    readonly address: AddressFacts | null
    readonly buyerRemark: boolean
    readonly at: Date
  },
): OrderFacts {
  const none = fen(0)
  return {
    id: as.id,
    number: as.number,
    version: 1,
    customerId: buyer?.id ?? '',
    tradeStatus: 'UNPAID',
    physicalStatus: 'NOT_PRINTED',
    placedAt: as.at.toISOString(),
    paidAt: null,
    goodsFen: quote.goodsFen,
    discountFen: quote.discountFen,
    freightFen: quote.freightFen,
    payableFen: quote.payableFen,
    paidFen: none,
    refundedFen: none,
    held: false,
    customerBlacklisted: buyer?.blacklisted ?? false,
    cancellableException: false,
    problems: [],
    riskScore: buyer?.riskScore ?? 0,
    buyerRemark: as.buyerRemark,
    remarkRegistered: false,
    payments: [],
    discounts: quote.discounts.map(({ kind, amountFen }) => ({ kind, amountFen, valid: true })),
    invoice: null,
    address: as.address,
    lines: skus.map((sku, i) => ({
      id: as.lineIds[i] ?? '',
      position: i + 1,
      productId: sku.productId,
      skuId: sku.id,
      quantity: wanted[i]?.quantity ?? 0,
      unitPriceFen: fen(sku.priceFen),
      paidFen: none,
      refundedFen: none,
      pointsSpent: 0,
      pointsReturned: 0,
      status: 'OPEN',
      stock: sku.stock,
      minQuantity: sku.minQuantity,
      maxQuantity: sku.maxQuantity,
      customised: sku.customised,
      cancellable: sku.cancellable,
      skuActive: sku.active,
      presale: sku.presale
        ? {
            balanceOpensAt: sku.balanceOpensAt?.toISOString() ?? null,
            changeableUntil: sku.changeableUntil?.toISOString() ?? null,
            shipFrom: sku.shipFrom?.toISOString() ?? null,
          }
        : null,
    })),
    duplicates: [],
    identityCheckedAt: null,
    identityFailures: [],
  }
}

const NAMED_TWICE = {
  zh: '同一规格请合并为一行。',
  en: 'Name a specification once, with all its pieces.',
}
