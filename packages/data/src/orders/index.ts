export { setOrderAudited } from './audit.ts'
export { type Cancellation, cancelOrderLines } from './cancel.ts'
export { setOrderAddress } from './change-address.ts'
export { bumpVersion, type ItemChange, setOrderItem } from './change-item.ts'
export { lastDayToPay, unpaidOrders } from './close.ts'
export { addConcession, type LineInPrice, linesInPrice, setConcession } from './concession.ts'
export { orderFacts } from './facts.ts'
export { findOrder } from './find-order.ts'
export { findOrderProblem } from './find-problem.ts'
export {
  type IdentityCheck,
  phoneLast4Matches,
  recordIdentityCheck,
  useIdentityChecks,
} from './identity-check.ts'
export { lockOrder } from './lock.ts'
export { lockSkus } from './lock-skus.ts'
export { addPayment, dispatchPromises, type ReceivedPayment, setOrderPaid } from './pay.ts'
export { insertOrder, makeOrderFound, type NewOrder } from './place.ts'
export { addPriceClaim, changePrice, fallSince, findPricedSku, type PricedSku } from './price-history.ts'
export {
  holdReasonOf,
  type OrderProblem,
  openOrderProblem,
  setOrderHold,
  settleOrderProblem,
} from './problem.ts'
export {
  oldestProtectionOwed,
  oldestWithdrawalOwed,
  oweRefund,
  type RefundObligation,
  type RefundReason,
} from './refund.ts'
export { addOrderRemark, type OrderRemark, remarkLockedOrder } from './remark.ts'
export { settlePartlyShipped } from './rest-shipped.ts'
export { type Buyer, findAddressOf, findBuyer, type SkuForSale, skusForSale } from './sell.ts'
export { type OrderColumn, rfc3339 } from './sql.ts'
export {
  addStock,
  findSku,
  keepsOffers,
  releaseStock,
  reserveStock,
  type SkuRow,
  takeStock,
} from './stock.ts'
export { takeBackLines } from './take-back.ts'
export { addWarehouseTask, setPhysicalStatus, type WarehouseTask } from './warehouse.ts'
