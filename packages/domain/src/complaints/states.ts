export const COMPLAINT_STATES = [
  'LISTENED',
  'RECORDED',
  'VERIFYING',
  'PLANNED',
  'DISCUSSED',
  'EXECUTING',
  'FOLLOWED_UP',
  'SUMMARISED',
] as const
/**
 * Where a complaint stands (CMP-WF-01, C-40). The three steps of 001 are RECORDED, DISCUSSED and FOLLOWED_UP; the
 * five of 002 are LISTENED and RECORDED (intake), VERIFYING, PLANNED to EXECUTING (handling), FOLLOWED_UP,
 * SUMMARISED (improvement).
 */
export type ComplaintState = (typeof COMPLAINT_STATES)[number]

export const COMPLAINT_GRADES = ['ORDINARY', 'SERIOUS'] as const
/** How grave it is (CMP-GRD-01, CMP-GRD-02); the major problem of 000 is SERIOUS (C-04). */
export type ComplaintGrade = (typeof COMPLAINT_GRADES)[number]

export const COMPLAINT_TOPICS = ['GOODS', 'DELIVERY', 'SERVICE', 'DESCRIPTION', 'PRICE', 'OTHER'] as const
/** What it is about: the goods and their description count by SKU, the delivery by carrier (CMP-SPC-06). */
export type ComplaintTopic = (typeof COMPLAINT_TOPICS)[number]

export const COMPLAINT_HARMS = [
  'INJURY',
  'SAFETY',
  'DAMAGE_BEYOND_GOODS',
  'FALSE_ADVERTISING',
  'MEDIA',
] as const
/** What makes a complaint serious by itself (CMP-GRD-02). */
export type ComplaintHarm = (typeof COMPLAINT_HARMS)[number]

/** Why a complaint is serious: a harm, or the amount that is claimed. */
export type SeriousCriterion = ComplaintHarm | 'CLAIMED_AMOUNT'

export const SPECIAL_KINDS = ['AGITATED', 'EXCESSIVE_CLAIM', 'MEDIA', 'MALICIOUS', 'REPEAT', 'GROUP'] as const
/** The special kinds of 000 §5.3 (CMP-SPC-01 to -06). */
export type SpecialKind = (typeof SPECIAL_KINDS)[number]

export const MALICE_STAGES = ['TAGGED', 'WARNED', 'APPEALED'] as const
/** The ladder against malice as far as a complaint goes (C-44); the blacklist is the customer's. */
export type MaliceStage = (typeof MALICE_STAGES)[number]

export const ESCALATION_TRIGGERS = [
  'SERIOUS',
  'GROUP',
  'OVER_AUTHORITY',
  'UNSOLVABLE',
  'DISAGREEMENT',
] as const
/** Why a complaint goes to a supervisor (C-04). */
export type EscalationTrigger = (typeof ESCALATION_TRIGGERS)[number]

/** Whom it went to: a supervisor on duty, else the one on call, then the manager (Q59). */
export type EscalationLevel = 'SUPERVISOR' | 'ON_CALL' | 'MANAGER'

export const SATISFACTIONS = ['SATISFIED', 'ACCEPTED', 'UNREACHABLE', 'DISSATISFIED'] as const
/** What the customer says of the result (CMP-WF-01 step 7). */
export type Satisfaction = (typeof SATISFACTIONS)[number]

/** Whether the customer's problem is solved: no further progress is owed (AS-SLA-15). */
export const isSolved = (state: ComplaintState) => state === 'FOLLOWED_UP' || state === 'SUMMARISED'

/** The status of the case around it. */
export function statusOfComplaint(state: ComplaintState): 'OPEN' | 'SOLVED' | 'CLOSED' {
  if (state === 'SUMMARISED') return 'CLOSED'
  return state === 'FOLLOWED_UP' ? 'SOLVED' : 'OPEN'
}
