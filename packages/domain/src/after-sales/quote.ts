import { type StartedClock, startClock } from '../clocks/index.ts'
import type { Context, Decision } from '../decisions/index.ts'
import { type Tier, tierFor } from '../membership/index.ts'
import { type Fen, fen } from '../money/index.ts'
import type { LineRefund, Refund } from '../orders/index.ts'
import { clawBack, pointsFor } from '../points/index.ts'
import type { Pack } from '../policy/index.ts'
import { clocksAtApply } from './clocks.ts'
import { type PriceDifference, priceDifferenceOf, type Replacement } from './exchange.ts'
import type { ActorFacts, AfterSaleOrderFacts } from './facts.ts'
import { type FreightTerms, freightOf } from './freight.ts'
import { judgeAfterSale } from './judge.ts'
import { partialRefund, partOf, refundableFen, refundForReturn } from './refund.ts'
import type { Application } from './request.ts'
import { type ArrivalWindow, arrivalOf, type RefundRoute, routeOf } from './route.ts'

/** What goes back for one line of an application. Amounts in fen. */
export interface LineQuote extends LineRefund {
  /** Pieces applied for; 0: the amount is off the whole order. */
  readonly quantity: number
  /** The pieces at the price of the order, before all discounts shared over the lines. */
  readonly listFen: Fen
}

/** What an application would cost and give: it changes with the facts and the pack only. Amounts in fen. */
export interface AfterSaleTerms {
  readonly lines: readonly LineQuote[]
  readonly goodsFen: Fen
  /** Outbound freight that comes back (Q08). */
  readonly freightFen: Fen
  /** Goods and freight: what would be refunded. */
  readonly amountFen: Fen
  /** PARTIAL_REFUND: what the buyer enters as paid to the seller (AS-WF-RFD-3); `null`: another type, or no amount. */
  readonly paySellerFen: Fen | null
  /** COMPENSATION: what is asked for; `null`: another type, or to be proposed. */
  readonly compensationFen: Fen | null
  /** An exchange for another specification; `null`: none, or its price is not known. */
  readonly difference: PriceDifference | null
  /** The way back of the money; `null`: none goes back. */
  readonly route: RefundRoute | null
  readonly freight: FreightTerms
  /** Points spent that come back, and points earned that are taken back (Q09, Q10). */
  readonly points: { readonly back: number; readonly clawedBack: number }
  /** By net paid in the window of the pack; `null`: no member, or not known. */
  readonly tier: { readonly before: Tier; readonly after: Tier } | null
}

/** An approval that an application takes, or that granting what it asks for will take. */
export interface ApprovalNeeded {
  readonly rule: string
  /** The permission whose holder decides. */
  readonly permission: string
  readonly for: 'REQUEST' | 'GRANT'
}

/** What would be decided, owed and promised if it were applied for now. Nothing of it is stored. */
export interface AfterSaleQuote {
  readonly terms: AfterSaleTerms
  /** Between when the money would arrive if it were issued now; `null`: none goes back. */
  readonly arrival: ArrivalWindow | null
  /** The promises that would start. */
  readonly clocks: readonly StartedClock[]
  readonly approvals: readonly ApprovalNeeded[]
  readonly decision: Decision
}

/** What a quote can tell besides, where it is known. */
export interface QuoteExtras {
  /** Net paid for goods in the window of the pack, this order included, in fen. */
  readonly paidInWindowFen?: Fen | null
  /** Points credited for the order so far. Absent: those that its payment earns. */
  readonly creditedPoints?: number
  /** What an exchange is for. */
  readonly replacement?: Replacement | null
}

/**
 * What an application would bring, in full. An amount beyond what was paid is quoted as all that is left, and its
 * decision says no. Throws RangeError for a line of another order.
 */
export function quoteAfterSale(
  order: AfterSaleOrderFacts,
  application: Application,
  actor: ActorFacts,
  context: Context,
  extras: QuoteExtras = {},
): AfterSaleQuote {
  const { pack, now } = context
  const terms = termsOf(order, application, pack, extras)
  const decision = judgeAfterSale({ order, case: null, actor, ask: { step: 'APPLY', application } }, context)
  return {
    terms,
    arrival: terms.route && arrivalOf(terms.route, now, pack),
    clocks: clocksAtApply(application, context).flatMap((name) => startClock(name, now, pack) ?? []),
    approvals: approvalsOf(decision),
    decision,
  }
}

