import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  COMPENSATION_KINDS,
  FREIGHT_MODES,
  LEDGER_ACCOUNTS,
  type Movement,
  postingsFor,
} from '../src/after-sales/index.ts'
import { fen } from '../src/money/index.ts'

const some = fc.integer({ min: 0, max: 10_000_000 }).map(fen)
const movement: fc.Arbitrary<Movement> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('REFUND_OWED' as const, 'REFUND_CANCELLED' as const),
    goodsFen: some,
    freightFen: some,
  }),
  fc.record({ kind: fc.constantFrom('REFUND_ISSUED' as const, 'REFUND_FAILED' as const), amountFen: some }),
  fc.record({
    kind: fc.constantFrom('COMPENSATION_OWED' as const, 'COMPENSATION_ISSUED' as const),
    in: fc.constantFrom(...COMPENSATION_KINDS),
    amountFen: some,
  }),
  fc.record({
    kind: fc.constantFrom('FREIGHT_OWED' as const, 'FREIGHT_SETTLED' as const),
    mode: fc.constantFrom(...FREIGHT_MODES),
    amountFen: some,
  }),
  fc.record({ kind: fc.constantFrom('CLAIM_OPENED' as const, 'CLAIM_SETTLED' as const), amountFen: some }),
  fc.tuple(some, some).map(([a, b]) => ({
    kind: 'CLAIM_ANSWERED' as const,
    claimedFen: fen(Math.max(a, b)),
    acceptedFen: fen(Math.min(a, b)),
  })),
)

/** What stands on each account after some movements; accounts that stand at nothing are left out. */
function balances(movements: readonly Movement[]): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const { account, amountFen } of movements.flatMap(postingsFor)) {
    sums[account] = (sums[account] ?? 0) + amountFen
  }
  return Object.fromEntries(Object.entries(sums).filter(([, amount]) => amount !== 0))
}

describe('the ledger', () => {
  it('sums to zero for every movement, without lines of nothing', () => {
    fc.assert(
      fc.property(movement, (each) => {
        const postings = postingsFor(each)
        expect(postings.reduce((sum, posting) => sum + posting.amountFen, 0)).toBe(0)
        for (const posting of postings) {
          expect(posting.amountFen).not.toBe(0)
          expect(LEDGER_ACCOUNTS).toContain(posting.account)
        }
      }),
    )
  })

  it('owes nothing after a refund that failed and was issued again', () => {
    const parts = { goodsFen: fen(9_000), freightFen: fen(1_000) }
    const amountFen = fen(10_000)
    const until: Movement[] = [
      { kind: 'REFUND_OWED', ...parts },
      { kind: 'REFUND_ISSUED', amountFen },
      { kind: 'REFUND_FAILED', amountFen },
    ]
    expect(balances(until)).toEqual({ SALES: 9_000, FREIGHT_REVENUE: 1_000, OWED_TO_CUSTOMER: -10_000 })
    expect(balances([...until, { kind: 'REFUND_CANCELLED', ...parts }])).toEqual({})
    expect(balances([...until, { kind: 'REFUND_ISSUED', amountFen }])).toEqual({
      SALES: 9_000,
      FREIGHT_REVENUE: 1_000,
      PAYMENT_CHANNEL: -10_000,
    })
  })

  it('leaves nothing owed once compensation and freight are settled', () => {
    const amountFen = fen(1_500)
    for (const kind of COMPENSATION_KINDS) {
      const left = balances([
        { kind: 'COMPENSATION_OWED', in: kind, amountFen },
        { kind: 'COMPENSATION_ISSUED', in: kind, amountFen },
      ])
      expect(left.OWED_TO_CUSTOMER).toBeUndefined()
      expect(left.GOODWILL).toBe(1_500)
    }
    const freight = (mode: (typeof FREIGHT_MODES)[number]) =>
      balances([
        { kind: 'FREIGHT_OWED', mode, amountFen },
        { kind: 'FREIGHT_SETTLED', mode, amountFen },
      ])
    expect(freight('PREPAID_PICKUP')).toEqual({ FREIGHT_EXPENSE: 1_500, PAYMENT_CHANNEL: -1_500 })
    expect(freight('REFUND')).toEqual({ FREIGHT_EXPENSE: 1_500, PAYMENT_CHANNEL: -1_500 })
    expect(freight('CREDIT_WITH_CONSENT')).toEqual({ FREIGHT_EXPENSE: 1_500, FREIGHT_CREDIT: -1_500 })
    expect(freight('TOP_UP_LINK')).toEqual({ FREIGHT_REVENUE: -1_500, PAYMENT_CHANNEL: 1_500 })
    expect(freight('NONE')).toEqual({})
  })

  it('leaves nothing with the carrier once a claim is answered and settled', () => {
    const claim = (acceptedFen: number) =>
      balances([
        { kind: 'CLAIM_OPENED', amountFen: fen(5_000) },
        { kind: 'CLAIM_ANSWERED', claimedFen: fen(5_000), acceptedFen: fen(acceptedFen) },
        { kind: 'CLAIM_SETTLED', amountFen: fen(acceptedFen) },
      ])
    expect(claim(3_000)).toEqual({ CLAIM_INCOME: -5_000, CLAIM_LOSS: 2_000, PAYMENT_CHANNEL: 3_000 })
    expect(claim(0)).toEqual({ CLAIM_INCOME: -5_000, CLAIM_LOSS: 5_000 })
  })

  it('takes no negative amounts, and no claim answered with more than it asks', () => {
    expect(() => postingsFor({ kind: 'REFUND_ISSUED', amountFen: fen(-1) })).toThrow(RangeError)
    expect(() => postingsFor({ kind: 'CLAIM_ANSWERED', claimedFen: fen(1), acceptedFen: fen(2) })).toThrow(
      RangeError,
    )
  })
})
