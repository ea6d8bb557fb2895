export { dedicate } from './dedicate.ts'
export { giveTo, ownerFor, type Routed } from './owner-for.ts'
export { type CaseInFastLane, type PutInFastLaneInput, putInFastLane } from './put-in-fast-lane.ts'
