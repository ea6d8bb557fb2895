import type { Rule } from '../../decisions/index.ts'
import type { AfterSaleRequest } from '../request.ts'
import { APPROVAL_RULES } from './approvals.ts'
import { CONDITION_RULES } from './condition.ts'
import { DOOR_RULES } from './door.ts'
import { EVIDENCE_RULES } from './evidence.ts'
import { EXCHANGE_RULES } from './exchange.ts'
import { EXTRA_RULES } from './extra.ts'
import { INSPECTION_RULES } from './inspection.ts'
import { LIABILITY_RULES } from './liability.ts'
import { MISSING_RULES } from './missing.ts'
import { MONEY_RULES } from './money.ts'
import { ORDER_OF_STEPS } from './order-of-steps.ts'
import { PARCEL_RULES } from './parcels.ts'
import { REJECTION_RULES } from './rejection.ts'
import { TRADE_RULES } from './trade.ts'
import { TYPE_RULES } from './types.ts'
import { WINDOW_RULES } from './windows.ts'

/** Every rule that judges an after-sale or a step of one. */
export const AFTER_SALE_RULES: readonly Rule<AfterSaleRequest>[] = [
  ...ORDER_OF_STEPS,
  ...TYPE_RULES,
  ...TRADE_RULES,
  ...WINDOW_RULES,
  ...CONDITION_RULES,
  ...EVIDENCE_RULES,
  ...EXTRA_RULES,
  ...MISSING_RULES,
  ...PARCEL_RULES,
  ...DOOR_RULES,
  ...LIABILITY_RULES,
  ...INSPECTION_RULES,
  ...EXCHANGE_RULES,
  ...APPROVAL_RULES,
  ...REJECTION_RULES,
  ...MONEY_RULES,
]
