import { fen } from '../money/index.ts'
import type { OrderFacts } from '../orders/index.ts'
import type { AfterSaleOrderFacts } from './facts.ts'

/**
 * The order as the rules of cancelling and recalling read it. What they do not look at stands neutral: address,
 * remarks, stock and identity are the business of changes and audits.
 */
export function tradeFactsOf(order: AfterSaleOrderFacts): OrderFacts {
  const { id, number, version, customerId, tradeStatus, physicalStatus, placedAt, paidAt } = order
  return {
    ...{ id, number, version, customerId, tradeStatus, physicalStatus, placedAt, paidAt },
    cancellableException: order.cancellableException,
    goodsFen: fen(order.lines.reduce((sum, line) => sum + line.paidFen, 0)),
    discountFen: fen(0),
    freightFen: order.freightFen,
    payableFen: order.paidFen,
    paidFen: order.paidFen,
    refundedFen: order.refundedFen,
    held: false,
    customerBlacklisted: false,
    problems: [],
    riskScore: 0,
    buyerRemark: false,
    remarkRegistered: false,
    payments: order.payments.map((each) => ({ ...each, status: 'RECEIVED' })),
    discounts: [],
    invoice: null,
    address: null,
    lines: order.lines.map((line) => {
      const { id: lineId, position, productId, skuId, quantity, unitPriceFen, paidFen, refundedFen } = line
      return {
        ...{ id: lineId, position, productId, skuId, quantity, unitPriceFen, paidFen, refundedFen },
        campaignFen: line.campaignFen,
        gift: line.gift,
        pointsSpent: line.pointsSpent,
        pointsReturned: 0,
        status: line.status,
        customised: line.customised,
        cancellable: line.cancellable,
        stock: 0,
        minQuantity: null,
        maxQuantity: null,
        skuActive: true,
        presale: null,
      }
    }),
    duplicates: [],
    identityCheckedAt: null,
    identityFailures: [],
  }
}
