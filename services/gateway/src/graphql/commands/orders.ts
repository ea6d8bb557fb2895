import {
  auditOrder,
  type CancelOrderInput as Cancel,
  type ChangeOrderAddressInput as ChangeAddress,
  type ChangeOrderItemInput as ChangeItem,
  type CorrectAddressWithCarrierInput as CorrectAddress,
  cancelOrder,
  changeOrderAddress,
  changeOrderItem,
  correctAddressWithCarrier,
  type InterceptOrderInput as Intercept,
  interceptOrder,
  type RemarkOrderInput as Remark,
  type ReportOrderProblemInput as Report,
  remarkOrder,
  reportOrderProblem,
  type SettleOrderProblemInput as Settle,
  settleOrderProblem,
} from '@cs/commands'
import type { Viewer } from '../context.ts'
import { CODES, idIn } from '../mapping.ts'
import { OrderProblem, OrderRemark, Refund } from '../orders/types.ts'
import { answered, orderField, permitted } from './answers.ts'
import { commandField } from './command.ts'
import {
  AuditOrderInput,
  CancelOrderInput,
  ChangeOrderAddressInput,
  ChangeOrderItemInput,
  InterceptOrderInput,
  RemarkOrderInput,
  ReportOrderProblemInput,
  SettleOrderProblemInput,
} from './inputs.ts'

/** What every success on an order answers with: the order as it is now, and the decision. */
const changedOrder = (t: unknown) => ({ order: orderField(t), ...permitted(t) })

const remarkField = (t: unknown) => answered(t, OrderRemark, 'remarkId', 'The remark that was written.')

const problemField = (t: unknown) => answered(t, OrderProblem, 'problemId', 'The problem as it is now.')

const order = (viewer: Viewer, id: string) => idIn(viewer, id, CODES.Order)

/** Leaves out what the client left out or sent as null. */
export function given<T extends object>(input: T): { [K in keyof T]: NonNullable<T[K]> } {
  return Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== null && value !== undefined),
  ) as never
}

/** An input that names an order, with the id of the shop. */
export const onOrder = <Input extends { readonly orderId: string }>(viewer: Viewer, input: Input) => ({
  ...given(input),
  orderId: order(viewer, input.orderId),
})

/** A change of address with ids of the shop. */
export const addressInput = <Input extends ChangeAddress | CorrectAddress>(
  viewer: Viewer,
  input: Input,
): Input => onOrder(viewer, input) as Input

/** The input of cancelOrder with ids of the shop. */
export const cancelInput = (viewer: Viewer, input: Cancel): Cancel => ({
  ...given(input),
  orderId: order(viewer, input.orderId),
  ...(input.lineIds ? { lineIds: input.lineIds.map((id) => idIn(viewer, id, CODES.OrderLine)) } : {}),
})

/** The input of changeOrderItem with ids of the shop. */
export const changeItemInput = (viewer: Viewer, input: ChangeItem): ChangeItem => ({
  ...given(input),
  orderId: order(viewer, input.orderId),
  lineId: idIn(viewer, input.lineId, CODES.OrderLine),
  skuId: idIn(viewer, input.skuId, CODES.Sku),
})

/** The input of interceptOrder with ids of the shop. */
export const interceptInput = (viewer: Viewer, input: Intercept): Intercept => ({
  ...given(input),
  orderId: order(viewer, input.orderId),
})

commandField('changeOrderAddress', {
  description:
    'Changes the address of an order, after an identity check where the order is paid (ORD-MOD-01, ORD-MOD-02).',
  permission: 'order.change_address',
  input: ChangeOrderAddressInput,
  success: {
    description: 'The address was changed, or the warehouse was asked to.',
    fields: (t) => ({ ...changedOrder(t), remark: remarkField(t) }),
  },
  run: (deps, actor, input: ChangeAddress, viewer) =>
    changeOrderAddress(deps, actor, addressInput(viewer, input)),
})

