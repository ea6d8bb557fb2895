import { PLACING_RULES } from '../customers/index.ts'
import type { Rule } from '../decisions/index.ts'
import type { OrderRequest } from './request.ts'

/** What the rules of customers say of who places an order (CUS-TAG-03). Their entries and cases stand there. */
export const BUYER_RULES: readonly Rule<OrderRequest>[] = PLACING_RULES.map((rule) => ({
  ...rule,
  judge: ({ order, ask }, context) =>
    ask.action === 'PLACE' ? rule.judge({ blacklisted: order.customerBlacklisted }, context) : null,
  cases: [],
}))
