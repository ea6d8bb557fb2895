import { fen } from '@cs/domain/money'
import type { AddressFacts, OrderFacts, OrderLineFacts } from '@cs/domain/orders'
import type { PricedCart } from './cart.ts'

/** What an order to be has besides what was priced. */
export interface ToBe {
  readonly id: string
  readonly number: string
  /** One for each line. */
  readonly lineIds: readonly string[]
  readonly address: AddressFacts | null
  readonly buyerRemark: boolean
  readonly at: Date
}

/** A priced cart as the order that it would be: what the rules judge (ORD-AUD-01 to -03, ORD-ABN-03, PRC-01). */
export function orderToBe({ buyer, lines, quote }: PricedCart, as: ToBe): OrderFacts {
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
    lines: lines.map((line, i) => lineToBe(line, i, as.lineIds[i] ?? '')),
    duplicates: [],
    identityCheckedAt: null,
    identityFailures: [],
  }
}

function lineToBe(
  { sku, quantity, pointsSpent, campaignFen, gift }: PricedCart['lines'][number],
  i: number,
  id: string,
): OrderLineFacts {
  return {
    id,
    position: i + 1,
    productId: sku.productId,
    skuId: sku.id,
    quantity,
    unitPriceFen: fen(sku.priceFen),
    campaignFen,
    gift,
    paidFen: fen(0),
    refundedFen: fen(0),
    pointsSpent,
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
  }
}
