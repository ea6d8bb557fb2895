import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '../src/calendar/index.ts'
import {
  afterMoves,
  countsUntil,
  explainTierChange,
  firstFrom,
  giftsOn,
  lowersOn,
  moveOnFirst,
  moveUp,
  progressOf,
  TIERS,
  type TierState,
  thresholdOf,
  tierFor,
  windowStart,
} from '../src/membership/index.ts'
import { fen, yuan } from '../src/money/index.ts'
import { CONFLICTS, DEMO_PACKS, loadPack, publishPack } from '../src/policy/index.ts'

const pack = loadPack(DEMO_PACKS.general)
const at = (day: string) => new Date(`${day}T10:00:00+08:00`)
const gold: TierState = { tier: 'GOLD', since: '2026-01-15', notice: null }

describe('the window (Q11, Q42)', () => {
  it('counts the day after a payment as day 1, up to 24:00 of day 365', () => {
    expect(countsUntil('2026-03-31', pack)).toBe('2027-03-31')
    expect(windowStart('2027-03-31', pack)).toBe('2026-03-31')
  })

  it('has a notice end on the first first of a month that is 30 days later', () => {
    expect(lowersOn('2026-03-01', pack)).toBe('2026-04-01')
    expect(lowersOn('2026-04-01', pack)).toBe('2026-05-01') // exactly 30 days
    expect(lowersOn('2027-02-01', pack)).toBe('2027-04-01') // 28 days to the next first
    expect(lowersOn('2026-12-01', pack)).toBe('2027-01-01')
    expect(lowersOn('2026-03-02', pack)).toBe('2026-04-01')
    expect(lowersOn('2026-03-03', pack)).toBe('2026-05-01')
    expect([firstFrom('2026-12-02'), firstFrom('2026-12-01')]).toEqual(['2027-01-01', '2026-12-01'])
  })
})

describe('a tier', () => {
  it('is raised at once to what is reached, over several tiers, at the threshold (Q38)', () => {
    const ordinary: TierState = { tier: 'ORDINARY', since: '2026-01-01', notice: null }
    const to = (amount: number) => moveUp(ordinary, fen(amount), '2026-05-05', pack).map((move) => move.to)
    expect([to(99_999), to(100_000), to(6_000_000)]).toEqual([[], ['SILVER'], ['DIAMOND']])
    expect(moveUp(ordinary, yuan(6_000), '2026-05-05', pack)).toEqual([
      {
        kind: 'RAISED',
        from: 'ORDINARY',
        to: 'GOLD',
        thresholdFen: 500_000,
        effectiveOn: '2026-05-05',
        ruleId: 'MEM-03',
      },
    ])
  })

  it('is never lowered at once', () => {
    fc.assert(
      fc.property(fc.constantFrom(...TIERS), fc.nat(10_000_000), (tier, paid) => {
        const moves = moveUp({ ...gold, tier }, fen(paid), '2026-05-05', pack)
        const after = afterMoves({ ...gold, tier }, moves)
        expect(TIERS.indexOf(after.tier)).toBe(
          Math.max(TIERS.indexOf(tier), TIERS.indexOf(tierFor(fen(paid), pack))),
        )
      }),
    )
  })

  it('is told of on a first, and lowered by one a month later if it still holds', () => {
    const told = moveOnFirst(gold, yuan(100), '2026-05-01', '2026-05-01', pack)
    expect(told).toMatchObject([{ kind: 'NOTIFIED', from: 'GOLD', to: 'SILVER', effectiveOn: '2026-06-01' }])
    const waiting = afterMoves(gold, told)
    expect(waiting).toEqual({ ...gold, notice: { to: 'SILVER', on: '2026-06-01' } })
    const lowered = moveOnFirst(waiting, yuan(1_200), '2026-06-01', '2026-06-01', pack)
    expect(lowered).toMatchObject([
      { kind: 'LOWERED', from: 'GOLD', to: 'SILVER', effectiveOn: '2026-06-01' },
    ])
    expect(afterMoves(waiting, lowered)).toEqual({ tier: 'SILVER', since: '2026-06-01', notice: null })
  })

  it('goes on falling by one a month, each time after a notice', () => {
    const waiting: TierState = { ...gold, notice: { to: 'SILVER', on: '2026-06-01' } }
    const moves = moveOnFirst(waiting, yuan(10), '2026-06-01', '2026-06-01', pack)
    expect(moves.map(({ kind, to }) => `${kind} ${to}`)).toEqual(['LOWERED SILVER', 'NOTIFIED ORDINARY'])
    const next = moveOnFirst(afterMoves(waiting, moves), yuan(10), '2026-07-01', '2026-07-01', pack)
    expect(next.map(({ kind, to }) => `${kind} ${to}`)).toEqual(['LOWERED ORDINARY'])
  })

  it('is kept where it is reached again, by a payment or by the step', () => {
    const waiting: TierState = { ...gold, notice: { to: 'SILVER', on: '2026-06-01' } }
    expect(moveUp(waiting, yuan(5_000), '2026-05-20', pack)).toMatchObject([{ kind: 'KEPT', to: 'GOLD' }])
    expect(moveOnFirst(waiting, yuan(5_000), '2026-06-01', '2026-06-01', pack)).toMatchObject([
      { kind: 'KEPT' },
    ])
    expect(moveUp(waiting, yuan(4_999), '2026-05-20', pack)).toEqual([])
  })

  it('is left alone by a step that runs late where it began since, and told of 30 days ahead all the same', () => {
    const since = { ...gold, since: '2026-05-03' }
    expect(moveOnFirst(since, yuan(0), '2026-05-01', '2026-05-10', pack)).toEqual([])
    expect(moveOnFirst(gold, yuan(0), '2026-05-01', '2026-05-10', pack)).toMatchObject([
      { kind: 'NOTIFIED', effectiveOn: '2026-07-01' },
    ])
  })

  it('never falls below ordinary', () => {
    const ordinary: TierState = { tier: 'ORDINARY', since: '2026-01-01', notice: null }
    expect(moveOnFirst(ordinary, yuan(0), '2026-05-01', '2026-05-01', pack)).toEqual([])
  })
})

