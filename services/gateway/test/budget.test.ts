import { describe, expect, it } from 'vitest'
import { Budgets } from '../src/graphql/budget.ts'

const budgets = () => new Budgets({ operation: 100, budget: 100, refill: 10 })

describe('the budget of a principal', () => {
  it('starts full, is emptied by spending and refilled by time, up to its size', () => {
    const b = budgets()
    expect(b.remaining('a', 0)).toBe(100)
    b.take('a', 80, 0)
    expect(b.remaining('a', 0)).toBe(20)
    expect(b.remaining('a', 3_000)).toBe(50)
    expect(b.remaining('a', 60_000)).toBe(100)
  })

  it('refuses what is not left, takes nothing then, and says when to come back', () => {
    const b = budgets()
    b.take('a', 95, 0)
    expect(() => b.take('a', 30, 0)).toThrow(
      expect.objectContaining({
        extensions: { code: 'COST_THROTTLED', cost: 30, remaining: 5, retryAfter: 3 },
      }),
    )
    expect(b.remaining('a', 0)).toBe(5)
    expect(() => b.take('a', 30, 2_500)).not.toThrow()
  })

  it('is each principal’s own, and a clock that goes back gives nothing', () => {
    const b = budgets()
    b.take('a', 100, 5_000)
    expect(b.remaining('b', 5_000)).toBe(100)
    expect(b.remaining('a', 1_000)).toBe(0)
  })
})
