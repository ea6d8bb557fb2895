import { type Context, type Decision, judge } from '../decisions/index.ts'
import type { CustomerRequest } from './request.ts'
import { CUSTOMER_RULES } from './rules/index.ts'

/** May this be done with this customer? The action of the decision is the step, such as `CUSTOMER_MERGE`. */
export function judgeCustomer(request: CustomerRequest, context: Context): Decision {
  return judge(`CUSTOMER_${request.ask.step}`, CUSTOMER_RULES, request, context)
}
