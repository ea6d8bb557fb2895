import type { Rule } from '../../decisions/index.ts'
import type { CustomerRequest } from '../request.ts'
import { BLACKLIST_RULES } from './blacklist.ts'
import { PROFILE_RULES } from './profile.ts'
import { RECORD_RULES } from './records.ts'

/** The rules of what may be done with a customer. */
export const CUSTOMER_RULES: readonly Rule<CustomerRequest>[] = [
  ...PROFILE_RULES,
  ...BLACKLIST_RULES,
  ...RECORD_RULES,
]

/** What of them speaks to who places an order: the order asks with what it knows of its customer. */
export const PLACING_RULES: readonly Rule<{ readonly blacklisted: boolean }>[] = BLACKLIST_RULES.map(
  (rule) => ({
    ...rule,
    judge: ({ blacklisted }, context) =>
      rule.judge({ customer: ANYBODY, ask: { step: 'PLACE_ORDER', blacklisted } }, context),
    cases: [],
  }),
)

const ANYBODY = {
  id: '',
  vip: false,
  doNotContact: false,
  blacklistedUntil: null,
  mergedInto: null,
  erased: false,
  tags: 0,
}
