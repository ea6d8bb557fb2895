import { GRADES, type Grade } from '../access/index.ts'
import { type Fen, fen } from '../money/index.ts'
import { isWithin, type Limit, type Pack, type PartialLimit } from '../policy/index.ts'
import type { AfterSaleOrderFacts } from './facts.ts'
import { lineOf, linesOf, type OrderPart, partialRefund, refundableFen } from './refund.ts'

/** Money that is given away: for service (COMPENSATION), or on goods that stay (PARTIAL_REFUND) (Q61). */
export type Grant =
  | { readonly kind: 'COMPENSATION'; readonly amountFen: Fen }
  | { readonly kind: 'PARTIAL_REFUND'; readonly part: OrderPart; readonly amountFen: Fen }

type PartialRefund = Extract<Grant, { kind: 'PARTIAL_REFUND' }>

/** How a grant stands to what somebody may grant alone. */
export interface Authority {
  /** WITHIN: granted at once; BEYOND: takes an approval; NONE: not held at all (Q04). */
  readonly reach: 'WITHIN' | 'BEYOND' | 'NONE'
  /** The limit in fen, over all that was granted; `null`: no limit, or one for each of several lines. */
  readonly limitFen: Fen | null
  /** What was granted before, which counts (Q33). In fen. */
  readonly grantedFen: Fen
  /** The lowest grade that may approve it, a supervisor at least (Q05); `null` where nobody has to. */
  readonly approver: Grade | null
}

/**
 * Whether somebody may grant it alone, by the authority table of the pack (C-24, Q04, Q05, Q32, Q33). `grade`:
 * `null` for who is no agent, and holds nothing. Compensation counts over the cases of a matter, partial refunds
 * over each line; limits are inclusive (Q38). What policy owes is no grant and takes no authority.
 */
export function authorityOf(
  grant: Grant,
  order: AfterSaleOrderFacts,
  grade: Grade | null,
  pack: Pack,
): Authority {
  if (grant.kind === 'COMPENSATION') {
    return compensationAuthority(order.compensatedFen, grant.amountFen, grade, pack)
  }
  const holds = (each: Grade) => mayGrant(grant, order, each, pack)
  const mine = grade === null ? 'NONE' : holds(grade)
  return {
    reach: mine,
    limitFen: grade === null ? null : limitOf(grant, order, grade, pack),
    grantedFen: grantedOf(grant, order),
    approver: mine === 'WITHIN' ? null : (APPROVERS.find((each) => holds(each) === 'WITHIN') ?? null),
  }
}

/** The same for a compensation, whatever case it is granted on. `grantedFen`: on all cases that count as one (Q33). */
export function compensationAuthority(
  grantedFen: Fen,
  amountFen: Fen,
  grade: Grade | null,
  pack: Pack,
): Authority {
  const holds = (each: Grade) => mayCompensate(grantedFen, amountFen, each, pack)
  const mine = grade === null ? 'NONE' : holds(grade)
  return {
    reach: mine,
    limitFen: grade === null ? null : amount(pack.get('compensation.limits')[grade]),
    grantedFen,
    approver: mine === 'WITHIN' ? null : (APPROVERS.find((each) => holds(each) === 'WITHIN') ?? null),
  }
}

function mayCompensate(grantedFen: Fen, amountFen: Fen, grade: Grade, pack: Pack): Authority['reach'] {
  const limit = pack.get('compensation.limits')[grade]
  if (limit === 'NONE') return 'NONE'
  return isWithin(grantedFen + amountFen, limit) ? 'WITHIN' : 'BEYOND'
}

/** Deciding is the supervisor's and above, also where a senior's own limit would do (Q05). */
const APPROVERS = GRADES.slice(GRADES.indexOf('supervisor'))

function mayGrant(
  grant: PartialRefund,
  order: AfterSaleOrderFacts,
  grade: Grade,
  pack: Pack,
): Authority['reach'] {
  const { part, amountFen } = grant
  if (amountFen > refundableFen(order, part)) return 'BEYOND'
  const { lines, freightFen } = partialRefund(order, part, amountFen)
  const limit = pack.get('partial_refund.limits')[grade]
  if (limit === 'WHOLE_ORDER') return 'WITHIN'
  if (freightFen > 0) return 'BEYOND'
  const all = lines.every((line) => {
    const { paidFen, partiallyRefundedFen } = lineOf(order, line.lineId)
    return isWithin(partiallyRefundedFen + line.amountFen, lineLimit(limit, paidFen))
  })
  return all ? 'WITHIN' : 'BEYOND'
}

/** What may be taken off a line in all, in fen: a share of what was paid for it, under a cap (Q33). */
function lineLimit(limit: PartialLimit, paidFen: Fen): Limit {
  if (typeof limit === 'string') return paidFen
  return Math.min(Math.floor((paidFen * limit.percent) / 100), limit.capFen)
}

function limitOf(grant: PartialRefund, order: AfterSaleOrderFacts, grade: Grade, pack: Pack): Fen | null {
  const limit = pack.get('partial_refund.limits')[grade]
  const [line, ...others] = linesOf(order, grant.part)
  if (limit === 'WHOLE_ORDER' || !line || others.length > 0) return null
  return amount(lineLimit(limit, line.paidFen))
}

const amount = (limit: Limit): Fen | null =>
  limit === 'UNLIMITED' ? null : fen(limit === 'NONE' ? 0 : limit)

function grantedOf(grant: PartialRefund, order: AfterSaleOrderFacts): Fen {
  return fen(linesOf(order, grant.part).reduce((sum, line) => sum + line.partiallyRefundedFen, 0))
}
