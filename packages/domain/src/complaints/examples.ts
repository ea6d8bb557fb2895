import { fen } from '../money/index.ts'
import type { ComplaintActor, ComplaintAsk, ComplaintFacts, ComplaintRequest, NewComplaint } from './facts.ts'

/** Facts to write cases of rules with. They stand at 2026-03-10 noon in Shanghai unless a case says otherwise. */

/** An ordinary complaint about goods, opened an hour ago, answered and graded. */
export function aComplaint(with_: Partial<ComplaintFacts> = {}): ComplaintFacts {
  return {
    id: 'case-1',
    number: 'CS1',
    version: 1,
    state: 'RECORDED',
    topic: 'GOODS',
    grade: 'ORDINARY',
    gradedAt: '2026-03-10T03:30:00.000Z',
    harms: [],
    claimedFen: null,
    openedAt: '2026-03-10T03:00:00.000Z',
    ownerId: 'agent-1',
    customerId: 'customer-1',
    orderId: 'order-1',
    skuId: 'sku-1',
    carrier: null,
    hasDemand: true,
    evidence: 1,
    cause: null,
    liable: null,
    hasRootCause: false,
    satisfaction: null,
    special: [],
    malice: null,
    escalation: null,
    answerBy: null,
    escalateBy: null,
    progressBy: '2026-03-11T03:00:00.000Z',
    promisedBy: null,
    reopened: 0,
    compensatedFen: fen(0),
    paidFen: fen(20_000),
    ...with_,
  }
}

/** One that nobody answered yet. */
export const unanswered = (with_: Partial<ComplaintFacts> = {}) =>
  aComplaint({
    state: 'LISTENED',
    gradedAt: null,
    hasDemand: false,
    answerBy: '2026-03-10T07:00:00.000Z',
    ...with_,
  })

export const aNewOne = (with_: Partial<NewComplaint> = {}): ComplaintAsk => ({
  step: 'OPEN',
  complaint: {
    topic: 'GOODS',
    harms: [],
    claimedFen: null,
    previousAt: null,
    customers: 1,
    groupOpen: false,
    ...with_,
  },
})

export const SPECIALIST: ComplaintActor = {
  kind: 'AGENT',
  grade: 'specialist',
  id: 'agent-1',
  supervises: false,
}
export const SUPERVISOR: ComplaintActor = {
  kind: 'AGENT',
  grade: 'supervisor',
  id: 'agent-9',
  supervises: true,
}

/** What is asked of a complaint, by its owner unless somebody else is named. */
export function of(
  ask: ComplaintAsk,
  complaint: ComplaintFacts = aComplaint(),
  actor: ComplaintActor = SPECIALIST,
): ComplaintRequest {
  return { complaint: ask.step === 'OPEN' ? null : complaint, actor, ask }
}
