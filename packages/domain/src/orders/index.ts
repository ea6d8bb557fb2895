export {
  auditOrder,
  cancelPermission,
  judgeCancel,
  judgeChangeAddress,
  judgeChangeItem,
  judgeOrder,
  judgeRemark,
  judgeReportProblem,
  judgeRequest,
  type OrderAction,
  orderActions,
  type WarehouseTaskKind,
  warehouseTaskFor,
  withdrawalOf,
} from './actions.ts'
export { type DispatchFacts, dispatchDueAt, isDelayed } from './dispatch.ts'
export {
  type OrderFacts,
  type OrderLineFacts,
  PHYSICAL_STATUSES,
  type PhysicalStatus,
  PROBLEM_KINDS,
  type ProblemKind,
  TRADE_STATUSES,
  type TradeStatus,
} from './facts.ts'
export { FLAGS, type Flag, flagFor, REMARK_ACTIONS, type RemarkAction } from './flags.ts'
export { identityBlockedUntil, identityHolds } from './identity.ts'
export { type ProblemFound, problemsOf } from './problems-found.ts'
export { type PriceFall, protectedFen } from './protection.ts'
export { type LineRefund, type Refund, refundFor } from './refund.ts'
export type {
  AddressFacts,
  Ask,
  OrderActionName,
  OrderRequest,
  ParcelAsk,
  ReceiptFacts,
  SkuFacts,
} from './request.ts'
export { ORDER_RULES } from './rules/index.ts'
export { flagOf } from './rules/remarks.ts'
export { hasLeft, isSettled, isWaiting, linesToCancel, type Stage, stageOf } from './stage.ts'
