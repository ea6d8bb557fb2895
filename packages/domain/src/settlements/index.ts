export {
  type ClaimFacts,
  type ClaimRequest,
  type FreightRequest,
  type FreightSettlementFacts,
  REFUND_FAILURES,
  type RefundFacts,
  type RefundFailure,
  type RefundRequest,
  type RefundStepName,
} from './facts.ts'
export { judgeClaim, judgeFreightSettlement, judgeRefundStep } from './judge.ts'
export { monthEnd, monthOf } from './month.ts'
export { CLAIM_RULES, FREIGHT_SETTLEMENT_RULES, REFUND_RULES } from './rules/index.ts'
