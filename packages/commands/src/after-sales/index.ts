export {
  type AcceptAfterAllInput,
  acceptAfterAll,
  acceptAfterAllCommand,
  previewAcceptAfterAll,
} from './accept-after-all.ts'
export { type AcknowledgeAfterSaleInput, acknowledgeAfterSale } from './acknowledge-after-sale.ts'
export {
  judgeStep,
  type LoadedAfterSale,
  loadAfterSale,
  loadAfterSaleOrder,
  type StepRequest,
} from './after-sale.ts'
export type { RequestAfterSaleInput } from './application.ts'
export { applicationSchema, inPlaceOf } from './application.ts'
export {
  type ApproveAfterSaleInput,
  approveAfterSale,
  approveAfterSaleCommand,
  previewApproveAfterSale,
} from './approve-after-sale.ts'
export {
  type AfterSaleInspected,
  type InspectReturnInput,
  inspectReturn,
  previewInspectReturn,
} from './inspect-return.ts'
export { type JudgeLiabilityInput, judgeLiability, previewJudgeLiability } from './judge-liability.ts'
export { type LapseAfterSaleInput, lapseAfterSale } from './lapse-after-sale.ts'
export type {
  AfterSaleMoved,
  ReturnShipmentRecorded,
} from './moved.ts'
export { type OpenDisputeInput, openDispute } from './open-dispute.ts'
export { type AfterSalePreviewed, previewAfterSale } from './preview-after-sale.ts'
export { previewReceiveReturn, type ReceiveReturnInput, receiveReturn } from './receive-return.ts'
export { type RecordReturnShipmentInput, recordReturnShipment } from './record-return-shipment.ts'
export { type RefuseReturnInput, refuseReturn } from './refuse-return.ts'
export { previewRejectAfterSale, type RejectAfterSaleInput, rejectAfterSale } from './reject-after-sale.ts'
export { type RemindSendBackInput, remindSendBack } from './remind-send-back.ts'
export {
  previewReopenAfterSale,
  type ReopenAfterSaleInput,
  reopenAfterSale,
  reopenAfterSaleCommand,
} from './reopen-after-sale.ts'
export { type AfterSaleRequested, requestAfterSale, requestAfterSaleCommand } from './request-after-sale.ts'
export { type RequestEvidenceInput, requestEvidence } from './request-evidence.ts'
export { type ResumeReviewInput, resumeReview, resumeReviewCommand } from './resume-review.ts'
export { type SettleDisputeInput, settleDispute } from './settle-dispute.ts'
export { takeStep } from './step.ts'
export { type Item, itemsOf, moveStock, remarkReshipment, replacementOf } from './stock.ts'
export { PARCEL_PLANS, type TellPlanInput, tellPlan } from './tell-plan.ts'
export { type WithdrawAfterSaleInput, withdrawAfterSale } from './withdraw-after-sale.ts'
