export {
  type AfterSalePreviewed,
  type AfterSaleRequested,
  previewAfterSale,
  type RequestAfterSaleInput,
  requestAfterSale,
} from './after-sales/index.ts'
export { APPROVABLE_ACTIONS, type ApprovableAction } from './approvals/actions.ts'
export {
  type ApprovalDecided,
  type DecideApprovalInput,
  decideApproval,
} from './approvals/decide-approval.ts'
export {
  type ApprovalExpired,
  type ExpireApprovalInput,
  expireApproval,
} from './approvals/expire-approval.ts'
export {
  type ApprovalRequested,
  type RequestApprovalInput,
  requestApproval,
} from './approvals/request-approval.ts'
export {
  type ApprovalWithdrawn,
  type WithdrawApprovalInput,
  withdrawApproval,
} from './approvals/withdraw-approval.ts'
export {
  type BreachClockInput,
  breachClock,
  type ClockBreached,
  type ClockWarned,
  type WarnClockInput,
  warnClock,
} from './clocks/index.ts'
export type { Actor } from './context.ts'
export { recordPhoneSearch, SearchLimited } from './customers/record-phone-search.ts'
export { type ContactRevealed, type RevealContactInput, revealContact } from './customers/reveal-contact.ts'
export { TEXT_LIMITS } from './fields.ts'
export {
  type AuditOrderInput,
  auditOrder,
  CANCEL_REASONS,
  type CancelOrderInput,
  type CancelReason,
  type CarrierCorrectionRequested,
  type ChangeOrderAddressInput,
  type ChangeOrderItemInput,
  type CorrectAddressWithCarrierInput,
  cancelOrder,
  changeOrderAddress,
  changeOrderItem,
  correctAddressWithCarrier,
  type InterceptOrderInput,
  interceptOrder,
  type OrderAddressChanged,
  type OrderAudited,
  type OrderCancelled,
  type OrderIntercepted,
  type OrderItemChanged,
  type OrderProblemReported,
  type OrderProblemSettled,
  type OrderRemarked,
  previewAuditOrder,
  previewCancelOrder,
  previewChangeOrderAddress,
  previewChangeOrderItem,
  previewCorrectAddressWithCarrier,
  previewInterceptOrder,
  previewReportOrderProblem,
  type RemarkOrderInput,
  type ReportOrderProblemInput,
  remarkOrder,
  reportOrderProblem,
  type SettleOrderProblemInput,
  settleOrderProblem,
} from './orders/index.ts'
export {
  type ApprovalRequired,
  type Conflict,
  Forbidden,
  type Issue,
  type IssueCode,
  type NotFound,
  type Outcome,
  type PolicyDenied,
  type Success,
  type ValidationFailed,
} from './outcomes.ts'
export type { Preview, Previewed } from './preview.ts'
export { replayDecision } from './replay.ts'
export type { CommandDeps } from './run.ts'
