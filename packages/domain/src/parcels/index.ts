export { judgeTracking } from './judge.ts'
export {
  MATTER_CASES,
  type MatterCase,
  mattersOf,
  PARCEL_MATTERS,
  type ParcelMatter,
  type TrackingFacts,
} from './matters.ts'
export { TRACKING_RULES } from './rules.ts'
export {
  CARRIERS,
  hasArrived,
  isFurther,
  PACKING_STATUSES,
  type PackingStatus,
  type ParcelStatus,
  SHIPPING_SERVICES,
  statusAfter,
  TRACKING_KINDS,
  type TrackingKind,
  wasHandedOver,
} from './tracking.ts'
