import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, dayOf } from '../src/calendar/index.ts'
import {
  consentTo,
  formOfAddress,
  type Lifecycle,
  lifecycleOf,
  type OrderTimes,
  playbookOf,
  reviewLifecycle,
} from '../src/customers/index.ts'
import { DEMO_PACKS, loadPack } from '../src/policy/index.ts'

const pack = loadPack(DEMO_PACKS.general)
const START = Date.parse('2026-01-01T04:00:00Z')
const day = (n: number) => new Date(START + n * 86_400_000)

/** What is known of the orders on a day: `ordered` are the days of orders, in any order. */
function timesOn(ordered: readonly number[], today: number): OrderTimes {
  const past = ordered.filter((n) => n <= today).sort((a, b) => b - a)
  const at = (n: number | undefined) => (n === undefined ? null : day(n))
  return { firstOrderAt: at(past.at(-1)), lastOrderAt: at(past[0]), loyalOrderAt: at(past[3]) }
}

describe('the lifecycle of a year', () => {
  const year = fc.array(fc.integer({ min: 0, max: 360 }), { maxLength: 12 })

  it('is the same for who is looked at every day and who is looked at late (Q23)', () => {
    fc.assert(
      fc.property(year, fc.array(fc.integer({ min: 0, max: 420 }), { maxLength: 6 }), (ordered, looks) => {
        const end = 420
        let daily: Lifecycle = 'NEW'
        for (let n = 0; n <= end; n++) {
          const past = ordered.filter((each) => each <= n)
          const { firstOrderAt, lastOrderAt } = timesOn(ordered, n)
          const ordersInLoyalWindow = past.filter((each) => each + 180 >= n).length
          daily = lifecycleOf(
            { firstOrderAt, lastOrderAt, ordersInLoyalWindow, current: daily },
            pack,
            day(n),
          )
        }
        let late: Lifecycle = 'NEW'
        let asOf: Date | null = null
        // An order is looked at when it is placed; time is looked at now and then.
        for (const n of [...new Set([...looks, ...ordered, end])].sort((a, b) => a - b)) {
          late = reviewLifecycle(timesOn(ordered, n), { lifecycle: late, asOf }, pack, day(n)).lifecycle
          asOf = day(n)
        }
        expect(late).toBe(daily)
      }),
    )
  })

  it('changes on no day before the one on which it is looked at next', () => {
    fc.assert(
      fc.property(year, fc.integer({ min: 0, max: 400 }), (ordered, today) => {
        const times = timesOn(ordered, today)
        const now = reviewLifecycle(times, { lifecycle: 'ACTIVE', asOf: null }, pack, day(today))
        for (let n = today; n < today + 200; n++) {
          if (now.reviewAt && day(n) >= now.reviewAt) break
          const then = reviewLifecycle(times, { lifecycle: now.lifecycle, asOf: day(today) }, pack, day(n))
          expect(then.lifecycle).toBe(now.lifecycle)
        }
      }),
    )
  })

  it('agrees with lifecycleOf at each moment of its own', () => {
    const times = timesOn([0, 10, 20, 30], 40)
    const seen = reviewLifecycle(times, { lifecycle: 'NEW', asOf: null }, pack, day(40))
    const facts = {
      firstOrderAt: day(0),
      lastOrderAt: day(30),
      ordersInLoyalWindow: 4,
      current: 'NEW',
    } as const
    expect(seen.lifecycle).toBe(lifecycleOf(facts, pack, day(40)))
    expect(seen.reviewAt && dayOf(seen.reviewAt)).toBe(addDays(dayOf(day(30)), 61))
  })
})

describe('a customer', () => {
  it('is addressed by surname and salutation, and as a friend where either is unknown (CUS-ATT-02)', () => {
    expect(formOfAddress('欧阳**', 'MS')).toBe('欧阳女士')
    expect(formOfAddress('王*', null)).toBe('朋友')
    expect(formOfAddress('***', 'MR')).toBe('朋友')
  })

  it('agreed to nothing that was never asked', () => {
    const consents = [{ purpose: 'CARE', channel: 'SMS', given: true }] as const
    expect(consentTo(consents, 'CARE', 'SMS')).toBe(true)
    expect(consentTo(consents, 'CARE', 'PHONE')).toBeNull()
    expect(consentTo(consents, 'MARKETING', 'SMS')).toBeNull()
  })

  it('is looked after by every dimension, complaints first (C-23)', () => {
    const plays = playbookOf({ lifecycle: 'LOYAL', valueClass: 'HIGH', vip: true, complaining: true })
    expect(plays.map(({ rule }) => rule)).toEqual(['CUS-SEG-01', 'CUS-SEG-05', 'CUS-SEG-01', 'CUS-SEG-02'])
    expect(plays[0]?.text.zh).toContain('回访')
  })
})
