import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDuty, dutyBetween, dutyWindows, isDutyHours } from '../src/calendar/index.ts'
import { startClock } from '../src/clocks/index.ts'
import { DEMO_PACKS, loadPack } from '../src/policy/index.ts'

const CHAT = dutyWindows(['09:00-24:00'])
const at = (text: string) => new Date(`2026-11-${text}+08:00`)
const MINUTE = 60_000

describe('duty hours 09:00-24:00', () => {
  it.each([
    ['within a day', '18T12:00:00', 3, '18T12:03:00'],
    ['across midnight', '18T23:59:00', 3, '19T09:02:00'],
    ['at the first moment', '18T09:00:00', 3, '18T09:03:00'],
    ['before duty', '18T02:00:00', 3, '18T09:03:00'],
    ['at exactly 24:00', '19T00:00:00', 3, '19T09:03:00'],
    ['ending at exactly 24:00', '18T23:57:00', 3, '19T00:00:00'],
    ['a whole day of duty', '18T09:00:00', 15 * 60, '19T00:00:00'],
    ['a day of duty and a minute', '18T09:00:00', 15 * 60 + 1, '19T09:01:00'],
    ['two days on', '18T20:00:00', 24 * 60, '20T14:00:00'],
    ['nothing to wait for', '18T02:00:00', 0, '18T02:00:00'],
  ])('%s', (_name, from, minutes, due) => {
    expect(addDuty(at(from), minutes * MINUTE, CHAT)).toEqual(at(due))
  })

  it('take only parts of one day, in order, apart', () => {
    expect(isDutyHours(['10:00-12:00', '14:00-18:00'])).toBe(true)
    for (const wrong of [
      [],
      ['24:00-09:00'],
      ['09:00-09:00'],
      ['09:00-24:01'],
      ['9:00-12:00'],
      ['09:60-12:00'],
      ['09:00-12:00', '12:00-14:00'],
      ['14:00-18:00', '09:00-12:00'],
      '09:00-24:00',
      [9],
    ])
      expect(isDutyHours(wrong), JSON.stringify(wrong)).toBe(false)
  })
})

/** One to three windows of a day, in order and apart. */
const windows = fc
  .uniqueArray(fc.integer({ min: 0, max: 1440 }), { minLength: 2, maxLength: 6 })
  .map((minutes) => {
    const sorted = minutes.sort((a, b) => a - b)
    return Array.from({ length: Math.floor(sorted.length / 2) }, (_, i) => ({
      from: sorted[2 * i] ?? 0,
      until: sorted[2 * i + 1] ?? 1440,
    }))
  })
const moment = fc
  .integer({ min: Date.parse('2026-01-01T00:00:00Z'), max: Date.parse('2026-12-31T00:00:00Z') })
  .map((time) => new Date(time))
const length = fc.integer({ min: 1, max: 3 * 86_400_000 })

/** Whether somebody is there, by the definition itself. */
function onDuty(time: Date, hours: readonly { from: number; until: number }[]): boolean {
  const minute = ((time.getTime() + 8 * 3_600_000) % 86_400_000) / MINUTE
  return hours.some(({ from, until }) => minute >= from && minute < until)
}

describe('the arithmetic of duty hours', () => {
  it('adds exactly as much duty as it is told', () => {
    fc.assert(
      fc.property(moment, length, windows, (from, ms, hours) => {
        expect(dutyBetween(from, addDuty(from, ms, hours), hours)).toBe(ms)
      }),
    )
  })

  it('ends at the earliest moment: the last millisecond was on duty', () => {
    fc.assert(
      fc.property(moment, length, windows, (from, ms, hours) => {
        expect(onDuty(new Date(addDuty(from, ms, hours).getTime() - 1), hours)).toBe(true)
      }),
    )
  })

  it('is the same in one step as in two', () => {
    fc.assert(
      fc.property(moment, length, length, windows, (from, first, second, hours) => {
        expect(addDuty(addDuty(from, first, hours), second, hours)).toEqual(
          addDuty(from, first + second, hours),
        )
      }),
    )
  })

  it('counts what a count minute by minute counts', () => {
    const whole = fc.integer({ min: 0, max: 3000 })
    fc.assert(
      fc.property(moment, whole, windows, (raw, minutes, hours) => {
        const from = new Date(Math.floor(raw.getTime() / MINUTE) * MINUTE)
        const each = Array.from({ length: minutes }, (_, i) => new Date(from.getTime() + i * MINUTE))
        const counted = each.filter((time) => onDuty(time, hours)).length * MINUTE
        expect(dutyBetween(from, new Date(from.getTime() + minutes * MINUTE), hours)).toBe(counted)
      }),
      { numRuns: 50 },
    )
  })

  it('is wall-clock time where somebody is always there', () => {
    fc.assert(
      fc.property(moment, length, (from, ms) => {
        expect(addDuty(from, ms, dutyWindows(['00:00-24:00']))).toEqual(new Date(from.getTime() + ms))
      }),
    )
  })
})

describe('clocks of the chat', () => {
  const general = loadPack(DEMO_PACKS.general)
  const guided = loadPack(DEMO_PACKS.guided)
  const apparel = loadPack(DEMO_PACKS.apparel)

  it('leave the night out from the start, warning included', () => {
    expect(startClock('chat.first_response', at('18T02:00:00'), general)).toMatchObject({
      startedAt: at('18T02:00:00'),
      targetAt: at('18T09:03:00'),
      warnAt: at('18T09:02:15'),
      breachAt: at('18T09:03:00'),
    })
    expect(startClock('chat.first_response', at('18T23:59:50'), guided)).toMatchObject({
      targetAt: at('19T09:00:05'),
      warnAt: at('19T09:00:12.500'),
      breachAt: at('19T09:00:20'),
    })
    expect(startClock('chat.after_sales_reply', at('18T23:58:00'), apparel)).toMatchObject({
      breachAt: at('19T09:03:00'),
    })
    expect(startClock('chat.human_takeover', at('19T00:00:00'), guided)).toMatchObject({
      breachAt: at('19T09:00:15'),
    })
  })

  it('are the only ones that do: a question on an unlisted detail runs day and night (Q14)', () => {
    expect(startClock('question.unlisted_detail', at('18T23:00:00'), apparel)?.breachAt).toEqual(
      at('19T23:00:00'),
    )
    expect(startClock('complaint.first_response.ordinary', at('18T23:00:00'), general)?.breachAt).toEqual(
      at('19T03:00:00'),
    )
  })
})
