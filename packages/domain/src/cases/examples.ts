import type { CaseActorFacts, CaseFacts } from './facts.ts'
import type { CaseAsk, CaseRequest } from './request.ts'

/** A consultation in which the customer was answered. */
const consultation: CaseFacts = {
  id: 'case-1',
  number: 'CS20260318-1',
  kind: 'CONSULTATION',
  status: 'OPEN',
  version: 3,
  customerId: 'customer-1',
  orderId: null,
  productId: 'product-1',
  ownerId: 'agent-1',
  assigneeId: 'agent-1',
  archivedAt: null,
  mergedInto: null,
  afterSaleState: null,
  inquiryType: 'SPECIFICATION',
  stage: 'FAREWELL',
  conversationAt: '2026-03-18T03:00:00.000Z',
  lastCustomerAt: '2026-03-18T03:00:00.000Z',
  lastReplyAt: '2026-03-18T03:01:00.000Z',
  lastMessageAt: '2026-03-18T03:01:00.000Z',
  inTheMedia: false,
}

const agent: CaseActorFacts = {
  kind: 'AGENT',
  id: 'agent-1',
  department: 'service',
  mayOwn: false,
  supervises: false,
}

/** A case for the cases of rules: the consultation with some facts changed. */
export const aCase = (more: Partial<CaseFacts> = {}): CaseFacts => ({ ...consultation, ...more })

/** A request for the cases of rules. */
export const asking = (
  ask: CaseAsk,
  of: Partial<CaseFacts> = {},
  by: Partial<CaseActorFacts> = {},
): CaseRequest => ({ case: aCase(of), actor: { ...agent, ...by }, ask })
