import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  CLOCK_RULES,
  endClock,
  metBy,
  pauseClock,
  type RunningClock,
  recountClock,
  resumeClock,
  startClock,
  startClocks,
  stopClock,
} from '../src/clocks/index.ts'
import {
  CLOCK_NAMES,
  CLOCKS,
  type ClockName,
  DEMO_PACKS,
  type DemoShop,
  loadPack,
} from '../src/policy/index.ts'

/** A Wednesday noon in Shanghai. */
const START = new Date('2026-11-18T12:00:00+08:00')
const at = (local: string) => new Date(`2026-${local}:00+08:00`)
const pack = (shop: DemoShop) => loadPack(DEMO_PACKS[shop])

function started(name: ClockName, shop: DemoShop = 'general', from = START): RunningClock {
  const clock = startClock(name, from, pack(shop))
  if (!clock) throw new Error(`no promise ${name} in ${shop}`)
  return { ...clock, pausedAt: null, pausedMs: 0 }
}

/** Target and latest of table I.1 as the clocks of defaults.md print them; `null`: no promise in that shop. */
type Times = readonly [target: string, latest: string] | null
const TABLE: readonly (readonly [ClockName, general: Times, guided: Times, apparel: Times])[] = [
  ['chat.human_takeover', null, ['11-18T12:00:15', '11-18T12:00:15'], null],
  ['chat.after_sales_reply', null, null, ['11-18T12:05', '11-18T12:05']],
  ['question.unlisted_detail', null, null, ['11-19T12:00', '11-19T12:00']],
  ...same('order.dispatch', '11-20T12:00'),
  ...same('order.withdrawal', '11-21T00:00'),
  ...same('after_sale.acknowledge', '11-18T14:00'),
  ...same('after_sale.review', '11-19T12:00'),
  ...same('after_sale.pickup', '11-19T12:00'),
  ...same('after_sale.send_back', '11-26T00:00'),
  ...same('after_sale.inspect', '11-19T12:00'),
  // Apparel: the inspection's latest, Thursday noon, and two working days: Friday and Monday.
  [
    'after_sale.refund',
    ['11-19T12:00', '11-20T12:00'],
    ['11-19T12:00', '11-19T12:00'],
    ['11-19T12:00', '11-24T00:00'],
  ],
  ...same('after_sale.replacement', '11-20T12:00'),
  [
    'partial_refund',
    ['11-19T12:00', '11-19T12:00'],
    ['11-19T12:00', '11-19T12:00'],
    ['11-21T00:00', '11-21T00:00'],
  ],
  ...same('parcel.lost_plan', '11-19T12:00'),
  ['parcel.resolve', null, null, ['11-20T12:00', '11-20T12:00']],
  [
    'complaint.first_response.ordinary',
    ['11-18T16:00', '11-18T16:00'],
    ['11-18T14:00', '11-18T14:00'],
    ['11-18T16:00', '11-18T16:00'],
  ],
  ...same('complaint.first_response.serious', '11-18T13:00'),
  ...same('complaint.escalate', '11-18T13:00'),
  ...same('complaint.progress', '11-19T12:00'),
  ['complaint.promised', null, null, null],
  ...same('review.contact', '11-18T13:00'),
  ...same('handover.item', '11-19T12:00'),
  [
    'chat.first_response',
    ['11-18T12:03', '11-18T12:03'],
    ['11-18T12:00:15', '11-18T12:00:30'],
    ['11-18T12:03', '11-18T12:03'],
  ],
]
function same(name: ClockName, time: string): (typeof TABLE)[number][] {
  const times: Times = [time, time]
  return [[name, times, times, times]]
}
const instant = (local: string) => (local.length > 11 ? new Date(`2026-${local}+08:00`) : at(local))

describe('the promises of table I.1', () => {
  it('are all here', () => {
    expect(TABLE.map(([name]) => name).sort()).toEqual([...CLOCK_NAMES].sort())
  })
  for (const [name, ...shops] of TABLE)
    for (const [i, shop] of (['general', 'guided', 'apparel'] as const).entries())
      it(`${name} in the ${shop} shop`, () => {
        const clock = startClock(name, START, pack(shop))
        const times = shops[i]
        if (!times) return expect(clock).toBeNull()
        expect(clock && [clock.targetAt, clock.breachAt]).toEqual([instant(times[0]), instant(times[1])])
        expect(clock?.pack).toEqual({ id: shop, version: 1 })
      })

  it('count working days by the statutory calendar, make-up days included', () => {
    // Asked on the last day before the Spring Festival, 2026-02-14, a Saturday that is worked for it.
    const clock = started('order.withdrawal', 'general', at('02-14T10:00'))
    expect(clock.breachAt).toEqual(at('02-26T00:00'))
  })
})

