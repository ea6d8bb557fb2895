import {
  type CancelOrderInput as Cancel,
  type ChangeOrderAddressInput as ChangeAddress,
  type ChangeOrderItemInput as ChangeItem,
  type InterceptOrderInput as Intercept,
  previewCancelOrder,
  previewChangeOrderAddress,
  previewChangeOrderItem,
  previewInterceptOrder,
} from '@cs/commands'
import { previewField } from './command.ts'
import {
  CancelOrderInput,
  ChangeOrderAddressInput,
  ChangeOrderItemInput,
  InterceptOrderInput,
} from './inputs.ts'
import { addressInput, cancelInput, changeItemInput, interceptInput } from './orders.ts'

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
