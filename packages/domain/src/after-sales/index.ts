export { type AfterSaleAction, afterSaleActions, commandOfStep } from './actions.ts'
export { type Authority, authorityOf, compensationAuthority, type Grant } from './authority.ts'

export {
  clocksAtAcceptance,
  clocksAtApply,
  clocksAtApproval,
  clocksAtReceipt,
} from './clocks.ts'

export { type EvidenceGroups, evidenceNeeded, type ToProve } from './evidence.ts'
export { dearerBy, type PriceDifference, priceDifferenceOf, type Replacement } from './exchange.ts'
export {
  type ActorFacts,
  type AfterSaleCaseFacts,
  type AfterSaleLineFacts,
  type AfterSaleOrderFacts,
  CAUSES,
  type Cause,
  EVIDENCE_KINDS,
  type EvidenceKind,
  INSPECTION_FINDINGS,
  type InspectionFinding,
  LIABLE_PARTIES,
  type LiableParty,
  type ShipmentFacts,
} from './facts.ts'
export { type Fault, isOnShop } from './fault.ts'
export {
  FREIGHT_PAYERS,
  type FreightPayer,
  type FreightQuestion,
  type FreightTerms,
  freightOf,
} from './freight.ts'
export { actionOfStep, judgeAfterSale } from './judge.ts'
export {
  LEDGER_ACCOUNTS,
  type LedgerAccount,
  type Movement,
  type Posting,
  postingsFor,
} from './ledger.ts'
export { answersFor, type Liability, type LiabilityFacts, liabilityOf } from './liability.ts'

export {
  type AfterSaleKind,
  type AfterSaleOption,
  afterSaleOptions,
  applicationFor,
  type ReasonOption,
} from './options.ts'

export { isWithCustomer, nothingToSendBack, piecesLeft, receivedAt } from './parcels.ts'
export {
  type AfterSaleQuote,
  type AfterSaleTerms,
  type ApprovalNeeded,
  type LineQuote,
  type QuoteExtras,
  quoteAfterSale,
} from './quote.ts'
export { isDefect, isFault, isOwnChoice } from './reasons.ts'
export {
  type OrderPart,
  type PartialRefund,
  type Pieces,
  partialRefund,
  partOf,
  refundableFen,
  refundForReturn,
} from './refund.ts'
export {
  type AfterSaleAsk,
  type AfterSaleRequest,
  type Application,
  COMPENSATION_KINDS,
  type CompensationKind,
  FREIGHT_MODES,
  type FreightMode,
} from './request.ts'
export {
  type ArrivalWindow,
  arrivalOf,
  type PaymentFacts,
  REFUND_ROUTES,
  type RefundRoute,
  routeOf,
} from './route.ts'
export { AFTER_SALE_RULES } from './rules/index.ts'
export {
  AFTER_SALE_REASONS,
  AFTER_SALE_STATES,
  AFTER_SALE_TYPES,
  type AfterSaleReason,
  type AfterSaleState,
  type AfterSaleType,
  type ClockMoves,
  caseStatusOf,
  hasEnded,
} from './states.ts'
export {
  AFTER_SALE_STEPS,
  type AfterSaleNotice,
  AHEAD,
  comesBack,
  STEP_NAMES,
  type Step,
  type StepName,
  stateAfter,
} from './steps.ts'
export { type Weighed, weigh } from './weights.ts'
export { closesAt, type ExcludedGoods, type Windows, windowsOf } from './windows.ts'
