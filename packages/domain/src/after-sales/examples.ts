import { fen } from '../money/index.ts'
import type { ActorFacts, AfterSaleCaseFacts, AfterSaleLineFacts, AfterSaleOrderFacts } from './facts.ts'
import type { AfterSaleAsk, AfterSaleRequest, Application } from './request.ts'

/** Facts to write cases of rules with. They stand at 2026-03-10 noon in Shanghai unless a case says otherwise. */

export function aLine(with_: Partial<AfterSaleLineFacts> = {}): AfterSaleLineFacts {
  return {
    id: 'line-1',
    position: 1,
    productId: 'product-1',
    skuId: 'sku-1',
    quantity: 2,
    returnedQuantity: 0,
    claimedQuantity: 0,
    replacedQuantity: 0,
    replacedAt: null,
    unitPriceFen: fen(10_000),
    campaignFen: fen(0),
    gift: false,
    paidFen: fen(19_000),
    refundedFen: fen(0),
    partiallyRefundedFen: fen(0),
    pointsSpent: 0,
    status: 'SIGNED',
    shipmentId: 'shipment-1',
    customised: false,
    cancellable: false,
    perishable: false,
    digital: false,
    warrantyMonths: null,
    category: 'APPAREL',
    ...with_,
  }
}

/** Two pieces, signed for on 5 March. */
export function anOrder(with_: Partial<AfterSaleOrderFacts> = {}): AfterSaleOrderFacts {
  return {
    id: 'order-1',
    number: 'G1',
    version: 1,
    customerId: 'customer-1',
    tradeStatus: 'SIGNED',
    physicalStatus: 'DELIVERED',
    placedAt: '2026-03-01T02:00:00.000Z',
    paidAt: '2026-03-01T02:05:00.000Z',
    firstShippedAt: '2026-03-02T02:00:00.000Z',
    signedAt: '2026-03-05T02:00:00.000Z',
    completedAt: null,
    tradeDeadlineAt: '2026-03-12T16:00:00.000Z',
    dispatchDueAt: '2026-03-03T02:05:00.000Z',
    cancellableException: false,
    freightFen: fen(1_000),
    paidFen: fen(20_000),
    refundedFen: fen(0),
    freightRefundedFen: fen(0),
    payments: [{ method: 'ALIPAY', amountFen: fen(20_000) }],
    tier: null,
    freightInsured: false,
    lines: [aLine()],
    shipments: [
      {
        id: 'shipment-1',
        carrier: 'ZTO',
        status: 'SIGNED',
        weightGrams: 800,
        handedOverAt: '2026-03-02T02:00:00.000Z',
        signedAt: '2026-03-05T02:00:00.000Z',
        lastScanAt: '2026-03-05T02:00:00.000Z',
        lossConfirmedAt: null,
      },
    ],
    openCases: [],
    compensatedFen: fen(0),
    ...with_,
  }
}

/** One piece sent back without a reason, applied for on 9 March. */
export function aCase(with_: Partial<AfterSaleCaseFacts> = {}): AfterSaleCaseFacts {
  return {
    id: 'case-1',
    number: 'CS1',
    version: 1,
    type: 'RETURN_AND_REFUND',
    reason: 'NO_REASON',
    state: 'REVIEWING',
    appliedAt: '2026-03-09T02:00:00.000Z',
    decidedAt: null,
    reopened: 0,
    lines: [{ lineId: 'line-1', quantity: 1 }],
    replacementSkuId: null,
    replacementStock: null,
    replacementPresale: false,
    priceDifferenceFen: fen(0),
    evidence: [],
    cause: null,
    liable: null,
    worn: false,
    intact: true,
    receivedGrams: null,
    returnShipment: null,
    receivedAt: null,
    inspection: null,
    refund: null,
    approvedAmountFen: null,
    specialApproval: false,
    sendBackBy: null,
    ...with_,
  }
}

export function anApplication(with_: Partial<Application> = {}): Application {
  return {
    type: 'RETURN_AND_REFUND',
    reason: 'NO_REASON',
    lines: [{ lineId: 'line-1', quantity: 1 }],
    evidence: [],
    worn: false,
    intact: true,
    receivedGrams: null,
    asException: false,
    amountFen: null,
    compensationKind: null,
    replacementSkuId: null,
    ...with_,
  }
}

export const SPECIALIST: ActorFacts = { kind: 'AGENT', grade: 'specialist' }

/** A step asked of a case. */
export function asking(
  ask: AfterSaleAsk,
  found: AfterSaleCaseFacts | null = aCase(),
  order: AfterSaleOrderFacts = anOrder(),
  actor: ActorFacts = SPECIALIST,
): AfterSaleRequest {
  return { order, case: found, actor, ask }
}

/** An application asked of an order. */
export function applying(
  with_: Partial<Application> = {},
  order: AfterSaleOrderFacts = anOrder(),
  actor: ActorFacts = SPECIALIST,
): AfterSaleRequest {
  return { order, case: null, actor, ask: { step: 'APPLY', application: anApplication(with_) } }
}
