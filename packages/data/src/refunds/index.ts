export { findRefund, lockRefund, type RefundRow, refundsOwed } from './find.ts'
export { type RefundStep, setRefundArrived, setRefundFailed, setRefundIssued } from './step.ts'
