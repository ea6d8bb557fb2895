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
export { actionOfStep, judgeAfterSale } from './judge.ts'
export {
  type AfterSaleAsk,
  type AfterSaleRequest,
  type Application,
  COMPENSATION_KINDS,
  type CompensationKind,
  FREIGHT_MODES,
  type FreightMode,
} from './request.ts'
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
  comesBack,
  type NoticeScript,
  type Step,
  type StepName,
  stateAfter,
} from './steps.ts'
