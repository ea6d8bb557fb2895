import type { AfterSaleState, AfterSaleType, ClockMoves } from './states.ts'

/** One step of the lifecycle: from where, to where, and what it does to the clocks. */
export interface Step {
  readonly from: readonly AfterSaleState[]
  /** Absent: the step leaves the state as it is. A function where the type or the state decides. */
  readonly to?: AfterSaleState | ((type: AfterSaleType, state: AfterSaleState) => AfterSaleState)
  /** Absent: of every type. */
  readonly types?: readonly AfterSaleType[]
  readonly clocks?: ClockMoves
  /** The script of the notice that the customer gets; absent: none is owed. */
  readonly notice?: AfterSaleNotice
}

/** The notices owed because of an after-sale or complaint; their words are those of the wording concept. */
export type AfterSaleNotice =
  | 'APPLICATION_RECEIVED'
  | 'EVIDENCE_NEEDED'
  | 'APPROVED_SEND_BACK'
  | 'APPROVED'
  | 'REJECTED'
  | 'RETURN_REFUSED'
  | 'RETURN_RECEIVED'
  | 'INSPECTION_FAILED'
  | 'REFUND_ISSUED'
  | 'REFUND_ARRIVED'
  | 'REFUND_FAILED'
  | 'REPLACEMENT_SENT'
  | 'REPLACEMENT_UNAVAILABLE'
  | 'REPAIR_STARTED'
  | 'REPAIRED'
  | 'SEND_BACK_REMINDER'
  | 'LAPSED'
  | 'REOPENED'
  | 'COMPENSATION_GRANTED'
  | 'PLAN_TOLD'
  | 'COMPLAINT_RECEIVED'

const BACK: readonly AfterSaleType[] = ['RETURN_AND_REFUND', 'EXCHANGE', 'REPAIR']
/** The money or the replacement went ahead: what comes back then leaves the state as it is (AS-POL-10, C-25). */
export const AHEAD: readonly AfterSaleState[] = ['REFUND_OWED', 'REFUNDED', 'REPLACEMENT_SENT', 'COMPLETED']
const unlessAhead = (to: AfterSaleState) => (_: AfterSaleType, state: AfterSaleState) =>
  AHEAD.includes(state) ? state : to
const UNDECIDED: readonly AfterSaleState[] = ['APPLIED', 'REVIEWING', 'EVIDENCE_REQUESTED']
const REVIEW = ['after_sale.acknowledge', 'after_sale.review'] as const

/** Whether goods come back in a type (AS-WF-RET, AS-WF-EXC, C-46). */
export const comesBack = (type: AfterSaleType) => BACK.includes(type)

/**
 * The one state machine of after-sales: the seven steps of 000 §6.2 and §6.3 and their missing branches
 * (C-39, C-46, C-50). A step out of order is refused by the rule AS-WF-RET, not by a missing button.
 */
