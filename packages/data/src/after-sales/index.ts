export { afterSaleCaseFacts } from './case-facts.ts'
export { type AfterSaleFacts, findAfterSale, findAfterSaleOrder } from './find.ts'
export {
  type Inspection,
  inspectReturn,
  type ReturnShipment,
  recordReturnShipment,
  settleReturnShipment,
} from './goods.ts'
export { lockAfterSale, lockAfterSaleOrder } from './lock.ts'
export { type AfterSaleChanges, type AfterSaleMove, moveAfterSale } from './move.ts'
export { type NewAfterSale, openAfterSale } from './open.ts'
export { afterSaleOrderFacts } from './order-facts.ts'
export { type QuoteFacts, quoteFacts } from './quote-facts.ts'
export { type AfterSaleStep, hasTakenStep, recordAfterSaleStep } from './step.ts'
export { setTradeDeadline } from './trade-deadline.ts'
