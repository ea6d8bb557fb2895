import type { AfterSaleReason, AfterSaleType } from '../after-sales/index.ts'
import type { TrackingKind } from './tracking.ts'

export const PARCEL_MATTERS = ['LOSS', 'DAMAGE', 'RETURN', 'REFUSAL', 'UNREACHABLE'] as const
/** What can be the matter with a parcel. */
export type ParcelMatter = (typeof PARCEL_MATTERS)[number]

/** Which after-sale a matter opens. */
export interface MatterCase {
  readonly type: AfterSaleType
  readonly reason: AfterSaleReason
  /** About the pieces in the parcel; else about the order, and nobody's pieces are claimed. */
  readonly claimsPieces: boolean
}

/**
 * Lost and broken goods are sent again (AS-LOG-05), so is what nobody could deliver (AS-WF-RB-1); what was refused
 * comes back; a parcel that finds nobody is expedited or made good (AS-LOG-04, AS-LOG-02).
 */
export const MATTER_CASES: Readonly<Record<ParcelMatter, MatterCase>> = {
  LOSS: { type: 'RESHIP', reason: 'LOST', claimsPieces: true },
  DAMAGE: { type: 'RESHIP', reason: 'TRANSIT_DAMAGE', claimsPieces: true },
  RETURN: { type: 'RESHIP', reason: 'LATE', claimsPieces: true },
  REFUSAL: { type: 'RETURN_AND_REFUND', reason: 'NO_REASON', claimsPieces: true },
  UNREACHABLE: { type: 'COMPENSATION', reason: 'LATE', claimsPieces: false },
}

const MATTERS: Readonly<Partial<Record<TrackingKind, ParcelMatter>>> = {
  LOST: 'LOSS',
  DAMAGED: 'DAMAGE',
  RETURNING: 'RETURN',
  RETURNED: 'RETURN',
  NO_DELIVERY_POINT: 'RETURN',
  REFUSED: 'REFUSAL',
  DELIVERY_FAILED: 'UNREACHABLE',
}

/** What is reported of a parcel. */
export interface TrackingFacts {
  readonly orderId: string
  readonly shipmentId: string
  /** What is new, in the order in which it happened. */
  readonly kinds: readonly TrackingKind[]
  /** The customer has it by now. */
  readonly signed: boolean
  /** The shop has called it back (C-13). */
  readonly recalled: boolean
}

/**
 * The matters that reports bring up, each once. A parcel that was signed for can still have been damaged; one that
 * the shop called back comes back as it was asked to (AS-WF-RB-2). What was refused is not also undeliverable.
 */
export function mattersOf({ kinds, signed, recalled }: TrackingFacts): readonly ParcelMatter[] {
  const all = new Set(kinds.flatMap((kind) => MATTERS[kind] ?? []))
  if (all.has('REFUSAL') || all.has('DAMAGE')) all.delete('RETURN')
  if (all.has('DAMAGE')) all.delete('REFUSAL')
  if (all.has('RETURN') || all.has('REFUSAL')) all.delete('UNREACHABLE')
  if (recalled) for (const each of ['RETURN', 'REFUSAL', 'UNREACHABLE'] as const) all.delete(each)
  return [...all].filter((matter) => !signed || matter === 'DAMAGE')
}
