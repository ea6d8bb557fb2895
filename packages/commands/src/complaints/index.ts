export { type AcknowledgeEscalationInput, acknowledgeEscalation } from './acknowledge-escalation.ts'
export {
  type ComplaintStepRequest,
  judgeComplaintStep,
  type LoadedComplaint,
  loadComplaint,
} from './complaint.ts'
export { type DiscussPlanInput, discussPlan } from './discuss-plan.ts'
export { type EscalateComplaintInput, escalateComplaint } from './escalate-complaint.ts'
export { type ExecutePlanInput, executePlan } from './execute-plan.ts'
export { type FollowUpComplaintInput, followUpComplaint } from './follow-up-complaint.ts'
export { type GradeComplaintInput, gradeComplaint, previewGradeComplaint } from './grade-complaint.ts'
export { type MarkSpecialInput, markSpecial, previewMarkSpecial } from './mark-special.ts'
export {
  type ComplaintOpened,
  type OpenComplaintInput,
  openComplaint,
  previewOpenComplaint,
} from './open-complaint.ts'
export { type EscalationPassed, type PassEscalationInput, passEscalation } from './pass-escalation.ts'
export { type PlanComplaintInput, planComplaint } from './plan-complaint.ts'
export { type PromiseLimitInput, previewPromiseLimit, promiseLimit } from './promise-limit.ts'
export { type RecordComplaintInput, recordComplaint } from './record-complaint.ts'
export { type RecordVerificationInput, recordVerification } from './record-verification.ts'
export { type ReopenComplaintInput, reopenComplaint } from './reopen-complaint.ts'
export { takeComplaintStep } from './step.ts'
export type { ComplaintMoved } from './step-command.ts'
export { type SummariseComplaintInput, summariseComplaint } from './summarise-complaint.ts'
export { type TellProgressInput, tellProgress } from './tell-progress.ts'
export { viewEvidencePack } from './view-evidence-pack.ts'
