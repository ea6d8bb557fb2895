export {
  type CarrierClaim,
  type ClaimAnswer,
  claimOnParcel,
  claimsToSettle,
  findClaim,
  findClaimedParcel,
  lockClaim,
  type NewClaim,
  openClaim,
  setClaimAnswered,
  setClaimSettled,
} from './claims.ts'
export {
  addCompensation,
  type Compensation,
  findCompensation,
  lockCompensation,
  type NewCompensation,
  setCompensationIssued,
} from './compensations.ts'
export {
  addFreightSettlement,
  type FreightSettlement,
  findFreightSettlement,
  freightSettlementsOf,
  lockFreightSettlement,
  type NewFreightSettlement,
  setFreightSettled,
} from './freight.ts'
export { addReplacements, confirmReplacements, type Replacement, setPiecesReturned } from './goods.ts'
