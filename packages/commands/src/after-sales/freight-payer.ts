import { type Fault, type FreightPayer, freightOf } from '@cs/domain/after-sales'
import type { Run } from '../context.ts'
import type { StepRequest } from './after-sale.ts'

/** Who bears the way back, by what has been found so far and now; `null`: nothing comes back. */
export function freightPayer(
  { context }: Run,
  { order, case: of }: Pick<StepRequest, 'order' | 'case'>,
  found: Partial<Fault> = {},
): FreightPayer | null {
  const { type, reason, liable, inspection } = of
  const so = { type, reason, liable, finding: inspection?.finding ?? null, ...found }
  return freightOf({ ...so, tier: order.tier, insured: order.freightInsured }, context).back
}
