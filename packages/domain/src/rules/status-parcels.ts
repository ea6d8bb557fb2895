import type { Where } from './coverage.ts'

/** Where the rules on sending parcels and receiving them stand. */
export const PARCEL_STATUS: Readonly<Record<string, Where>> = {
  'FUL-14': ['enforced', 'orders: what may be sent'],
  'ORD-ABN-09': ['enforced', 'orders: a held order is not sent'],
  'AS-SLA-28': ['enforced', 'orders: confirmation of receipt; policy: order.confirm_extension'],
}
