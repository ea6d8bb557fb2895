import type { Permission } from '../access/index.ts'
import type { Context, Decision } from '../decisions/index.ts'
import { judgeOrder } from '../orders/index.ts'
import type { EvidenceGroups } from './evidence.ts'
import { evidenceNeeded } from './evidence.ts'
import type { ActorFacts, AfterSaleLineFacts, AfterSaleOrderFacts } from './facts.ts'
import { judgeAfterSale } from './judge.ts'
import { piecesLeft } from './parcels.ts'
import type { AfterSaleRequest, Application } from './request.ts'
import { reasonsKeyOf } from './rules/types.ts'
import { AFTER_SALE_REASONS, AFTER_SALE_TYPES, type AfterSaleReason, type AfterSaleType } from './states.ts'
import { tradeFactsOf } from './trade-facts.ts'
import { closesAt, windowsOf } from './windows.ts'

/** What may be asked for: the seven types, and the two ways out before receipt (AS-TYP-08, C-13). */
export type AfterSaleKind = AfterSaleType | 'REFUND_BEFORE_DISPATCH' | 'INTERCEPTION'

/** One reason of a kind, with what would be decided and what it takes. */
export interface ReasonOption {
  readonly reason: AfterSaleReason
  readonly decision: Decision
  /** RFC 3339 UTC; `null`: no last day. */
  readonly openUntil: string | null
  /** Of each group one is needed before it is agreed to. */
  readonly evidenceNeeded: EvidenceGroups
}

/** One kind of after-sale of a line, or of the whole order. */
export interface AfterSaleOption {
  readonly kind: AfterSaleKind
  /** `null`: it is about the order. */
  readonly lineId: string | null
  /** Pieces that it can be about; 0 where it is about the order. */
  readonly quantity: number
  /** Of the reason that gets furthest. */
  readonly decision: Decision
  /** The reasons that open it, or would with an approval, in the order of the enum. */
  readonly reasons: readonly ReasonOption[]
  /** RFC 3339 UTC: when the last of those closes; `null`: it does not. */
  readonly openUntil: string | null
  readonly evidenceNeeded: EvidenceGroups
  /** Who can approve it, where it takes an approval. */
  readonly approval: Permission | null
  /** What can be done instead. */
  readonly alternatives: readonly string[]
}

const RANK = { ALLOWED: 0, NEEDS_APPROVAL: 1, DENIED: 2 } as const

/**
 * What may be asked of an order now: each type for each line, and for the order a compensation, the refund
 * before dispatch and the recall. An option that is allowed is not denied when it is applied for.
 */
export function afterSaleOptions(
  order: AfterSaleOrderFacts,
  actor: ActorFacts,
  context: Context,
): readonly AfterSaleOption[] {
  const perLine = AFTER_SALE_TYPES.filter((type) => type !== 'COMPENSATION')
  const trade = tradeFactsOf(order)
  // An unpaid order is closed as a whole (ORD-CAN-05).
  const unpaid = order.tradeStatus === 'UNPAID'
  return [
    ...order.lines.flatMap((line) => [
      ...perLine.map((type) => typeOption(order, line, type, actor, context)),
      beforeReceipt(
        'REFUND_BEFORE_DISPATCH',
        line,
        judgeOrder(trade, { action: 'CANCEL', lineIds: unpaid ? null : [line.id], by: byOf(actor) }, context),
      ),
    ]),
    typeOption(order, null, 'COMPENSATION', actor, context),
    beforeReceipt('INTERCEPTION', null, judgeOrder(trade, { action: 'INTERCEPT' }, context)),
  ]
}

/** What to ask for with a type and a reason: all pieces left, in the best condition the rules know. */
export function applicationFor(
  line: AfterSaleLineFacts | null,
  type: AfterSaleType,
  reason: AfterSaleReason,
): Application {
  return {
    type,
    reason,
    lines: line ? [{ lineId: line.id, quantity: Math.max(1, piecesLeft(line)) }] : [],
    evidence: [],
    worn: null,
    intact: null,
    receivedGrams: null,
    asException: false,
    amountFen: null,
    compensationKind: null,
    replacementSkuId: null,
  }
}

function typeOption(
  order: AfterSaleOrderFacts,
  line: AfterSaleLineFacts | null,
  type: AfterSaleType,
  actor: ActorFacts,
  context: Context,
): AfterSaleOption {
  const windows = line && windowsOf(order, line, context)
  const listed = context.pack.get(reasonsKeyOf(type))
  const all = AFTER_SALE_REASONS.filter((reason) => listed.includes(reason)).map((reason): ReasonOption => {
    const application = applicationFor(line, type, reason)
    const ask = { step: 'APPLY', application } as const
    const end = windows && closesAt(windows, type, reason)
    return {
      reason,
      decision: judgeAfterSale({ order, case: null, actor, ask }, context),
      openUntil: end ? end.toISOString() : null,
      evidenceNeeded: evidenceNeeded(application, order, context),
    }
  })
  // What was sent too much is no piece of the line, and what was signed for is rarely lost: they can be claimed,
  // but do not say how far the line's own pieces get.
  const beside = (reason: AfterSaleReason) =>
    reason === 'EXTRA_ITEM' || (reason === 'LOST' && windows?.receivedAt)
  const own = all.filter((each) => !beside(each.reason))
  const [best] = [...own].sort((a, b) => RANK[a.decision.outcome] - RANK[b.decision.outcome])
  const open = own.filter((each) => each.decision.outcome !== 'DENIED')
  const ends = open.map((each) => each.openUntil)
  return {
    kind: type,
    lineId: line?.id ?? null,
    quantity: line ? piecesLeft(line) : 0,
    ...answerOf(best?.decision ?? judgeAfterSale(applyingFor(order, line, type, actor), context)),
    reasons: all.filter((each) => each.decision.outcome !== 'DENIED'),
    openUntil: ends.includes(null) ? null : (ends.sort().at(-1) ?? null),
    evidenceNeeded: best?.evidenceNeeded ?? [],
  }
}

/** A type that no reason opens in this shop: the rule says so. */
const applyingFor = (
  order: AfterSaleOrderFacts,
  line: AfterSaleLineFacts | null,
  type: AfterSaleType,
  actor: ActorFacts,
): AfterSaleRequest => ({
  order,
  case: null,
  actor,
  ask: { step: 'APPLY', application: applicationFor(line, type, 'NO_REASON') },
})

function beforeReceipt(
  kind: AfterSaleKind,
  line: AfterSaleLineFacts | null,
  decision: Decision,
): AfterSaleOption {
  return {
    kind,
    lineId: line?.id ?? null,
    quantity: line?.quantity ?? 0,
    ...answerOf(decision),
    reasons: [],
    openUntil: null,
    evidenceNeeded: [],
  }
}

function answerOf(decision: Decision): Pick<AfterSaleOption, 'decision' | 'approval' | 'alternatives'> {
  const names = decision.findings
    .flatMap((finding) => finding.remedies)
    .flatMap((each) => (each.kind === 'ALTERNATIVE' && each.alternative ? [each.alternative] : []))
  return {
    decision,
    approval: decision.outcome === 'NEEDS_APPROVAL' ? 'approval.decide' : null,
    alternatives: [...new Set(names)],
  }
}

/** A storefront asks for the buyer. */
const byOf = (actor: ActorFacts) => (actor.kind === 'PARTNER' ? 'BUYER' : 'SHOP')
