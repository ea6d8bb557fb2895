export {
  addProductIssue,
  lockProductIssue,
  type ProductIssue,
  type QualityCases,
  qualityCasesLike,
  setIssueCases,
  setProductIssueClosed,
} from './product-issues.ts'
export {
  type CarrierClaimTotal,
  carrierClaimTotals,
  type GoodwillTotal,
  goodwillTotals,
  type Period,
  type ReturnReasonTotal,
  returnReasonTotals,
} from './totals.ts'
export {
  dropWrongShipment,
  lockWrongShipment,
  recordWrongShipment,
  setWrongShipmentVerified,
  type WrongShipment,
} from './wrong-shipments.ts'
