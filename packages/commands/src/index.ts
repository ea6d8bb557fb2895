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
export type { Actor } from './context.ts'
export { recordPhoneSearch, SearchLimited } from './customers/record-phone-search.ts'
export { type ContactRevealed, type RevealContactInput, revealContact } from './customers/reveal-contact.ts'
export { TEXT_LIMITS } from './fields.ts'
export {
  type AuditOrderInput,
  auditOrder,
  type OrderAudited,
  previewAuditOrder,
} from './orders/audit-order.ts'
export {
  CANCEL_REASONS,
  type CancelOrderInput,
  type CancelReason,
  cancelOrder,
  type OrderCancelled,
  previewCancelOrder,
} from './orders/cancel-order.ts'
export {
  type ChangeOrderAddressInput,
  changeOrderAddress,
  type OrderAddressChanged,
  previewChangeOrderAddress,
} from './orders/change-order-address.ts'
export {
  type ChangeOrderItemInput,
  changeOrderItem,
  type OrderItemChanged,
  previewChangeOrderItem,
} from './orders/change-order-item.ts'
export {
  type CarrierCorrectionRequested,
  type CorrectAddressWithCarrierInput,
  correctAddressWithCarrier,
  previewCorrectAddressWithCarrier,
} from './orders/correct-address-with-carrier.ts'
export {
  type InterceptOrderInput,
  interceptOrder,
  type OrderIntercepted,
  previewInterceptOrder,
} from './orders/intercept-order.ts'
export { type OrderRemarked, type RemarkOrderInput, remarkOrder } from './orders/remark-order.ts'
export {
  type OrderProblemReported,
  previewReportOrderProblem,
  type ReportOrderProblemInput,
  reportOrderProblem,
} from './orders/report-order-problem.ts'
export {
  type OrderProblemSettled,
  type SettleOrderProblemInput,
  settleOrderProblem,
} from './orders/settle-order-problem.ts'
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
