import { type Remedy, remedy } from '../decisions/index.ts'
import type { OrderActionName } from './request.ts'

export {
  approval,
  correct,
  deny,
  evidence,
  needsApproval,
  pass,
  say,
  wait,
  warn,
} from '../decisions/index.ts'

type Alternative =
  | OrderActionName
  | 'CANCEL_UNSHIPPED_LINES'
  | 'CANCEL_AND_REORDER'
  | 'BUYER_CLOSES'
  | 'AFTER_SALE'
  | 'REFUND'
  | 'SUBSTITUTE'
  | 'SAME_PRICE_ITEM'
  | 'PAY_AGAIN'
  | 'OTHER_PAYMENT_METHOD'
  | 'CONTACT_CUSTOMER'
  | 'OTHER_CHANNEL'
  | 'KEEP_ORDER'

export const alternative = (name: Alternative, zh: string, en: string, openUntil?: string): Remedy =>
  remedy('ALTERNATIVE')(zh, en, { alternative: name, ...(openUntil && { openUntil }) })
export const cancelAndReorder = alternative(
  'CANCEL_AND_REORDER',
  '可以取消本单后按需要的款式重新下单',
  'Cancel this order and place a new one for the item wanted',
)
