export type { ApprovalFacts } from './facts.ts'
export { judgeDecideApproval } from './judge.ts'
export { APPROVAL_RULES } from './rules.ts'