describe('the rules of the clocks', () => {
  it('are those that the clocks name, each once, with its times', () => {
    const named = new Set(CLOCK_NAMES.flatMap((name) => CLOCKS[name].rules).filter((id) => id !== 'FUL-03'))
    expect(CLOCK_RULES.map((rule) => rule.id)).toEqual([...named].sort())
    for (const { id, reads } of CLOCK_RULES)
      expect(
        CLOCK_NAMES.some(
          (name) => reads[1] === `clock.${name}.breach` && CLOCKS[name].rules.includes(id as never),
        ),
        id,
      ).toBe(true)
  })
})

describe('a promise', () => {
  it('cites the sources of the shop alone, or what its default follows (Q01, Q40)', () => {
    const rules = (shop: DemoShop, name: ClockName) => startClock(name, START, pack(shop))?.ruleIds
    expect(rules('general', 'after_sale.refund')).toEqual(['AS-SLA-03', 'AS-SLA-09'])
    expect(rules('guided', 'after_sale.refund')).toEqual(['AS-SLA-03', 'AS-SLA-09', 'AS-SLA-19'])
    expect(rules('apparel', 'after_sale.refund')).toEqual(['AS-SLA-03', 'AS-SLA-09', 'AS-SLA-25'])
    expect(rules('general', 'order.withdrawal')).toEqual(['AS-SLA-27'])
    expect(rules('general', 'order.dispatch')).toEqual(['FUL-03'])
    expect(rules('general', 'after_sale.send_back')).toEqual([])
  })
})

describe('a clock', () => {
  it('warns at 75 % of the wall-clock way to its latest time, working days or not (Q58)', () => {
    expect(started('after_sale.review').warnAt).toEqual(at('11-19T06:00'))
    // 60 hours from Wednesday noon to Friday 24:00.
    expect(started('order.withdrawal').warnAt).toEqual(at('11-20T09:00'))
  })

  it('reminds the customer on the fifth day, the other clocks nobody', () => {
    expect(started('after_sale.send_back').remindAt).toEqual(at('11-23T12:00'))
    const reminding = CLOCK_NAMES.filter((name) => startClock(name, START, pack('apparel'))?.remindAt)
    expect(reminding).toEqual(['after_sale.send_back'])
  })

  it('of presale goods follows the date of the product (C-33, CAT-18)', () => {
    const shipFrom = at('12-01T00:00')
    const clock = startClock('order.dispatch', START, pack('general'), shipFrom)
    expect(clock).toMatchObject({ targetAt: shipFrom, breachAt: shipFrom, warnAt: at('11-27T21:00') })
  })

  it('is met up to its latest moment, that moment included, and broken after it (Q38)', () => {
    const clock = started('after_sale.inspect')
    expect(stopClock(clock, clock.breachAt).result).toBe('MET')
    expect(stopClock(clock, new Date(clock.breachAt.getTime() + 1)).result).toBe('BREACHED')
  })

  it('ends void while it was kept, and stays broken where it was', () => {
    const clock = started('after_sale.inspect')
    expect(endClock(clock, at('11-19T12:00')).result).toBe('VOID')
    expect(endClock(clock, at('11-19T12:01')).result).toBe('BREACHED')
  })

  it('is judged without the time for which it stood still', () => {
    const paused = pauseClock(started('after_sale.review'), at('11-18T13:00'))
    const stopped = stopClock(paused, at('11-25T13:00'))
    expect(stopped).toMatchObject({ result: 'MET', pausedAt: null, breachAt: at('11-26T12:00') })
    expect(stopped.pausedMs).toBe(7 * 86_400_000)
  })

  it('that was broken before it stood still stays broken', () => {
    const paused = pauseClock(started('after_sale.review'), at('11-19T13:00'))
    expect(stopClock(paused, at('11-20T13:00')).result).toBe('BREACHED')
  })

  it('of escalation, progress or chat never stands still (Q16)', () => {
    for (const name of ['complaint.escalate', 'complaint.progress', 'chat.first_response'] as const) {
      const clock = started(name)
      expect(pauseClock(clock, at('11-18T12:01')), name).toBe(clock)
    }
  })
})