export const AFTER_SALE_STEPS = {
  ACKNOWLEDGE: { from: ['APPLIED'], to: 'REVIEWING', clocks: { stop: ['after_sale.acknowledge'] } },
  REQUEST_EVIDENCE: {
    from: ['APPLIED', 'REVIEWING'],
    to: 'EVIDENCE_REQUESTED',
    clocks: { stop: ['after_sale.acknowledge'], pause: ['after_sale.review'] },
    notice: 'EVIDENCE_NEEDED',
  },
  /** The customer has answered: the review goes on. */
  RESUME_REVIEW: {
    from: ['EVIDENCE_REQUESTED'],
    to: 'REVIEWING',
    clocks: { resume: ['after_sale.review'] },
  },
  JUDGE_LIABILITY: {
    from: [
      'APPLIED',
      'REVIEWING',
      'EVIDENCE_REQUESTED',
      'APPROVED',
      'RETURN_IN_TRANSIT',
      'RECEIVED',
      'INSPECTION_PASSED',
      'INSPECTION_FAILED',
      'DISPUTED',
    ],
  },
  APPROVE: {
    from: UNDECIDED,
    to: (type) => (comesBack(type) || type === 'RESHIP' ? 'APPROVED' : 'REFUND_OWED'),
    types: ['RETURN_AND_REFUND', 'EXCHANGE', 'REPAIR', 'RESHIP', 'PARTIAL_REFUND'],
    // The customer is told what is done, so the plan for a lost parcel is told with it (Q62).
    clocks: { stop: [...REVIEW, 'parcel.lost_plan'] },
    notice: 'APPROVED',
  },
  REJECT: { from: UNDECIDED, to: 'REJECTED', clocks: { stop: REVIEW, endAll: true }, notice: 'REJECTED' },
  /** The customer's waybill, or the courier who collects (C-50: before receipt, always). */
  RECORD_RETURN_SHIPMENT: {
    from: ['APPROVED', 'RETURN_REFUSED', ...AHEAD],
    to: unlessAhead('RETURN_IN_TRANSIT'),
    types: BACK,
    clocks: { stop: ['after_sale.send_back', 'after_sale.pickup'] },
  },
  RECEIVE_RETURN: {
    from: ['RETURN_IN_TRANSIT', ...AHEAD],
    to: unlessAhead('RECEIVED'),
    types: BACK,
    // What starts depends on the type: clocksAtReceipt.
    notice: 'RETURN_RECEIVED',
  },
  /** At the door: a carrier that is not accepted, or freight to collect (AS-WF-BAS-3). */
  REFUSE_RETURN: {
    from: ['RETURN_IN_TRANSIT'],
    to: 'RETURN_REFUSED',
    types: BACK,
    clocks: { start: ['after_sale.send_back'] },
    notice: 'RETURN_REFUSED',
  },
  PASS_INSPECTION: {
    from: ['RECEIVED', ...AHEAD],
    to: unlessAhead('INSPECTION_PASSED'),
    types: BACK,
    clocks: { stop: ['after_sale.inspect'], recount: ['after_sale.refund'] },
  },
  FAIL_INSPECTION: {
    from: ['RECEIVED', ...AHEAD],
    to: unlessAhead('INSPECTION_FAILED'),
    types: BACK,
    clocks: { stop: ['after_sale.inspect'], endAll: true },
    notice: 'INSPECTION_FAILED',
  },
  /** After a failed inspection: settled after all (special approval, or a new finding). */
  ACCEPT_AFTER_ALL: {
    from: ['INSPECTION_FAILED'],
    to: 'INSPECTION_PASSED',
    types: BACK,
  },
  /** What was sent too much is in stock again; nothing was paid for it (AS-POL-30). */
  TAKE_BACK: {
    from: ['INSPECTION_PASSED'],
    to: 'COMPLETED',
    types: ['RETURN_AND_REFUND'],
    clocks: { endAll: true },
  },
  REFUND: {
    from: ['INSPECTION_PASSED', 'REPLACEMENT_UNAVAILABLE', 'APPROVED'],
    to: 'REFUND_OWED',
    types: ['RETURN_AND_REFUND', 'EXCHANGE', 'REPAIR', 'RESHIP'],
  },
  /** Money before the goods are back, under an approval (AS-POL-10). */
  PAY_IN_ADVANCE: {
    from: ['APPROVED', 'RETURN_IN_TRANSIT', 'RECEIVED'],
    to: 'REFUND_OWED',
    types: ['RETURN_AND_REFUND'],
  },
  ISSUE_REFUND: {
    from: ['REFUND_OWED'],
    to: 'REFUNDED',
    clocks: {
      stop: [
        'after_sale.refund',
        'partial_refund',
        'after_sale.replacement',
        'parcel.resolve',
        'parcel.lost_plan',
      ],
    },
    notice: 'REFUND_ISSUED',
  },
  REFUND_ARRIVED: { from: ['REFUNDED'], to: 'COMPLETED', clocks: { endAll: true }, notice: 'REFUND_ARRIVED' },
  REFUND_FAILED: { from: ['REFUNDED'], to: 'REFUND_OWED', notice: 'REFUND_FAILED' },
  SEND_REPLACEMENT: {
    from: ['INSPECTION_PASSED', 'APPROVED', 'RETURN_IN_TRANSIT', 'RECEIVED', 'REPLACEMENT_UNAVAILABLE'],
    to: 'REPLACEMENT_SENT',
    types: ['EXCHANGE', 'RESHIP'],
    clocks: { stop: ['after_sale.replacement', 'parcel.resolve', 'parcel.lost_plan'] },
    notice: 'REPLACEMENT_SENT',
  },
  REPORT_UNAVAILABLE: {
    from: ['INSPECTION_PASSED', 'APPROVED'],
    to: 'REPLACEMENT_UNAVAILABLE',
    types: ['EXCHANGE', 'RESHIP'],
    clocks: { pause: ['after_sale.replacement'] },
    notice: 'REPLACEMENT_UNAVAILABLE',
  },
  /** The customer waits, or takes another specification (Q63). */
  CHOOSE_REPLACEMENT: {
    from: ['REPLACEMENT_UNAVAILABLE'],
    to: (type) => (type === 'RESHIP' ? 'APPROVED' : 'INSPECTION_PASSED'),
    types: ['EXCHANGE', 'RESHIP'],
    clocks: { resume: ['after_sale.replacement'] },
  },
  START_REPAIR: { from: ['INSPECTION_PASSED'], to: 'REPAIRING', types: ['REPAIR'], notice: 'REPAIR_STARTED' },
  SEND_REPAIRED: { from: ['REPAIRING'], to: 'REPAIRED', types: ['REPAIR'], notice: 'REPAIRED' },
  /** The goods arrived with the customer. */
  CONFIRM: { from: ['REPLACEMENT_SENT', 'REPAIRED'], to: 'COMPLETED', clocks: { endAll: true } },
  /** A compensation was agreed: nothing is sent back. */
  COMPENSATE: {
    from: ['APPLIED', 'REVIEWING', 'EVIDENCE_REQUESTED'],
    to: 'COMPLETED',
    types: ['COMPENSATION'],
    clocks: { stop: [...REVIEW, 'parcel.resolve'], endAll: true },
    notice: 'COMPENSATION_GRANTED',
  },
  /** The plan for a lost or delayed parcel was told to the customer. */
  TELL_PLAN: {
    from: [...UNDECIDED, 'APPROVED'],
    clocks: { stop: ['after_sale.acknowledge', 'parcel.lost_plan'] },
    notice: 'PLAN_TOLD',
  },
  /** The platform takes the matter over (AS-TYP-07): nothing is awaited of either side until it decides. */
  OPEN_DISPUTE: {
    from: [...UNDECIDED, 'APPROVED', 'INSPECTION_FAILED', 'REJECTED'],
    to: 'DISPUTED',
    clocks: { endAll: true },
  },
  /** The platform decided for the customer. */
  LOSE_DISPUTE: { from: ['DISPUTED'], to: 'REFUND_OWED' },
  WIN_DISPUTE: { from: ['DISPUTED'], to: 'COMPLETED', clocks: { endAll: true } },
  WITHDRAW: {
    from: [
      ...UNDECIDED,
      'APPROVED',
      'RETURN_REFUSED',
      'INSPECTION_FAILED',
      'REPLACEMENT_UNAVAILABLE',
      'DISPUTED',
    ],
    to: 'WITHDRAWN',
    clocks: { endAll: true },
  },
  /** Also where money or goods went ahead: the goods are still owed. */
  REMIND: {
    from: ['APPROVED', 'RETURN_REFUSED', ...AHEAD],
    types: BACK,
    clocks: { remind: ['after_sale.send_back'] },
    notice: 'SEND_BACK_REMINDER',
  },
  /** The customer did not send it back in time (AS-WF-RFD-2). */
  LAPSE: {
    from: ['APPROVED', 'RETURN_REFUSED'],
    to: 'LAPSED',
    types: BACK,
    clocks: { endAll: true },
    notice: 'LAPSED',
  },
  REOPEN: {
    from: ['LAPSED', 'REJECTED', 'WITHDRAWN'],
    to: 'REVIEWING',
    clocks: { start: ['after_sale.review'] },
    notice: 'REOPENED',
  },
} as const satisfies Record<string, Step>

/** The name of a step. */
export type StepName = keyof typeof AFTER_SALE_STEPS

export const STEP_NAMES = Object.keys(AFTER_SALE_STEPS) as readonly StepName[]

/** Where a step leads from a state; `null`: out of order, or not of this type. */
export function stateAfter(
  name: StepName,
  type: AfterSaleType,
  state: AfterSaleState,
): AfterSaleState | null {
  const step: Step = AFTER_SALE_STEPS[name]
  if (!step.from.includes(state) || (step.types && !step.types.includes(type))) return null
  return typeof step.to === 'function' ? step.to(type, state) : (step.to ?? state)
}
