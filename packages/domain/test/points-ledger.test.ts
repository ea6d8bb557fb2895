import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Available,
  NotEnoughPoints,
  type PointsLine,
  type PointsMovement,
  pointsLines,
  spendable,
} from '../src/points/index.ts'

const TODAY = '2027-06-01'
const DAYS = ['2026-12-31', '2027-06-01', '2027-12-31', '2028-12-31']

const sum = (lines: readonly PointsLine[], account?: string) =>
  lines.reduce((total, line) => total + (account && line.account !== account ? 0 : line.points), 0)

/** What a member has, as the database would have it after these lines. */
function after({ balance, lots }: Available, lines: readonly PointsLine[]): Available {
  const left = new Map(lots.map(({ expiresOn, points }) => [expiresOn, points]))
  for (const { account, points, expiresOn } of lines)
    if (account === 'AVAILABLE' && expiresOn !== null)
      left.set(expiresOn, (left.get(expiresOn) ?? 0) + points)
  return {
    balance: balance + sum(lines, 'AVAILABLE'),
    lots: [...left]
      .filter(([, points]) => points !== 0)
      .map(([expiresOn, points]) => ({ expiresOn, points }))
      .sort((a, b) => (a.expiresOn < b.expiresOn ? -1 : 1)),
  }
}

const points = fc.integer({ min: 1, max: 300 })
const day = fc.constantFrom(...DAYS.slice(1))
const movement: fc.Arbitrary<PointsMovement> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('REVIEW', 'CHECK_IN', 'PRIZE', 'ADJUSTMENT', 'RECEIPT'),
    points,
    expiresOn: day,
  }) as fc.Arbitrary<PointsMovement>,
  fc.record({
    kind: fc.constantFrom('RETURNED' as const, 'REVERSAL_OF_DEDUCTION' as const),
    lots: fc.uniqueArray(fc.record({ points, expiresOn: day }), {
      minLength: 1,
      selector: (lot) => lot.expiresOn,
    }),
  }),
  fc.record({
    kind: fc.constantFrom('HOLD' as const, 'DEDUCTION' as const),
    points,
    today: fc.constant(TODAY),
  }),
  fc.record({
    kind: fc.constant('CLAW_BACK' as const),
    points,
    from: fc.constantFrom('AVAILABLE' as const, 'PENDING' as const),
    lot: fc.option(day),
  }),
  fc.record({
    kind: fc.constant('REVERSAL' as const),
    points,
    against: fc.constant('ISSUED' as const),
    lot: fc.option(day),
  }),
  fc.record({ kind: fc.constant('EXPIRY' as const), expiresOn: fc.constantFrom(...DAYS) }),
  fc.record({ kind: fc.constant('PURCHASE' as const), points }),
)

/** The same, told simply: a balance, and single points, each with its day. */
class Reference {
  balance = 0
  purse: string[] = []
  give(n: number, on: string) {
    for (let i = 0; i < n; i += 1) {
      if (this.balance >= 0) this.purse.push(on)
      this.balance += 1
    }
    this.purse.sort()
  }
  /** False: not that many can be spent. */
  spend(n: number): boolean {
    const good = this.purse.filter((on) => on >= TODAY)
    if (good.length < n) return false
    for (const on of good.slice(0, n)) this.purse.splice(this.purse.indexOf(on), 1)
    this.balance -= n
    return true
  }
  takeBack(n: number, first: string | null) {
    for (let i = 0; i < n; i += 1) {
      const own = first === null ? -1 : this.purse.indexOf(first)
      this.purse.splice(Math.max(own, 0), 1)
      this.balance -= 1
    }
  }
  expire(on: string) {
    const left = this.purse.filter((each) => each !== on)
    this.balance -= this.purse.length - left.length
    this.purse = left
  }
}

