export { type NewAuditEntry, recordAudit, recordAudits } from './audit.ts'
export {
  claimCursor,
  eventsBehind,
  moveCursor,
  type NumberedEvent,
  parkEvent,
  shopsBehind,
} from './consume.ts'
export { findDecision, type NewDecision, recordDecision, type StoredDecision } from './decision.ts'
export { type NewEvent, recordEvent, recordEvents } from './event.ts'
export { type ClaimedKey, claimKey, type KeyClaim, keepOutcome } from './key.ts'
export { type Announcement, listenToRelay } from './listen.ts'
export type { Origin, Subject } from './origin.ts'
