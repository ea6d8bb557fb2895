import type { Permission } from '../access/index.ts'
import type { Context, Decision } from '../decisions/index.ts'
import { fen } from '../money/index.ts'
import type { ActorFacts, AfterSaleCaseFacts, AfterSaleOrderFacts } from './facts.ts'
import { judgeAfterSale } from './judge.ts'
import type { AfterSaleAsk } from './request.ts'
import { STEP_NAMES, type StepName, stateAfter } from './steps.ts'

/** What may be done to an after-sale: its step, the command that takes it, and what would be decided now. */
export interface AfterSaleAction {
  readonly step: StepName
  /** The name of the command, such as `approveAfterSale`. */
  readonly command: string
  readonly permission: Permission
  readonly decision: Decision
}

/** Which command takes a step, with which permission; the worker's own steps have none. */
const COMMANDS: Readonly<Partial<Record<StepName, readonly [command: string, permission: Permission]>>> = {
  ACKNOWLEDGE: ['acknowledgeAfterSale', 'after_sale.handle'],
  REQUEST_EVIDENCE: ['requestEvidence', 'after_sale.handle'],
  RESUME_REVIEW: ['resumeReview', 'after_sale.handle'],
  JUDGE_LIABILITY: ['judgeLiability', 'after_sale.handle'],
  APPROVE: ['approveAfterSale', 'after_sale.handle'],
  REJECT: ['rejectAfterSale', 'after_sale.handle'],
  RECORD_RETURN_SHIPMENT: ['recordReturnShipment', 'after_sale.request'],
  RECEIVE_RETURN: ['receiveReturn', 'after_sale.receive'],
  REFUSE_RETURN: ['refuseReturn', 'after_sale.receive'],
  PASS_INSPECTION: ['inspectReturn', 'after_sale.receive'],
  FAIL_INSPECTION: ['inspectReturn', 'after_sale.receive'],
  ACCEPT_AFTER_ALL: ['acceptAfterAll', 'after_sale.handle'],
  TAKE_BACK: ['takeBackExtra', 'after_sale.receive'],
  REFUND: ['refundAfterSale', 'after_sale.handle'],
  PAY_IN_ADVANCE: ['payInAdvance', 'after_sale.handle'],
  ISSUE_REFUND: ['issueRefund', 'refund.issue'],
  REFUND_ARRIVED: ['confirmRefundArrival', 'refund.issue'],
  REFUND_FAILED: ['failRefund', 'refund.issue'],
  SEND_REPLACEMENT: ['sendReplacement', 'after_sale.receive'],
  REPORT_UNAVAILABLE: ['reportReplacementUnavailable', 'after_sale.receive'],
  CHOOSE_REPLACEMENT: ['chooseReplacement', 'after_sale.request'],
  START_REPAIR: ['startRepair', 'after_sale.receive'],
  SEND_REPAIRED: ['sendRepaired', 'after_sale.receive'],
  CONFIRM: ['confirmAfterSale', 'after_sale.request'],
  COMPENSATE: ['grantCompensation', 'compensation.grant'],
  TELL_PLAN: ['tellPlan', 'after_sale.handle'],
  OPEN_DISPUTE: ['openDispute', 'after_sale.handle'],
  LOSE_DISPUTE: ['settleDispute', 'after_sale.handle'],
  WIN_DISPUTE: ['settleDispute', 'after_sale.handle'],
  WITHDRAW: ['withdrawAfterSale', 'after_sale.request'],
  REOPEN: ['reopenAfterSale', 'after_sale.request'],
}

/** The command that takes a step and the permission it asks for; `null`: the worker's own. */
export function commandOfStep(
  step: StepName,
): { readonly name: string; readonly permission: Permission } | null {
  const [name, permission] = COMMANDS[step] ?? []
  return name && permission ? { name, permission } : null
}

/**
 * Every step that the state of an after-sale leaves open, in the order of the workflow, with its decision (AS-WF-RET,
 * AS-WF-EXC). Details that are not known yet, such as an amount, are judged when they are given.
 */
export function afterSaleActions(
  order: AfterSaleOrderFacts,
  found: AfterSaleCaseFacts,
  actor: ActorFacts,
  context: Context,
): readonly AfterSaleAction[] {
  return STEP_NAMES.flatMap((step) => {
    const [command, permission] = COMMANDS[step] ?? []
    if (!command || !permission || stateAfter(step, found.type, found.state) === null) return []
    const decision = judgeAfterSale({ order, case: found, actor, ask: leastOf(step, found) }, context)
    return [{ step, command, permission, decision }]
  })
}

/** The least that can be asked with a step: of amounts one fen, of findings and parcels what nothing speaks against. */
function leastOf(step: StepName, found: AfterSaleCaseFacts): AfterSaleAsk {
  switch (step) {
    case 'APPROVE':
      return { step, amountFen: found.type === 'PARTIAL_REFUND' ? (found.approvedAmountFen ?? fen(1)) : null }
    case 'REJECT':
      return { step, ruleIds: [] }
    case 'JUDGE_LIABILITY':
      return { step, cause: found.cause ?? 'NONE', liable: found.liable ?? 'NOBODY', appraiser: 'AGENT' }
    case 'RECORD_RETURN_SHIPMENT':
      return { step, carrier: 'SF', freightCollect: false, freightFen: fen(0), pickup: false }
    case 'PASS_INSPECTION':
      return { step, finding: 'INTACT' }
    case 'FAIL_INSPECTION':
      return { step, finding: 'WORN' }
    case 'CHOOSE_REPLACEMENT':
      return { step, skuId: null, stock: null, priceDifferenceFen: fen(0), presale: false }
    case 'COMPENSATE':
      return { step, kind: 'COUPON', amountFen: fen(1) }
    case 'LOSE_DISPUTE':
      return { step, hasReference: true }
    default:
      return { step }
  }
}
