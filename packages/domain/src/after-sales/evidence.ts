import type { Context } from '../decisions/index.ts'
import type { Claim } from './claim.ts'
import type { AfterSaleOrderFacts, EvidenceKind } from './facts.ts'
import { receivedAt } from './parcels.ts'
import { isDefect } from './reasons.ts'
import type { AfterSaleReason, AfterSaleType } from './states.ts'
import { comesBack } from './steps.ts'

/** Of each group one kind is needed. */
export type EvidenceGroups = readonly (readonly EvidenceKind[])[]

const PICTURES = ['PHOTO', 'VIDEO'] as const

/** What the proof of a claim depends on: an application, a case or a {@link Claim}. */
export interface ToProve {
  readonly type: AfterSaleType
  readonly reason: AfterSaleReason
  readonly lines: readonly { readonly lineId: string }[]
}

/**
 * What a claim has to be proved with (AS-POL-05, AS-POL-29, AS-LIA-16, AS-WF-BAS-7). Empty: nothing. Where a
 * shop goes on without pictures, goods that come back prove themselves at the inspection (AS-LIA-11).
 */
export function evidenceNeeded(
  { type, reason, lines }: ToProve,
  order: AfterSaleOrderFacts,
  { pack, now }: Context,
): EvidenceGroups {
  if (type === 'COMPENSATION' || type === 'PLATFORM_DISPUTE') return []
  if (isDefect(reason)) {
    if (!pack.get('evidence.quality_photos') && comesBack(type)) return []
    return [reason === 'NOT_AS_DESCRIBED' ? [...PICTURES, 'SCREENSHOT'] : PICTURES]
  }
  if (reason === 'WRONG_ITEM') return [PICTURES]
  if (reason === 'MISSING_ITEM')
    return [pack.get('evidence.weight_for_missing') ? ['WEIGHT_PHOTO'] : [...PICTURES, 'WEIGHT_PHOTO']]
  if (reason !== 'TRANSIT_DAMAGE') return []
  const named = order.lines.filter((line) => lines.some((each) => each.lineId === line.id))
  if (!named.some((line) => receivedAt(order, line, now))) return []
  return pack.get('evidence.delivery_certificate') ? [PICTURES, ['DELIVERY_CERTIFICATE']] : [PICTURES]
}

/** The groups of which nothing has been given yet. */
export function evidenceMissing(claim: Claim, context: Context): EvidenceGroups {
  const needed = evidenceNeeded({ ...claim, lines: claim.pieces }, claim.order, context)
  return needed.filter((group) => !group.some((kind) => claim.evidence.includes(kind)))
}