describe('the refund of a return', () => {
  it('counts from the inspection in the apparel shop, recomputed when that is done (Q13, Q58)', () => {
    const clock = started('after_sale.refund', 'apparel')
    const counted = recountClock(clock, at('11-18T15:00'), pack('apparel'))
    expect(counted.breachAt).toEqual(at('11-21T00:00'))
    expect(counted.targetAt).toEqual(at('11-19T12:00'))
    expect(counted.warnAt).toEqual(at('11-20T09:00'))
    const late = recountClock(clock, at('11-23T15:00'), pack('apparel'))
    expect(late.breachAt).toEqual(at('11-26T00:00'))
  })

  it('counts from its start where no inspection is awaited any more (Q13, Q63)', () => {
    const refund = (running: readonly ClockName[], shop: DemoShop = 'apparel') =>
      startClocks(['after_sale.refund'], running, START, pack(shop))[0]?.breachAt
    expect(refund([])).toEqual(at('11-21T00:00'))
    expect(refund(['after_sale.inspect'])).toEqual(at('11-24T00:00'))
    const atReceipt = startClocks(['after_sale.inspect', 'after_sale.refund'], [], START, pack('apparel'))
    expect(atReceipt[1]?.breachAt).toEqual(at('11-24T00:00'))
    expect(refund([], 'general')).toEqual(at('11-20T12:00'))
  })

  it('counts from receipt elsewhere, whenever it is inspected', () => {
    for (const shop of ['general', 'guided'] as const) {
      const clock = started('after_sale.refund', shop)
      expect(recountClock(clock, at('11-18T15:00'), pack(shop))).toBe(clock)
    }
  })
})

describe('a later step', () => {
  it('meets the promises that it contains (Q62)', () => {
    expect([...metBy(['after_sale.review'])]).toEqual(['after_sale.review', 'after_sale.acknowledge'])
    expect([...metBy(['parcel.resolve'])]).toEqual(['parcel.resolve', 'parcel.lost_plan'])
    expect([...metBy(['after_sale.inspect'])]).toEqual(['after_sale.inspect'])
  })
})

describe('whatever the promise and the time', () => {
  const name = fc.constantFrom(...CLOCK_NAMES)
  const shop = fc.constantFrom<DemoShop>('general', 'guided', 'apparel')
  const time = fc.date({ min: new Date('2025-01-01'), max: new Date('2027-12-01'), noInvalidDate: true })

  it('start, then target and warning, then the latest time', () => {
    fc.assert(
      fc.property(name, shop, time, (clockName, shopName, start) => {
        const clock = startClock(clockName, start, pack(shopName))
        if (!clock) return
        expect(clock.startedAt <= clock.targetAt && clock.targetAt <= clock.breachAt).toBe(true)
        expect(clock.startedAt <= clock.warnAt && clock.warnAt <= clock.breachAt).toBe(true)
        if (clock.remindAt) expect(clock.remindAt <= clock.breachAt).toBe(true)
      }),
    )
  })

  it('standing still and going on moves every time by exactly as long as it stood', () => {
    const ms = fc.integer({ min: 0, max: 10 ** 10 })
    fc.assert(
      fc.property(name, shop, time, ms, ms, (clockName, shopName, start, before, stood) => {
        const clock = startClock(clockName, start, pack(shopName))
        if (!clock) return
        const running: RunningClock = { ...clock, pausedAt: null, pausedMs: 0 }
        const paused = pauseClock(running, new Date(start.getTime() + before))
        if (paused === running) return
        const on = resumeClock(paused, new Date(start.getTime() + before + stood))
        const shifts = (['targetAt', 'warnAt', 'breachAt'] as const).map(
          (each) => on[each].getTime() - clock[each].getTime(),
        )
        expect(shifts).toEqual([stood, stood, stood])
        expect(on).toMatchObject({ pausedAt: null, pausedMs: stood, startedAt: start })
      }),
    )
  })

  it('counting anew keeps the order of the times', () => {
    const ms = fc.integer({ min: 0, max: 10 ** 9 })
    fc.assert(
      fc.property(name, shop, time, ms, (clockName, shopName, start, after) => {
        const clock = startClock(clockName, start, pack(shopName))
        if (!clock) return
        const running: RunningClock = { ...clock, pausedAt: null, pausedMs: 0 }
        const counted = recountClock(running, new Date(start.getTime() + after), pack(shopName))
        expect(counted.targetAt <= counted.breachAt && counted.warnAt <= counted.breachAt).toBe(true)
        expect(counted.startedAt <= counted.targetAt).toBe(true)
      }),
    )
  })
})
