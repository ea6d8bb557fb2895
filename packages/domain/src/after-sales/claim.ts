import type { AfterSaleLineFacts, AfterSaleOrderFacts, Cause, EvidenceKind, LiableParty } from './facts.ts'
import type { AfterSaleRequest } from './request.ts'
import type { AfterSaleReason, AfterSaleType } from './states.ts'

/** What is claimed, as an application says it or as the case has it by now. */
export interface Claim {
  readonly step: 'APPLY' | 'APPROVE'
  readonly type: AfterSaleType
  readonly reason: AfterSaleReason
  readonly order: AfterSaleOrderFacts
  /** The lines named that the order has. */
  readonly lines: readonly AfterSaleLineFacts[]
  readonly pieces: readonly { readonly lineId: string; readonly quantity: number }[]
  readonly evidence: readonly EvidenceKind[]
  readonly worn: boolean | null
  readonly intact: boolean | null
  readonly receivedGrams: number | null
  /** When it was applied for: a window is kept by the application, however long the review takes. */
  readonly at: Date
  readonly cause: Cause | null
  readonly liable: LiableParty | null
  readonly specialApproval: boolean
  readonly asException: boolean
}

/** A judgement asks two dozen rules about one request, and options judge hundreds. */
const known = new WeakMap<AfterSaleRequest, { readonly now: Date; readonly claim: Claim | null }>()

/** The claim that an application makes or an approval would grant; `null`: the step is another. */
export function claimOf(request: AfterSaleRequest, now: Date): Claim | null {
  const before = known.get(request)
  if (before?.now === now) return before.claim
  const claim = readClaim(request, now)
  known.set(request, { now, claim })
  return claim
}

function readClaim({ order, case: found, ask }: AfterSaleRequest, now: Date): Claim | null {
  const linesOf = (pieces: Claim['pieces']) => {
    const named = new Set(pieces.map((each) => each.lineId))
    return order.lines.filter((line) => named.has(line.id))
  }
  if (ask.step === 'APPLY') {
    const {
      lines: pieces,
      type,
      reason,
      evidence,
      worn,
      intact,
      receivedGrams,
      asException,
    } = ask.application
    return {
      step: 'APPLY',
      ...{ type, reason, order, pieces, evidence, worn, intact, receivedGrams, asException },
      lines: linesOf(pieces),
      at: now,
      cause: null,
      liable: null,
      specialApproval: false,
    }
  }
  if (ask.step !== 'APPROVE' || !found) return null
  const { type, reason, lines: pieces, worn, intact, receivedGrams, cause, liable, specialApproval } = found
  return {
    step: 'APPROVE',
    ...{ type, reason, pieces, worn, intact, receivedGrams, cause, liable, specialApproval },
    // Its own case does not suspend the confirmation that came before it (Q67).
    order: { ...order, openCases: order.openCases.filter((each) => each.id !== found.id) },
    lines: linesOf(pieces),
    evidence: found.evidence.map((each) => each.kind),
    at: new Date(found.appliedAt),
    asException: false,
  }
}
