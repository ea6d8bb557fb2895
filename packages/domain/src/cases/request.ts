import type {
  AskedDepartment,
  CaseActorFacts,
  CaseFacts,
  HandoverReason,
  InquiryType,
  MessageChannel,
  Stage,
  TaskFacts,
} from './facts.ts'

/** What is asked of a case. Free text is no part of it: no decision may hold what was said. */
export type CaseAsk =
  | {
      readonly step: 'RECEIVE_MESSAGE'
      readonly channel: MessageChannel
      readonly inquiryType: InquiryType | null
    }
  | { readonly step: 'SEND_MESSAGE'; readonly question: 'DEFERRED' | 'ANSWERED' | null }
  | { readonly step: 'RECORD_AUTO_REPLY' }
  | { readonly step: 'WAIT_FOR_CUSTOMER' }
  | { readonly step: 'ADD_NOTE' }
  | {
      readonly step: 'ASK_DEPARTMENT'
      readonly department: AskedDepartment
      /** RFC 3339 UTC. */
      readonly dueAt: string
    }
  | { readonly step: 'ANSWER_TASK'; readonly task: TaskFacts }
  | {
      readonly step: 'TRANSFER'
      readonly assigneeId: string
      /** `null`: the owner stays (C-38). */
      readonly takesOwnership: HandoverReason | null
    }
  | { readonly step: 'LINK'; readonly other: CaseFacts; readonly linked: boolean }
  | { readonly step: 'MERGE'; readonly main: CaseFacts }
  | { readonly step: 'SET_STAGE'; readonly stage: Stage; readonly inquiryType: InquiryType }
  | { readonly step: 'CLOSE'; readonly openTasks: number }
  | { readonly step: 'REOPEN' }
  | { readonly step: 'ARCHIVE' }

/** What is asked of a case, and the facts that it is judged on. */
export interface CaseRequest {
  readonly case: CaseFacts
  readonly actor: CaseActorFacts
  readonly ask: CaseAsk
}

/** The step that is asked for. */
export type CaseStep = CaseAsk['step']
