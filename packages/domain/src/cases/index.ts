export {
  awaitsReply,
  beginsConversation,
  clocksAtMessage,
  isFirstOfCustomer,
  MET_BY_REPLY,
  PAUSED_BY_WAITING,
  resumedByMessage,
} from './conversation.ts'
export {
  type AskedDepartment,
  type CaseActorFacts,
  type CaseFacts,
  type CaseKind,
  HANDOVER_REASONS,
  INQUIRY_TYPES,
  type InquiryType,
  type MessageChannel,
  STAGES,
  type TaskFacts,
  type TransferOccasion,
} from './facts.ts'
export { judgeCase } from './judge.ts'
export type { CaseAsk, CaseRequest } from './request.ts'
export { CASE_RULES } from './rules/index.ts'
