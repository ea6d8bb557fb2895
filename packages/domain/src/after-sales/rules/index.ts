import type { Rule } from '../../decisions/index.ts'
import type { AfterSaleRequest } from '../request.ts'
import { MONEY_RULES } from './money.ts'
import { ORDER_OF_STEPS } from './order-of-steps.ts'

/** Every rule that judges an after-sale or a step of one. */
export const AFTER_SALE_RULES: readonly Rule<AfterSaleRequest>[] = [...ORDER_OF_STEPS, ...MONEY_RULES]
