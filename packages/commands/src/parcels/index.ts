export { type ConfirmLossInput, confirmLoss, type LossConfirmed } from './confirm-loss.ts'
export {
  type ReportSilentParcelInput,
  reportSilentParcel,
  type SilentParcelReported,
} from './report-silent-parcel.ts'
export { type ReportTrackingInput, reportTracking, type TrackingReported } from './report-tracking.ts'
