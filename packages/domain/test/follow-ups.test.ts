import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, dayOf, holidayPeriods } from '../src/calendar/index.ts'
import {
  arrange,
  birthdaysOn,
  type ContactFacts,
  channelFor,
  FOLLOW_UP_KINDS,
  type FollowUpFacts,
  firstHourOf,
  holidaysWithin,
  isContactHour,
  latestFor,
  nextContactHour,
  purchaseCallbackAt,
  unpaidFollowUpAt,
} from '../src/follow-ups/index.ts'
import { DEMO_PACKS, loadPack } from '../src/policy/index.ts'
import { followUpScript } from '../src/wording/index.ts'

const pack = loadPack(DEMO_PACKS.general)
const shanghai = (text: string) => new Date(`2026-${text.replace(' ', 'T')}:00+08:00`)
const now = shanghai('06-10 09:00')
const customer: ContactFacts = {
  customerId: 'c',
  doNotContact: false,
  plainBuyer: false,
  openComplaint: false,
  lastContactAt: null,
  lastCallbackAt: null,
  preferredChannel: null,
  consents: [],
}
const followUp = (id: string, kind: FollowUpFacts['kind'], wantedAt: Date): FollowUpFacts => ({
  id,
  kind,
  status: 'OPEN',
  wantedAt: wantedAt.toISOString(),
  dueAt: nextContactHour(wantedAt, pack).toISOString(),
  latestAt: latestFor(wantedAt, pack).toISOString(),
  startedAt: null,
  startedBy: null,
  attempts: 0,
})
const days = fc.integer({ min: -12, max: 20 })
const planned = fc.uniqueArray(
  fc.tuple(fc.constantFrom(...FOLLOW_UP_KINDS), days, fc.integer({ min: 0, max: 1439 })),
  {
    maxLength: 8,
    selector: ([kind, day]) => `${kind} ${day}`,
  },
)
const made = (plans: readonly (readonly [FollowUpFacts['kind'], number, number])[]) =>
  plans.map(([kind, day, minute], i) =>
    followUp(`f${i}`, kind, new Date(shanghai('06-10 00:00').getTime() + day * 86_400_000 + minute * 60_000)),
  )

describe('what is planned for a customer', () => {
  it('never comes within a week of another or of the last contact, out of hours, or too late', () => {
    fc.assert(
      fc.property(planned, fc.option(days), (plans, last) => {
        const lastContactAt =
          last === null ? null : new Date(now.getTime() - Math.abs(last) * 86_400_000).toISOString()
        const all = made(plans)
        const arranged = arrange(all, { ...customer, lastContactAt }, { pack, now })
        expect(arranged.map(({ id }) => id).toSorted()).toEqual(all.map(({ id }) => id).toSorted())
        const open = arranged.flatMap((each) => (each.status === 'OPEN' ? [each] : []))
        // What is overdue is done today.
        const on = open.map(({ dueAt }) => [dayOf(dueAt), dayOf(now)].toSorted().at(-1) ?? '').toSorted()
        for (const [i, day] of on.entries()) {
          const before = on[i - 1]
          if (before) expect(addDays(before, 7) <= day).toBe(true)
          if (lastContactAt) expect(addDays(dayOf(new Date(lastContactAt)), 7) <= day).toBe(true)
        }
        for (const { id, dueAt } of open) {
          const of = all.find((each) => each.id === id)
          expect(isContactHour(dueAt, pack)).toBe(true)
          expect(dueAt.getTime()).toBeGreaterThanOrEqual(Date.parse(of?.wantedAt ?? ''))
          expect(dueAt.getTime()).toBeLessThan(Date.parse(of?.latestAt ?? ''))
        }
      }),
    )
  })

  it('stays as it was arranged, and is arranged the same in any order', () => {
    fc.assert(
      fc.property(planned, (plans) => {
        const all = made(plans)
        const once = arrange(all, customer, { pack, now })
        const as = new Map(once.map((each) => [each.id, each]))
        const again = all.flatMap((each) => {
          const to = as.get(each.id)
          return to?.status === 'OPEN' ? [{ ...each, dueAt: to.dueAt.toISOString() }] : []
        })
        const twice = arrange(again.toReversed(), customer, { pack, now })
        expect(twice.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
          once.filter(({ status }) => status === 'OPEN').toSorted((a, b) => (a.id < b.id ? -1 : 1)),
        )
      }),
    )
  })

  it('waits while a complaint is open, and goes to what goes before', () => {
    const all = [
      followUp('greeting', 'BIRTHDAY', shanghai('06-12 10:00')),
      followUp('callback', 'AFTER_SALE_CALLBACK', shanghai('06-14 10:00')),
      followUp('offer', 'WAKE_UP', shanghai('06-11 10:00')),
    ]
    expect(
      arrange(all, { ...customer, openComplaint: true }, { pack, now }).map(({ status }) => status),
    ).toEqual(['HELD', 'HELD', 'HELD'])
    expect(
      arrange(all, customer, { pack, now }).map(
        (each) => `${each.id} ${each.status === 'OPEN' ? dayOf(each.dueAt) : each.because}`,
      ),
    ).toEqual(['callback 2026-06-14', 'greeting TOO_LATE', 'offer TOO_LATE'].toSorted(byPrecedence))
  })
})

