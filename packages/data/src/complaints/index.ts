export {
  dueEscalations,
  type EscalationTarget,
  endEscalation,
  findEscalation,
  managerOf,
  openEscalation,
  passToManager,
} from './escalations.ts'
export { type EvidencePack, findEvidencePack, type PackMessage } from './evidence-pack.ts'
export { complaintFacts } from './facts.ts'
export { findComplaint, lockComplaint } from './find.ts'
export { closeGroupOf, markComplaint, openGroup } from './marks.ts'
export { type ComplaintChanges, moveComplaint, recordComplaintStep } from './move.ts'
export {
  type ComplaintSubject,
  complaintPast,
  findComplaintSubject,
  type GroupKey,
  lockForComplaint,
  openComplaint,
} from './open.ts'
