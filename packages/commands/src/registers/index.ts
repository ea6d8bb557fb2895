export {
  type CloseProductIssueInput,
  closeProductIssue,
  type ProductIssueClosed,
} from './close-product-issue.ts'
export { enterProductIssues, enterWrongShipment } from './enter.ts'
export {
  type VerifyWrongShipmentInput,
  verifyWrongShipment,
  type WrongShipmentVerified,
} from './verify-wrong-shipment.ts'
