export {
  actorFacts,
  judgeStep,
  type LoadedAfterSale,
  loadAfterSale,
  loadAfterSaleOrder,
  type StepRequest,
} from './after-sale.ts'
export { ownerFor } from './owner.ts'
export { type StepOptions, type StepTaken, takeStep } from './step.ts'
