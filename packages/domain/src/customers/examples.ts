import type { BlacklistingFacts, CustomerAsk, CustomerFacts, CustomerRequest } from './request.ts'

const id = (n: number) => `01900000-0000-7000-8000-00000000d0${String(n).padStart(2, '0')}`

const CUSTOMER: CustomerFacts = {
  id: id(1),
  vip: false,
  doNotContact: false,
  blacklistedUntil: null,
  mergedInto: null,
  erased: false,
  tags: 1,
}

/** A customer of whom something is asked. */
export const asked = (ask: CustomerAsk, more: Partial<CustomerFacts> = {}): CustomerRequest => ({
  customer: { ...CUSTOMER, ...more },
  ask,
})

export const blacklisted = { blacklistedUntil: '2099-01-01T00:00:00.000Z' }

type Blacklist = Extract<CustomerAsk, { step: 'BLACKLIST' }>
/** A blacklisting that went up its ladder. */
export const blacklist = (more: Partial<Blacklist> = {}): Blacklist => ({
  step: 'BLACKLIST',
  reason: 'MALICIOUS_CLAIMS',
  evidence: 2,
  warnedAt: '2026-03-01T02:00:00.000Z',
  warningSkipped: null,
  ...more,
})

/** What is asked of a blacklisting that is in force. */
export const ofBlacklisting = (
  step: 'APPEAL' | 'LIFT' | 'UPHOLD' | 'EXPIRE',
  more: Partial<BlacklistingFacts> = {},
): CustomerAsk => ({
  step,
  blacklisting: {
    id: id(2),
    status: 'IN_FORCE',
    until: '2099-01-01T00:00:00.000Z',
    appealed: false,
    appealDecided: false,
    approvedBySelf: false,
    ...more,
  },
})

type Merge = Extract<CustomerAsk, { step: 'MERGE' }>
const side = (n: number) => ({ id: id(n), member: false, pointsEntries: 0, blacklisted: false })
/** Two records of one person, of whom neither is a member. */
export const merge = (more: Partial<Merge> = {}): Merge => ({
  step: 'MERGE',
  survivor: side(1),
  duplicate: side(3),
  samePerson: false,
  consentsDiffer: 0,
  closed: false,
  moves: { orders: 2, cases: 1 },
  ...more,
})
export const member = (n: number, pointsEntries: number) => ({ ...side(n), member: true, pointsEntries })

type Undo = Extract<CustomerAsk, { step: 'UNDO_MERGE' }>
export const undo = (more: Partial<Undo> = {}): Undo => ({
  step: 'UNDO_MERGE',
  mergeId: id(4),
  undone: false,
  later: 0,
  survivorGone: false,
  ...more,
})

export const NOTHING_OPEN = {
  openCases: 0,
  runningOrders: 0,
  owedRefunds: 0,
  openFreight: 0,
  owedCompensations: 0,
}
