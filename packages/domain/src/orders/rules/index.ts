import type { Rule } from '../../decisions/index.ts'
import type { OrderRequest } from '../request.ts'
import { AFTER_DISPATCH_RULES } from './after-dispatch.ts'
import { AUDIT_RULES } from './audit.ts'
import { AUDIT_MONEY_RULES } from './audit-money.ts'
import { CANCEL_RULES } from './cancel.ts'
import { CANCEL_LIMIT_RULES } from './cancel-limits.ts'
import { CHANGE_RULES } from './change.ts'
import { LATE_CHANGE_RULES } from './change-late.ts'
import { CONCESSION_RULES } from './concession.ts'
import { ITEM_RULES } from './item.ts'
import { PROTECTION_RULES } from './price-protection.ts'
import { PROBLEM_RULES } from './problems.ts'
import { RECEIPT_RULES } from './receipt.ts'
import { REMARK_RULES } from './remarks.ts'
import { SHIPPING_RULES } from './shipping.ts'
import { SWAP_RULES } from './swap.ts'

/** Every rule on orders, one entry each; a rule speaks only to the asks it is about. */
export const ORDER_RULES: readonly Rule<OrderRequest>[] = [
  ...CHANGE_RULES,
  ...LATE_CHANGE_RULES,
  ...SWAP_RULES,
  ...ITEM_RULES,
  ...CANCEL_RULES,
  ...CANCEL_LIMIT_RULES,
  ...AFTER_DISPATCH_RULES,
  ...AUDIT_RULES,
  ...AUDIT_MONEY_RULES,
  ...PROBLEM_RULES,
  ...REMARK_RULES,
  ...CONCESSION_RULES,
  ...PROTECTION_RULES,
  ...SHIPPING_RULES,
  ...RECEIPT_RULES,
]
