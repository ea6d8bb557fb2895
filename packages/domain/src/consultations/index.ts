export { attributedUntil, type ConsultationOutcome, convertedOrder } from './conversion.ts'
export {
  LEAD_REASONS,
  LEAD_RESULTS,
  type LeadReason,
  type LeadRequest,
  type LeadResult,
  type PaymentFollowUpRequest,
  UNPAID_REASONS,
  type UnpaidReason,
} from './facts.ts'
export { receptionHints } from './hints.ts'
export { judgeLead, judgePaymentFollowUp } from './judge.ts'
export { type Asking, priorityOf } from './priority.ts'
export { LEAD_RULES, PAYMENT_FOLLOW_UP_RULES } from './rules.ts'
