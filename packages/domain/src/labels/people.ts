import { labels } from './label.ts'

export const PEOPLE_LABELS = {
  Grade: labels({
    SPECIALIST: ['客服专员', 'Specialist'],
    SENIOR: ['高级客服', 'Senior'],
    SUPERVISOR: ['客服主管', 'Supervisor'],
    MANAGER: ['客服经理', 'Manager'],
  }),
  AgentFunction: labels({
    PRE_SALE: ['售前客服', 'Pre-sale'],
    IN_SALE: ['售中客服', 'In-sale'],
    AFTER_SALE: ['售后客服', 'After-sale'],
    REVIEW_CARE: ['中差评客服', 'Review care'],
    TECHNICAL: ['技术客服', 'Technical'],
  }),
  Department: labels({
    SERVICE: ['客服部', 'Service'],
    WAREHOUSE: ['仓储', 'Warehouse'],
    QUALITY_CONTROL: ['品控', 'Quality control'],
    FINANCE: ['财务', 'Finance'],
    OPERATIONS: ['运营', 'Operations'],
  }),
  ShiftKind: labels({ DAY: ['白班', 'Day'], NIGHT: ['晚班', 'Night'] }),
  Skill: labels({
    PRE_SALE: ['售前', 'Pre-sale'],
    IN_SALE: ['售中', 'In-sale'],
    AFTER_SALE: ['售后', 'After-sale'],
    REVIEW_CARE: ['中差评', 'Review care'],
    TECHNICAL: ['技术', 'Technical'],
    COMPLAINT: ['投诉', 'Complaints'],
  }),
  HandoverStatus: labels({
    OPEN: ['待接手', 'To be taken over'],
    TAKEN_OVER: ['已接手', 'Taken over'],
    DONE: ['已完成', 'Done'],
  }),
  Scope: labels({ OWN: ['本人', 'Own'], TEAM: ['本组', 'Team'], SHOP: ['全店', 'Shop'] }),
  ApprovalStatus: labels({
    PENDING: ['待审批', 'Pending'],
    APPROVED: ['已批准', 'Approved'],
    REJECTED: ['已驳回', 'Rejected'],
    EXPIRED: ['已过期', 'Expired'],
    EXECUTED: ['已执行', 'Executed'],
    WITHDRAWN: ['已撤回', 'Withdrawn'],
  }),
  Outcome: labels({
    ALLOWED: ['允许', 'Allowed'],
    NEEDS_APPROVAL: ['需要审批', 'Needs approval'],
    DENIED: ['不允许', 'Denied'],
  }),
  Verdict: labels({
    PASS: ['通过', 'Pass'],
    WARN: ['提醒', 'Warning'],
    NEEDS_APPROVAL: ['需要审批', 'Needs approval'],
    DENY: ['不通过', 'Denied'],
  }),
  RemedyKind: labels({
    EVIDENCE: ['补充凭证', 'Evidence'],
    APPROVAL: ['申请审批', 'Approval'],
    ALTERNATIVE: ['其他办法', 'Alternative'],
    WAIT: ['等待', 'Wait'],
    CORRECTION: ['更正', 'Correction'],
  }),
} as const
