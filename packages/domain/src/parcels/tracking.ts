export const TRACKING_KINDS = [
  'PICKED_UP',
  'ARRIVED_AT_HUB',
  'LEFT_HUB',
  'IN_DESTINATION_CITY',
  'OUT_FOR_DELIVERY',
  'SIGNED',
  'DELIVERY_FAILED',
  'RETURNING',
  'RETURNED',
  'REFUSED',
  'NO_DELIVERY_POINT',
  'DAMAGED',
  'LOST',
] as const
/** What a carrier reports of a parcel (FUL-15). */
export type TrackingKind = (typeof TRACKING_KINDS)[number]

export const CARRIERS = ['SF', 'STO', 'EMS', 'ZTO', 'YTO', 'JD'] as const
export const SHIPPING_SERVICES = ['STANDARD', 'EXPRESS', 'FREIGHT'] as const

export const PACKING_STATUSES = ['LABEL_PRINTED', 'PACKED', 'HANDED_OVER'] as const
/** How far a parcel gets in the warehouse (table E.1). */
export type PackingStatus = (typeof PACKING_STATUSES)[number]

/** Where a parcel can be, in the order in which it gets there; it never goes back. */
const PARCEL_STATUSES = [
  ...PACKING_STATUSES,
  'IN_TRANSIT',
  'OUT_FOR_DELIVERY',
  'DELIVERED',
  'RETURNING',
  'SIGNED',
  'RETURNED',
] as const
export type ParcelStatus = (typeof PARCEL_STATUSES)[number]

const LEADS_TO: Readonly<Record<TrackingKind, ParcelStatus | null>> = {
  PICKED_UP: 'HANDED_OVER',
  ARRIVED_AT_HUB: 'IN_TRANSIT',
  LEFT_HUB: 'IN_TRANSIT',
  IN_DESTINATION_CITY: 'IN_TRANSIT',
  OUT_FOR_DELIVERY: 'OUT_FOR_DELIVERY',
  SIGNED: 'SIGNED',
  DELIVERY_FAILED: 'IN_TRANSIT',
  RETURNING: 'RETURNING',
  RETURNED: 'RETURNED',
  REFUSED: 'RETURNING',
  NO_DELIVERY_POINT: 'RETURNING',
  DAMAGED: null,
  LOST: null,
}

/** Whether nothing more happens to a parcel. */
export const hasArrived = (status: ParcelStatus) => status === 'SIGNED' || status === 'RETURNED'

/** Whether the carrier has a parcel, or had it. */
export const wasHandedOver = (status: ParcelStatus) => status !== 'LABEL_PRINTED' && status !== 'PACKED'

/** Whether a parcel gets further by it. */
export const isFurther = (status: ParcelStatus, than: ParcelStatus) =>
  PARCEL_STATUSES.indexOf(status) > PARCEL_STATUSES.indexOf(than)

/**
 * Where a parcel is after further reports, in whatever order they come: it goes on and never back, and who signed
 * for it or got it back has it.
 */
export function statusAfter(before: ParcelStatus, kinds: readonly TrackingKind[]): ParcelStatus {
  return kinds.reduce<ParcelStatus>((status, kind) => {
    const next = LEADS_TO[kind]
    if (next === null || hasArrived(status)) return status
    return isFurther(next, status) ? next : status
  }, before)
}