commandField('correctAddressWithCarrier', {
  description:
    'Asks the carrier to deliver a shipped parcel elsewhere, where the shop does so, after an identity check (ORD-MOD-05, C-12). The result is not promised.',
  permission: 'order.change_address',
  input: ChangeOrderAddressInput,
  success: {
    description: 'The carrier was asked; the order shows the address asked for.',
    fields: (t) => ({ ...changedOrder(t), remark: remarkField(t) }),
  },
  run: (deps, actor, input: CorrectAddress, viewer) =>
    correctAddressWithCarrier(deps, actor, addressInput(viewer, input)),
})

commandField('changeOrderItem', {
  description:
    'Changes a line to another specification at the same price (ORD-MOD-01, ORD-MOD-06, ORD-MOD-07).',
  permission: 'order.change_item',
  input: ChangeOrderItemInput,
  success: {
    description: 'The line was changed, or the warehouse was asked to.',
    fields: (t) => ({ ...changedOrder(t), remark: remarkField(t) }),
  },
  run: (deps, actor, input: ChangeItem, viewer) =>
    changeOrderItem(deps, actor, changeItemInput(viewer, input)),
})

commandField('cancelOrder', {
  description: 'Cancels an order or its unshipped lines, and writes down what is owed back (ORD-CAN-01…07).',
  permission: 'order.cancel',
  input: CancelOrderInput,
  success: {
    description: 'It was cancelled.',
    fields: (t) => ({
      ...changedOrder(t),
      refund: answered(t, Refund, 'refundId', 'What is owed back; null where nothing was paid.'),
      remark: remarkField(t),
    }),
  },
  run: (deps, actor, input: Cancel, viewer) => cancelOrder(deps, actor, cancelInput(viewer, input)),
})

commandField('interceptOrder', {
  description:
    'Asks the carrier to bring a parcel back, where the shop does so (ORD-MOD-09, C-13). The result is not promised.',
  permission: 'order.cancel',
  input: InterceptOrderInput,
  success: {
    description: 'The carrier was asked.',
    fields: (t) => ({ ...changedOrder(t), remark: remarkField(t) }),
  },
  run: (deps, actor, input: Intercept, viewer) => interceptOrder(deps, actor, interceptInput(viewer, input)),
})

commandField('remarkOrder', {
  description: 'Writes a structured remark; the coloured flag follows from it (ORD-FLG-01…08).',
  permission: 'order.remark',
  input: RemarkOrderInput,
  success: {
    description: 'The remark was written.',
    fields: (t) => ({ ...changedOrder(t), remark: remarkField(t) }),
  },
  run: (deps, actor, { action, ...input }: Omit<Remark, 'type'> & { action: Remark['type'] }, viewer) =>
    remarkOrder(deps, actor, { ...given(input), type: action, orderId: order(viewer, input.orderId) }),
})

commandField('reportOrderProblem', {
  description: 'Reports an abnormal order and holds it back from dispatch (ORD-ABN-01…07).',
  permission: 'order.report_problem',
  input: ReportOrderProblemInput,
  success: {
    description: 'The problem was recorded.',
    fields: (t) => ({ ...changedOrder(t), problem: problemField(t) }),
  },
  run: (deps, actor, input: Report, viewer) =>
    reportOrderProblem(deps, actor, { ...given(input), orderId: order(viewer, input.orderId) }),
})

commandField('settleOrderProblem', {
  description: 'Settles a problem; with the last one the order is no longer held.',
  permission: 'order.settle_problem',
  input: SettleOrderProblemInput,
  success: {
    description: 'The problem was settled.',
    fields: (t) => ({ ...changedOrder(t), problem: problemField(t) }),
  },
  run: (deps, actor, input: Settle, viewer) =>
    settleOrderProblem(deps, actor, {
      ...given(input),
      orderId: order(viewer, input.orderId),
      problemId: idIn(viewer, input.problemId, CODES.OrderProblem),
    }),
})

commandField('auditOrder', {
  description:
    'Records the audit of an order; what it finds is reported and holds the order (ORD-AUD-01…07).',
  permission: 'order.audit',
  input: AuditOrderInput,
  success: { description: 'The audit was recorded, whatever it found.', fields: changedOrder },
  run: (deps, actor, input: { orderId: string; expectedVersion?: number | null }, viewer) =>
    auditOrder(deps, actor, { ...given(input), orderId: order(viewer, input.orderId) }),
})
