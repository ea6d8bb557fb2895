export {
  type AuditOrderInput,
  auditOrder,
  type OrderAudited,
  previewAuditOrder,
} from './audit-order.ts'
export {
  CANCEL_REASONS,
  type CancelOrderInput,
  type CancelReason,
  cancelOrder,
  cancelOrderCommand,
  type OrderCancelled,
  previewCancelOrder,
} from './cancel-order.ts'
export {
  type ChangeOrderAddressInput,
  changeOrderAddress,
  type OrderAddressChanged,
  previewChangeOrderAddress,
} from './change-order-address.ts'
export {
  type ChangeOrderItemInput,
  changeOrderItem,
  changeOrderItemCommand,
  type OrderItemChanged,
  previewChangeOrderItem,
} from './change-order-item.ts'
export {
  type ClaimPriceProtectionInput,
  claimPriceProtection,
  type PriceProtected,
  previewClaimPriceProtection,
} from './claim-price-protection.ts'
export { type CloseUnpaidOrderInput, closeUnpaidOrder, type UnpaidOrderClosed } from './close-unpaid-order.ts'
export {
  type CarrierCorrectionRequested,
  type CorrectAddressWithCarrierInput,
  correctAddressWithCarrier,
  previewCorrectAddressWithCarrier,
} from './correct-address-with-carrier.ts'
export {
  type ConcessionGranted,
  type GrantConcessionInput,
  grantConcession,
  grantConcessionCommand,
  previewGrantConcession,
} from './grant-concession.ts'
export {
  type InterceptOrderInput,
  interceptOrder,
  interceptOrderCommand,
  type OrderIntercepted,
  previewInterceptOrder,
} from './intercept-order.ts'
export {
  type OrderPlaced,
  type PlaceOrderInput,
  placeOrder,
  previewPlaceOrder,
} from './place-order.ts'
export {
  type PaymentRecorded,
  PREPAID_METHODS,
  previewRecordPayment,
  type RecordPaymentInput,
  recordPayment,
} from './record-payment.ts'
export { type OrderRemarked, type RemarkOrderInput, remarkOrder } from './remark-order.ts'
export {
  type OrderProblemReported,
  previewReportOrderProblem,
  type ReportOrderProblemInput,
  reportOrderProblem,
} from './report-order-problem.ts'
export {
  type OrderProblemSettled,
  type SettleOrderProblemInput,
  settleOrderProblem,
} from './settle-order-problem.ts'
