export { type AdvanceShipmentInput, advanceShipment, NEXT_STATUSES } from './advance-shipment.ts'
export { type ConfirmLossInput, confirmLoss, type LossConfirmed } from './confirm-loss.ts'
export {
  type ConfirmReceiptInput,
  confirmReceipt,
  previewConfirmReceipt,
  type ReceiptConfirmed,
} from './confirm-receipt.ts'
export {
  previewRecordShipment,
  type RecordShipmentInput,
  recordShipment,
  type ShipmentRecorded,
} from './record-shipment.ts'
export {
  type ReportSilentParcelInput,
  reportSilentParcel,
  type SilentParcelReported,
} from './report-silent-parcel.ts'
export { type ReportTrackingInput, reportTracking, type TrackingReported } from './report-tracking.ts'
