export {
  actorFacts,
  judgeStep,
  type LoadedAfterSale,
  loadAfterSale,
  loadAfterSaleOrder,
  type StepRequest,
} from './after-sale.ts'
export type { RequestAfterSaleInput } from './application.ts'
export { type AfterSaleMoved, moved, type StepInput, stepInput } from './moved.ts'
export { ownerFor } from './owner.ts'
export { type AfterSalePreviewed, previewAfterSale } from './preview-after-sale.ts'
export { type AfterSaleRequested, requestAfterSale, requestAfterSaleCommand } from './request-after-sale.ts'
export { notify, type StepOptions, type StepTaken, takeStep } from './step.ts'
export { type Prepared, type StepSpec, stepCommand } from './step-command.ts'
