import type { Grade } from '../access/index.ts'
import type { Limit } from './kinds.ts'
import type { Pack } from './pack.ts'

/** What a grade may grant off the price of one order, in fen (C-15, PRC-07); a manager has no limit. */
export function concessionLimit(pack: Pack, grade: Grade): Limit {
  if (grade === 'manager') return 'UNLIMITED'
  return pack.get(grade === 'supervisor' ? 'price.supervisor_limit' : 'price.agent_limit')
}

/** Whether an amount in fen is within a limit, inclusive (Q38). */
export function isWithin(amount: number, limit: Limit): boolean {
  return limit === 'UNLIMITED' || (limit !== 'NONE' && amount <= limit)
}
