export { findRefund, lockRefund, type RefundRow } from './find.ts'
export { type RefundStep, setRefundArrived, setRefundFailed, setRefundIssued } from './step.ts'
