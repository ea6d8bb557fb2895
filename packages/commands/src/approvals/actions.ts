import {
  acceptAfterAllCommand,
  approveAfterSaleCommand,
  reopenAfterSaleCommand,
  requestAfterSaleCommand,
} from '../after-sales/index.ts'
import { blacklistCustomerCommand, eraseCustomerCommand } from '../customers/index.ts'
import {
  cancelOrderCommand,
  changeOrderItemCommand,
  grantConcessionCommand,
  interceptOrderCommand,
} from '../orders/index.ts'
import { adjustPointsCommand, reversePointsCommand } from '../points/index.ts'
import {
  grantCompensationCommand,
  payInAdvanceCommand,
  refundAfterSaleCommand,
  retryRefundCommand,
  sendReplacementCommand,
} from '../settlements/index.ts'
import { type Approvable, approvable } from './approvable.ts'

/** The commands that can be asked for. A change of address is not among them: its input is personal data. */
export const APPROVABLE_ACTIONS = [
  'acceptAfterAll',
  'adjustPoints',
  'approveAfterSale',
  'blacklistCustomer',
  'cancelOrder',
  'changeOrderItem',
  'eraseCustomer',
  'grantCompensation',
  'grantConcession',
  'interceptOrder',
  'payInAdvance',
  'refundAfterSale',
  'reopenAfterSale',
  'requestAfterSale',
  'retryRefund',
  'reversePoints',
  'sendReplacement',
] as const
export type ApprovableAction = (typeof APPROVABLE_ACTIONS)[number]

const BY_NAME: Readonly<Record<ApprovableAction, Approvable>> = {
  acceptAfterAll: approvable(acceptAfterAllCommand),
  adjustPoints: approvable(adjustPointsCommand),
  approveAfterSale: approvable(approveAfterSaleCommand),
  blacklistCustomer: approvable(blacklistCustomerCommand),
  cancelOrder: approvable(cancelOrderCommand),
  changeOrderItem: approvable(changeOrderItemCommand),
  eraseCustomer: approvable(eraseCustomerCommand),
  grantCompensation: approvable(grantCompensationCommand),
  grantConcession: approvable(grantConcessionCommand),
  interceptOrder: approvable(interceptOrderCommand),
  payInAdvance: approvable(payInAdvanceCommand),
  refundAfterSale: approvable(refundAfterSaleCommand),
  reopenAfterSale: approvable(reopenAfterSaleCommand),
  requestAfterSale: approvable(requestAfterSaleCommand),
  retryRefund: approvable(retryRefundCommand),
  reversePoints: approvable(reversePointsCommand),
  sendReplacement: approvable(sendReplacementCommand),
}

/** The approvable command of a name. Throws for a name that is none: stored requests hold no other. */
export function actionOf(name: string): Approvable {
  const action = Object.hasOwn(BY_NAME, name) ? BY_NAME[name as ApprovableAction] : undefined
  if (!action) throw new RangeError(`not an approvable action: ${name}`)
  return action
}