describe('a journal of points', () => {
  it('sums to zero, keeps every lot at zero or above, and does what counting single points does', () => {
    fc.assert(
      fc.property(fc.array(movement, { minLength: 1, maxLength: 40 }), (movements) => {
        let available: Available = { balance: 0, lots: [] }
        const reference = new Reference()
        for (const each of movements) {
          let lines: readonly PointsLine[] = []
          try {
            lines = pointsLines(each, available)
          } catch (error) {
            const spends = each.kind === 'HOLD' || each.kind === 'DEDUCTION'
            if (spends) {
              expect(error).toBeInstanceOf(NotEnoughPoints)
              expect(reference.spend(each.points)).toBe(false)
            } else expect([each.kind, error]).toEqual(['EXPIRY', expect.any(RangeError)])
            continue
          }
          expect(sum(lines)).toBe(0)
          expect(lines.every((line) => line.points !== 0)).toBe(true)
          available = after(available, lines)
          if ('lots' in each)
            for (const lot of each.lots.toSorted((a, b) => (a.expiresOn < b.expiresOn ? -1 : 1)))
              reference.give(lot.points, lot.expiresOn)
          else if ('expiresOn' in each && each.kind !== 'EXPIRY') reference.give(each.points, each.expiresOn)
          else if (each.kind === 'EXPIRY') reference.expire(each.expiresOn)
          else if (each.kind === 'HOLD' || each.kind === 'DEDUCTION')
            expect(reference.spend(each.points)).toBe(true)
          else if (each.kind === 'REVERSAL' || (each.kind === 'CLAW_BACK' && each.from === 'AVAILABLE'))
            reference.takeBack(each.points, each.lot)
          expect(available.balance).toBe(reference.balance)
          expect(available.lots.every((lot) => lot.points > 0)).toBe(true)
          const purse = available.lots.flatMap((lot) => Array<string>(lot.points).fill(lot.expiresOn))
          expect(purse).toEqual(reference.purse)
          expect(spendable(available, TODAY)).toBe(
            Math.max(0, Math.min(reference.balance, reference.purse.filter((on) => on >= TODAY).length)),
          )
        }
      }),
      { numRuns: 300 },
    )
  })

  it('of a release puts back what was held, less what has gone missing since', () => {
    fc.assert(
      fc.property(points, points, points, (early, late, taken) => {
        let available: Available = { balance: 0, lots: [] }
        const move = (each: PointsMovement) => {
          const lines = pointsLines(each, available)
          available = after(available, lines)
          return lines
        }
        move({ kind: 'REVIEW', points: early, expiresOn: '2027-12-31' })
        move({ kind: 'REVIEW', points: late, expiresOn: '2028-12-31' })
        const before = available
        const held = move({ kind: 'HOLD', points: early + late, today: TODAY })
          .filter(({ account }) => account === 'HELD')
          .map((line) => ({ points: line.points, expiresOn: String(line.expiresOn) }))
        expect(held.map(({ expiresOn }) => expiresOn)).toEqual(['2027-12-31', '2028-12-31'])
        const back = move({ kind: 'RELEASE', held })
        expect(sum(back)).toBe(0)
        expect(available).toEqual(before)
        move({ kind: 'HOLD', points: early + late, today: TODAY })
        move({ kind: 'CLAW_BACK', points: taken, from: 'AVAILABLE', lot: null })
        move({ kind: 'RELEASE', held })
        const left = early + late - taken
        expect(available.balance).toBe(left)
        expect(available.lots.reduce((total, lot) => total + lot.points, 0)).toBe(Math.max(0, left))
      }),
    )
  })

  it('spends the points that expire first, and none that have expired', () => {
    const available = {
      balance: 60,
      lots: [
        { expiresOn: '2026-12-31', points: 10 },
        { expiresOn: '2027-12-31', points: 20 },
        { expiresOn: '2028-12-31', points: 30 },
      ],
    }
    expect(spendable(available, TODAY)).toBe(50)
    const lines = pointsLines({ kind: 'HOLD', points: 25, today: TODAY }, available)
    expect(lines).toEqual([
      { account: 'AVAILABLE', points: -20, expiresOn: '2027-12-31' },
      { account: 'AVAILABLE', points: -5, expiresOn: '2028-12-31' },
      { account: 'HELD', points: 20, expiresOn: '2027-12-31' },
      { account: 'HELD', points: 5, expiresOn: '2028-12-31' },
    ])
    expect(() => pointsLines({ kind: 'HOLD', points: 51, today: TODAY }, available)).toThrow(NotEnoughPoints)
  })
})
