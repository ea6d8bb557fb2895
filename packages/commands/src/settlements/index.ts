export {
  type AnswerCarrierClaimInput,
  answerCarrierClaim,
  type CarrierClaimAnswered,
} from './answer-carrier-claim.ts'
export {
  type ChooseReplacementInput,
  chooseReplacement,
  previewChooseReplacement,
  type ReplacementChosen,
} from './choose-replacement.ts'
export {
  type AfterSaleConfirmed,
  type ConfirmAfterSaleInput,
  confirmAfterSale,
} from './confirm-after-sale.ts'
export {
  type ConfirmRefundArrivalInput,
  confirmRefundArrival,
  type RefundArrived,
} from './confirm-refund-arrival.ts'
export { type FailRefundInput, failRefund, type RefundFailed } from './fail-refund.ts'
export {
  type CompensationGranted,
  type GrantCompensationInput,
  grantCompensation,
  grantCompensationCommand,
  previewGrantCompensation,
} from './grant-compensation.ts'
export {
  type CompensationIssued,
  type IssueCompensationInput,
  issueCompensation,
} from './issue-compensation.ts'
export { type IssueRefundInput, issueRefund, previewIssueRefund } from './issue-refund.ts'
export {
  type CarrierClaimOpened,
  type OpenCarrierClaimInput,
  openCarrierClaim,
  previewOpenCarrierClaim,
} from './open-carrier-claim.ts'
export { type FreightPaid, type PayFreightInput, payFreight } from './pay-freight.ts'
export {
  type PayInAdvanceInput,
  payInAdvance,
  payInAdvanceCommand,
  previewPayInAdvance,
} from './pay-in-advance.ts'
export type { RefundIssued } from './pay-out.ts'
export {
  type AfterSaleRefundOwed,
  previewRefundAfterSale,
  type RefundAfterSaleInput,
  refundAfterSale,
  refundAfterSaleCommand,
} from './refund-after-sale.ts'
export {
  type ReplacementUnavailable,
  type ReportReplacementUnavailableInput,
  reportReplacementUnavailable,
} from './report-replacement-unavailable.ts'
export {
  previewRetryRefund,
  type RetryRefundInput,
  retryRefund,
  retryRefundCommand,
} from './retry-refund.ts'
export { type SendRepairedInput, sendRepaired } from './send-repaired.ts'
export {
  previewSendReplacement,
  type ReplacementSent,
  type SendReplacementInput,
  sendReplacement,
  sendReplacementCommand,
} from './send-replacement.ts'
export {
  type CarrierClaimsSettled,
  previewSettleCarrierClaims,
  type SettleCarrierClaimsInput,
  settleCarrierClaims,
} from './settle-carrier-claims.ts'
export {
  type FreightSettled,
  previewSettleFreight,
  type SettleFreightInput,
  settleFreight,
} from './settle-freight.ts'
export { type RepairStarted, type StartRepairInput, startRepair } from './start-repair.ts'
export { type ExtraTakenBack, type TakeBackExtraInput, takeBackExtra } from './take-back-extra.ts'
