import type { Rule } from '../decisions/index.ts'
import { fen } from '../money/index.ts'
import { POINTS_RULES } from '../points/index.ts'
import type { OrderRequest } from './request.ts'

/** What the rules of points say of those that an order is to be placed with: half of its goods at most (Q24). */
export const OFFSET_RULES: readonly Rule<OrderRequest>[] = POINTS_RULES.map((rule) => ({
  ...rule,
  judge: ({ order, ask }, context) => {
    if (ask.action !== 'PLACE' || !ask.offset) return null
    const others = order.discounts.filter(({ kind }) => kind !== 'POINTS')
    const goodsFen = fen(others.reduce<number>((left, { amountFen }) => left - amountFen, order.goodsFen))
    return rule.judge({ step: 'OFFSET_POINTS', goodsFen, ...ask.offset }, context)
  },
  cases: [],
}))
