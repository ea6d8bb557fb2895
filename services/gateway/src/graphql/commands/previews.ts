import {
  type AuditOrderInput as Audit,
  type CancelOrderInput as Cancel,
  type ChangeOrderAddressInput as ChangeAddress,
  type ChangeOrderItemInput as ChangeItem,
  type CorrectAddressWithCarrierInput as CorrectAddress,
  type InterceptOrderInput as Intercept,
  previewAuditOrder,
  previewCancelOrder,
  previewChangeOrderAddress,
  previewChangeOrderItem,
  previewCorrectAddressWithCarrier,
  previewInterceptOrder,
  previewReportOrderProblem,
  type ReportOrderProblemInput as Report,
} from '@cs/commands'
import { previewField } from './command.ts'
import {
  AuditOrderInput,
  CancelOrderInput,
  ChangeOrderAddressInput,
  ChangeOrderItemInput,
  InterceptOrderInput,
  ReportOrderProblemInput,
} from './inputs.ts'
import { addressInput, cancelInput, changeItemInput, interceptInput, onOrder } from './orders.ts'

previewField('previewChangeOrderAddress', {
  description:
    'What `changeOrderAddress` would decide now. An identity check in the input is not tried: every try is recorded.',
  permission: 'order.change_address',
  input: ChangeOrderAddressInput,
  run: (deps, actor, input: ChangeAddress, viewer) =>
    previewChangeOrderAddress(deps, actor, addressInput(viewer, input)),
})

previewField('previewChangeOrderItem', {
  description: 'What `changeOrderItem` would decide now.',
  permission: 'order.change_item',
  input: ChangeOrderItemInput,
  run: (deps, actor, input: ChangeItem, viewer) =>
    previewChangeOrderItem(deps, actor, changeItemInput(viewer, input)),
})

previewField('previewCancelOrder', {
  description: 'What `cancelOrder` would decide now; `Order.cancellationQuote` says what would be owed back.',
  permission: 'order.cancel',
  input: CancelOrderInput,
  run: (deps, actor, input: Cancel, viewer) => previewCancelOrder(deps, actor, cancelInput(viewer, input)),
})

previewField('previewInterceptOrder', {
  description: 'What `interceptOrder` would decide now.',
  permission: 'order.cancel',
  input: InterceptOrderInput,
  run: (deps, actor, input: Intercept, viewer) =>
    previewInterceptOrder(deps, actor, interceptInput(viewer, input)),
})

previewField('previewCorrectAddressWithCarrier', {
  description:
    'What `correctAddressWithCarrier` would decide now. An identity check in the input is not tried.',
  permission: 'order.change_address',
  input: ChangeOrderAddressInput,
  run: (deps, actor, input: CorrectAddress, viewer) =>
    previewCorrectAddressWithCarrier(deps, actor, addressInput(viewer, input)),
})

previewField('previewReportOrderProblem', {
  description: 'What `reportOrderProblem` would decide now.',
  permission: 'order.report_problem',
  input: ReportOrderProblemInput,
  run: (deps, actor, input: Report, viewer) => previewReportOrderProblem(deps, actor, onOrder(viewer, input)),
})

previewField('previewAuditOrder', {
  description: 'What `auditOrder` would find now.',
  permission: 'order.audit',
  input: AuditOrderInput,
  run: (deps, actor, input: Audit, viewer) => previewAuditOrder(deps, actor, onOrder(viewer, input)),
})