describe('progress', () => {
  const facts = (tier: TierState['tier'], paid: readonly (readonly [string, number])[]) => ({
    tier,
    notice: null,
    paid,
  })

  it('says what is missing to the next tier, by when', () => {
    const paid = [
      ['2025-12-20', 10_000],
      ['2026-03-31', 276_000],
      ['2027-01-10', 100_000],
    ] as const
    const progress = progressOf(facts('SILVER', paid), at('2027-02-01'), pack)
    expect(progress).toMatchObject({ next: 'GOLD', paidFen: 376_000, missingFen: 124_000, by: '2027-03-31' })
    expect(progress.explanation.en).toBe(
      'CNY 1240.00 to Gold by 2027-03-31; CNY 3760.00 paid in the last 365 days.',
    )
    expect(progress.explanation.zh).toContain('2027-03-31 前再消费 1240.00 元升级为金卡会员')
  })

  it('says what keeps the tier: by the day before it would be lowered', () => {
    const paid = [
      ['2026-03-31', 500_000],
      ['2026-08-10', 100_000],
    ] as const
    // Counts until 31 March 2027: told on 1 April, lowered on 1 May.
    expect(progressOf(facts('GOLD', paid), at('2027-02-01'), pack).keep).toMatchObject({
      missingFen: 400_000,
      by: '2027-04-30',
      otherwise: 'SILVER',
      told: false,
    })
    const told = { ...facts('GOLD', paid), notice: { to: 'SILVER', on: '2027-03-01' } as const }
    expect(progressOf(told, at('2027-02-01'), pack).keep).toMatchObject({ by: '2027-02-28', told: true })
  })

  it('asks nothing of the lowest, and offers nothing above the highest', () => {
    expect(progressOf(facts('ORDINARY', []), at('2026-05-05'), pack)).toMatchObject({
      missingFen: 100_000,
      by: null,
      keep: null,
    })
    const top = progressOf(facts('DIAMOND', [['2026-05-01', 9_000_000]]), at('2026-05-05'), pack)
    expect(top).toMatchObject({ next: null, missingFen: null, by: null })
  })

  it('asks nothing to keep a tier that takes nothing', () => {
    const asked = CONFLICTS.filter((each) => each.mode === 'ASK').flatMap((each) => each.keys)
    const choices = Object.fromEntries(asked.map((key) => [key, DEMO_PACKS.general.values[key]?.value]))
    const own = { id: 'own', version: 1, overlays: [], effectiveFrom: '2024-01-01', choices }
    const free = loadPack(publishPack({ ...own, overrides: { 'membership.threshold.silver': 0 } }))
    expect(progressOf(facts('SILVER', []), at('2026-05-05'), free)).toMatchObject({
      next: 'GOLD',
      keep: null,
    })
  })

  it('is right about the day on which the tier falls: what is asked keeps it, a fen less does not', () => {
    const days = fc.array(fc.tuple(fc.integer({ min: 0, max: 364 }), fc.integer({ min: 1, max: 900_000 })), {
      maxLength: 8,
    })
    fc.assert(
      fc.property(fc.constantFrom(...TIERS.slice(1)), days, (tier, bought) => {
        const today = '2026-08-17'
        const paid = bought
          .map(([ago, amount]) => [addDays(today, -ago), amount] as const)
          .sort(([a], [b]) => (a < b ? -1 : 1))
        // Else the tier would be a higher one by now.
        fc.pre(
          TIERS.indexOf(tierFor(fen(paid.reduce((sum, [, a]) => sum + a, 0)), pack)) <= TIERS.indexOf(tier),
        )
        const { keep } = progressOf(facts(tier, paid), at(today), pack)
        if (!keep) throw new Error('a tier above ordinary can be lost')
        const after = (extra: number) => {
          let state: TierState = { tier, since: '2026-01-02', notice: null }
          const all = [...paid, [keep.by, extra] as const]
          const sum = (day: string) =>
            fen(all.reduce((n, [on, a]) => (on >= windowStart(day, pack) && on < day ? n + a : n), 0))
          for (
            let day = firstFrom(addDays(today, 1));
            day <= addDays(keep.by, 1);
            day = firstFrom(addDays(day, 1))
          ) {
            const asked = sum(day)
            state = afterMoves(state, moveOnFirst(state, asked, day, day, pack))
          }
          return state.tier
        }
        expect(TIERS.indexOf(after(keep.missingFen))).toBeGreaterThanOrEqual(TIERS.indexOf(tier))
        if (keep.missingFen > 0)
          expect(TIERS.indexOf(after(keep.missingFen - 1))).toBe(TIERS.indexOf(tier) - 1)
      }),
    )
  })
})

describe('the history of a tier', () => {
  it('says the figures in both languages', () => {
    const change = {
      from: 'GOLD',
      to: 'SILVER',
      paidFen: 123_400,
      thresholdFen: 500_000,
      effectiveOn: '2026-06-01',
    } as const
    for (const kind of ['ENROLLED', 'RAISED', 'NOTIFIED', 'KEPT', 'LOWERED'] as const) {
      const { zh, en } = explainTierChange({ ...change, kind })
      for (const text of [zh, en]) expect(text).toContain('1234.00')
    }
  })
})

describe('gifts', () => {
  it('are for birthdays of the month, and once a year for the highest tier', () => {
    expect(giftsOn('2026-02-17', pack)).toMatchObject([
      {
        benefit: 'BIRTHDAY_GIFT',
        year: 2026,
        bornIn: 2,
        tiers: ['SILVER', 'GOLD', 'PLATINUM', 'DIAMOND'],
        ruleId: 'MEM-02',
      },
      { benefit: 'YEARLY_GIFT', year: 2026, bornIn: null, tiers: ['DIAMOND'], ruleId: 'MEM-05' },
    ])
    expect(thresholdOf('DIAMOND', pack)).toBe(5_000_000)
  })
})
