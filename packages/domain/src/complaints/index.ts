export { type ComplaintAction, complaintActions } from './actions.ts'
export { clocksAtGrading, clocksAtOpening } from './clocks.ts'
export type {
  ComplaintActor,
  ComplaintAsk,
  ComplaintFacts,
  ComplaintRequest,
  NewComplaint,
} from './facts.ts'
export { classify, seriousBecause } from './grading.ts'
export { SPECIAL_HINTS } from './hints.ts'
export { actionOfComplaint, judgeComplaint } from './judge.ts'
export { COMPLAINT_RULES } from './rules/index.ts'
export {
  COMPLAINT_GRADES,
  COMPLAINT_HARMS,
  COMPLAINT_STATES,
  COMPLAINT_TOPICS,
  type ComplaintGrade,
  type ComplaintHarm,
  type ComplaintState,
  type ComplaintTopic,
  ESCALATION_TRIGGERS,
  type EscalationLevel,
  type EscalationTrigger,
  isSolved,
  MALICE_STAGES,
  type MaliceStage,
  SATISFACTIONS,
  type Satisfaction,
  type SeriousCriterion,
  SPECIAL_KINDS,
  type SpecialKind,
  statusOfComplaint,
} from './states.ts'
export {
  COMPLAINT_STEPS,
  type ComplaintStep,
  type ComplaintStepName,
  complaintStateAfter,
  isContact,
} from './steps.ts'