const byPrecedence = (a: string, b: string) =>
  ['callback', 'greeting', 'offer'].indexOf(a.split(' ')[0] ?? '') -
  ['callback', 'greeting', 'offer'].indexOf(b.split(' ')[0] ?? '')

describe('when somebody is contacted', () => {
  it.each([
    ['06-10 09:59', '06-10 10:00'],
    ['06-10 10:00', '06-10 10:00'],
    ['06-10 12:00', '06-10 14:00'],
    ['06-10 18:30', '06-10 19:00'],
    ['06-10 21:00', '06-11 10:00'],
  ])('%s becomes %s', (from, to) => {
    expect(nextContactHour(shanghai(from), pack)).toEqual(shanghai(to))
  })

  it('counts calendar days from the receipt, and from the payment while nothing was received (C-22)', () => {
    const paidAt = shanghai('06-01 23:30')
    expect(purchaseCallbackAt({ paidAt, receivedAt: shanghai('06-04 00:10') }, pack)).toEqual(
      shanghai('06-11 10:00'),
    )
    expect(purchaseCallbackAt({ paidAt, receivedAt: null }, pack)).toEqual(shanghai('06-08 10:00'))
    expect(purchaseCallbackAt({ paidAt: null, receivedAt: null }, pack)).toBeNull()
    expect(unpaidFollowUpAt(shanghai('06-10 20:30'), pack)).toEqual(shanghai('06-11 10:00'))
    expect(firstHourOf('2026-06-10', pack)).toEqual(shanghai('06-10 10:00'))
  })

  it('greets on birthdays, 29 February on the 28th where there is none, and on the first day of holidays', () => {
    expect(birthdaysOn('2026-02-28').map(({ dayOfMonth }) => dayOfMonth)).toEqual([28, 29])
    expect(birthdaysOn('2028-02-28').map(({ dayOfMonth }) => dayOfMonth)).toEqual([28])
    expect(holidayPeriods(2026).map(({ first }) => first)).toEqual([
      '2026-01-01',
      '2026-02-15',
      '2026-04-04',
      '2026-05-01',
      '2026-06-19',
      '2026-09-25',
      '2026-10-01',
    ])
    expect(holidaysWithin(['2026-05-01', '2026-05-02', '2027-01-01'])).toEqual({
      holidays: [{ day: '2026-05-01' }],
      unknown: [2027],
    })
  })

  it('takes the channel that is preferred and agreed to, else the platform', () => {
    const agreed = [{ purpose: 'CARE', channel: 'SMS', given: true }] as const
    expect(channelFor({ ...customer, preferredChannel: 'SMS', consents: agreed }, 'CARE')).toBe('SMS')
    expect(channelFor({ ...customer, preferredChannel: 'SMS', consents: agreed }, 'MARKETING')).toBe('CHAT')
    const refused = [{ purpose: 'MARKETING', channel: 'CHAT', given: false }] as const
    expect(channelFor({ ...customer, consents: refused }, 'MARKETING')).toBeNull()
  })
})

it('there are words for every kind in both languages, which promise nothing', () => {
  for (const kind of FOLLOW_UP_KINDS) {
    const { zh, en } = followUpScript(kind)
    expect(zh).toMatch(/^您好.*\p{Script=Han}/u)
    expect(en).toMatch(/^Hello/)
    expect(zh).not.toMatch(/绝对|保证|最好|最低|马上下单|再不买/u)
  }
})