function termsOf(
  order: AfterSaleOrderFacts,
  application: Application,
  pack: Pack,
  extras: QuoteExtras,
): AfterSaleTerms {
  const { type, reason, amountFen, lines: pieces } = application
  const { refund, paySellerFen } = refundOf(order, application)
  const { goodsFen, freightFen } = refund
  const [first] = pieces
  return {
    lines: refund.lines.map((line) => ofLine(order, application, line)),
    goodsFen,
    freightFen,
    amountFen: refund.amountFen,
    paySellerFen,
    compensationFen: type === 'COMPENSATION' ? amountFen : null,
    difference:
      type === 'EXCHANGE' && first && extras.replacement
        ? priceDifferenceOf(order, first, extras.replacement)
        : null,
    route: refund.amountFen > 0 ? routeOf(order.payments) : null,
    freight: freightOf(
      { type, reason, liable: null, tier: order.tier, insured: order.freightInsured },
      { pack },
    ),
    points: pointsOf(order, refund, pack, extras.creditedPoints),
    tier: tierEffect(order, goodsFen, pack, extras.paidInWindowFen ?? null),
  }
}

interface Quoted {
  readonly refund: Refund
  readonly paySellerFen: Fen | null
}

const NOTHING: Quoted = {
  refund: { lines: [], goodsFen: fen(0), freightFen: fen(0), amountFen: fen(0) },
  paySellerFen: null,
}

/** A dispute is quoted as the return that the platform may grant; what is replaced gives no money back. */
function refundOf(order: AfterSaleOrderFacts, { type, reason, lines, amountFen }: Application): Quoted {
  // Nothing was paid for what was sent too much (AS-POL-30).
  if (reason === 'EXTRA_ITEM') return NOTHING
  if (type === 'RETURN_AND_REFUND' || type === 'PLATFORM_DISPUTE') {
    return { refund: refundForReturn(order, lines, { reason, liable: null }), paySellerFen: null }
  }
  if (type !== 'PARTIAL_REFUND' || amountFen === null || amountFen <= 0) return NOTHING
  const part = partOf(lines)
  const most = fen(Math.min(amountFen, refundableFen(order, part)))
  if (most === 0) return NOTHING
  const { paySellerFen, ...refund } = partialRefund(order, part, most)
  return { refund, paySellerFen }
}

function ofLine(order: AfterSaleOrderFacts, { lines }: Application, line: LineRefund): LineQuote {
  const quantity = lines.find((each) => each.lineId === line.lineId)?.quantity ?? 0
  const price = order.lines.find((each) => each.id === line.lineId)?.unitPriceFen ?? 0
  return { ...line, quantity, listFen: fen(price * quantity) }
}

function pointsOf(
  order: AfterSaleOrderFacts,
  refund: Refund,
  pack: Pack,
  creditedPoints: number | undefined,
): AfterSaleTerms['points'] {
  const back = refund.lines.reduce((sum, line) => sum + line.points, 0)
  if (order.tier === null) return { back, clawedBack: 0 }
  const paid = fen(order.lines.reduce((sum, line) => sum + line.paidFen, 0))
  const before = fen(order.lines.reduce((sum, line) => sum + line.refundedFen, 0))
  const credited = creditedPoints ?? pointsFor(paid, before, pack)
  return { back, clawedBack: clawBack(credited, paid, fen(before + refund.goodsFen), pack) }
}

function tierEffect(
  order: AfterSaleOrderFacts,
  goodsFen: Fen,
  pack: Pack,
  paidFen: Fen | null,
): AfterSaleTerms['tier'] {
  if (order.tier === null || paidFen === null) return null
  return { before: tierFor(paidFen, pack), after: tierFor(fen(Math.max(0, paidFen - goodsFen)), pack) }
}

function approvalsOf({ findings }: Decision): readonly ApprovalNeeded[] {
  return findings.flatMap(({ rule, verdict, remedies }) => {
    if (verdict !== 'NEEDS_APPROVAL' && verdict !== 'WARN') return []
    const permission = remedies.find((each) => each.kind === 'APPROVAL')?.approver
    return permission ? [{ rule, permission, for: verdict === 'WARN' ? 'GRANT' : 'REQUEST' } as const] : []
  })
}
