import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GRADES } from '../src/access/index.ts'
import {
  addWorkingDays,
  CalendarUnknown,
  dayOf,
  inShanghai,
  isWorkingDay,
  workingDaysBetween,
} from '../src/calendar/index.ts'
import { CATEGORIES, CATEGORY_CODES, categoryOf } from '../src/catalog/index.ts'
import {
  isPhone,
  isSpecificDetail,
  maskAccount,
  maskAddressLine,
  maskEmail,
  maskName,
  maskPhone,
  normalisePhone,
} from '../src/contacts/index.ts'
import { handlingHint, lifecycleOf, valueClassOf } from '../src/customers/index.ts'
import { judge, type Rule, type Verdict } from '../src/decisions/index.ts'
import { ENUM_LABELS, labelOf } from '../src/labels/index.ts'
import { benefitsOf, hasFreeReturn, TIERS, thresholdOf, tierFor } from '../src/membership/index.ts'
import { decimal, type Fen, fen, share, yuan } from '../src/money/index.ts'
import {
  FLAGS,
  PHYSICAL_STATUSES,
  PROBLEM_KINDS,
  REMARK_ACTIONS,
  TRADE_STATUSES,
} from '../src/orders/index.ts'
import {
  checkInPoints,
  clawBack,
  expiryOf,
  isReviewOfQuality,
  mostPointsFor,
  noticeDayOf,
  offsetFen,
  pointsFor,
  returnedExpiry,
  returnedLots,
} from '../src/points/index.ts'
import { DEMO_PACKS, loadPack } from '../src/policy/index.ts'

const pack = loadPack(DEMO_PACKS.general)
const amount = fc.integer({ min: 0, max: 1_000_000_00 }).map(fen)

describe('shares', () => {
  it('sum to the total to the fen, and none is off by more than the remainder', () => {
    fc.assert(
      fc.property(amount, fc.array(amount, { minLength: 1, maxLength: 20 }), (total, weights) => {
        const parts = share(total, weights)
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total)
        expect(Math.min(...parts)).toBeGreaterThanOrEqual(0)
        const sum = weights.reduce((a, b) => a + b, 0)
        if (sum === 0) return
        for (const [i, part] of parts.entries()) {
          expect(Math.abs(part - (total * (weights[i] ?? 0)) / sum)).toBeLessThanOrEqual(weights.length)
        }
      }),
    )
  })

  it('give the remainder to the largest, among equals to the last (Q07)', () => {
    expect(share(fen(100), [fen(1), fen(1), fen(1)])).toEqual([33, 33, 34])
    expect(share(fen(100), [fen(2), fen(1), fen(3)])).toEqual([33, 17, 50])
  })

  it('give back what rounding gave out too much, line by line, and none is below zero', () => {
    expect(share(fen(5), Array(10).fill(fen(1_000)))).toEqual([1, 1, 1, 1, 1, 0, 0, 0, 0, 0])
    fc.assert(
      fc.property(fc.nat(30), fc.array(fc.nat(5), { minLength: 1, maxLength: 30 }), (total, weights) => {
        const parts = share(fen(total), weights.map(fen))
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total)
        expect(Math.min(...parts)).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it('are written in yuan', () => {
    expect([decimal(yuan(20)), decimal(fen(-5)), decimal(fen(123_456))]).toEqual([
      '20.00',
      '-0.05',
      '1234.56',
    ])
  })
})

describe('a decision', () => {
  it('is refused by one refusal, whatever else is said', () => {
    const verdicts = fc.array(fc.constantFrom<Verdict>('PASS', 'WARN', 'NEEDS_APPROVAL', 'DENY'))
    const say = { zh: '', en: '' }
    fc.assert(
      fc.property(verdicts, (said) => {
        const rules = said.map(
          (verdict, i): Rule<null> => ({
            id: `${i}`,
            title: say,
            message: say,
            basis: { kind: 'default', note: '' },
            reads: [],
            cases: [],
            judge: () => ({ verdict }),
          }),
        )
        const { outcome, findings } = judge('X', rules, null, { pack, now: new Date(0) })
        expect(findings).toHaveLength(said.length)
        const expected = said.includes('DENY')
          ? 'DENIED'
          : said.includes('NEEDS_APPROVAL')
            ? 'NEEDS_APPROVAL'
            : 'ALLOWED'
        expect(outcome).toBe(expected)
      }),
    )
  })
})

describe('working days', () => {
  const moment = fc.date({
    min: new Date('2024-01-01T00:00:00Z'),
    max: new Date('2026-10-31T00:00:00Z'),
    noInvalidDate: true,
  })

  it('end at 24:00 of a working day, with n working days after the event', () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: 1, max: 15 }), (from, n) => {
        const end = addWorkingDays(from, n)
        const last = dayOf(new Date(end.getTime() - 1))
        expect(isWorkingDay(last)).toBe(true)
        expect(inShanghai(end)).toBe(`${last} 24:00`)
        expect(workingDaysBetween(from, new Date(end.getTime() - 1))).toBe(n)
        expect(addWorkingDays(from, n + 1).getTime()).toBeGreaterThan(end.getTime())
      }),
    )
  })

  it('know make-up days and holidays', () => {
    expect(isWorkingDay('2025-09-28')).toBe(true)
    expect(isWorkingDay('2025-10-01')).toBe(false)
    // The evening before the long holiday in Shanghai: the next working day is 8 October.
    expect(inShanghai(addWorkingDays(new Date('2026-09-30T12:00:00Z'), 1))).toBe('2026-10-08 24:00')
  })

  it('are not guessed for a year that is not published', () => {
    expect(() => addWorkingDays(new Date('2026-12-31T04:00:00Z'), 1)).toThrow(CalendarUnknown)
    expect(() => isWorkingDay('1999-01-04')).toThrow(CalendarUnknown)
  })
})

describe('members', () => {
  it('reach a tier at its threshold', () => {
    for (const tier of TIERS) {
      expect(tierFor(thresholdOf(tier, pack), pack)).toBe(tier)
      if (tier !== 'ORDINARY')
        expect(TIERS.indexOf(tierFor(fen(thresholdOf(tier, pack) - 1), pack))).toBe(TIERS.indexOf(tier) - 1)
    }
    expect(TIERS.map((tier) => thresholdOf(tier, pack) / 100)).toEqual([0, 1_000, 5_000, 20_000, 50_000])
  })

  it('keep the benefits of lower tiers, each with its figure in force', () => {
    const codes = TIERS.map((tier) => benefitsOf(tier, pack).map((each) => each.code))
    for (const [i, lower] of codes.slice(0, -1).entries())
      expect(codes[i + 1]).toEqual(expect.arrayContaining(lower))
    expect(benefitsOf('DIAMOND', pack).find((each) => each.code === 'DISCOUNT')).toMatchObject({
      ruleId: 'MEM-03',
      value: '8 %',
    })
    expect(benefitsOf('GOLD', pack).find((each) => each.code === 'DISCOUNT')?.detail.zh).toContain('9.7 折')
    expect(TIERS.map((tier) => hasFreeReturn(tier, pack))).toEqual([false, false, false, true, true])
  })
})

describe('points', () => {
  it('end at the same figure whatever the order of refunds, and never below nothing', () => {
    fc.assert(
      fc.property(amount, fc.array(amount, { maxLength: 6 }), (paid, refunds) => {
        const earned = pointsFor(paid, fen(0), pack)
        let credited = earned
        let refunded: Fen = fen(0)
        for (const each of refunds) {
          refunded = fen(Math.min(paid, refunded + each))
          credited -= clawBack(credited, paid, refunded, pack)
          expect(credited).toBeGreaterThanOrEqual(0)
        }
        expect(credited).toBe(refunds.length > 0 ? pointsFor(paid, refunded, pack) : earned)
      }),
    )
    expect(pointsFor(fen(12_999), fen(0), pack)).toBe(129)
  })

  it('expire at the end of the year after they become available, announced on 1 December (Q25)', () => {
    const january = new Date('2025-12-31T16:00:00Z')
    expect(expiryOf(january, pack)).toBe('2027-12-31')
    expect(noticeDayOf('2027-12-31', pack)).toBe('2027-12-01')
    expect(returnedExpiry('2026-03-01', new Date('2026-03-10T04:00:00Z'), pack)).toBe('2026-04-09')
    expect(returnedExpiry('2027-12-31', new Date('2026-03-10T04:00:00Z'), pack)).toBe('2027-12-31')
  })

  it('come back part by part as they were spent, the last to expire first (Q09)', () => {
    const spent = [
      { expiresOn: '2026-12-31', points: 1_000 },
      { expiresOn: '2027-12-31', points: 1 },
      { expiresOn: '2026-11-20', points: 5 },
    ]
    const back = (before: number, points: number) =>
      returnedLots(spent, { before, points }, new Date('2026-11-18T04:00:00Z'), pack).map((lot) => [
        lot.expiresOn,
        lot.points,
      ])
    expect(back(0, 400)).toEqual([
      ['2027-12-31', 1],
      ['2026-12-31', 399],
    ])
    expect(back(400, 606)).toEqual([
      ['2026-12-31', 601],
      ['2026-12-18', 5],
    ])
  })

  it('offset at most half of the goods, one fen each', () => {
    expect(mostPointsFor(fen(9_999), pack)).toBe(4_999)
    expect(offsetFen(4_999, pack)).toBe(4_999)
    expect([1, 6, 7, 8, 14].map((day) => checkInPoints(day, pack))).toEqual([1, 1, 5, 1, 5])
  })

  it('are earned by a review that says something (Q66)', () => {
    const review = (text: string, hasPhoto = false, paidPraise = false) =>
      isReviewOfQuality({ text, hasPhoto, paidPraise }, pack)
    expect(review('面料很舒服，尺码也合适，物流第二天就到了，会再来买。')).toBe(true)
    expect(review('好'.repeat(40))).toBe(false)
    expect(review('很好很好😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀')).toBe(false)
    expect(review('不错', true)).toBe(true)
    expect(review('面料很舒服，尺码也合适，物流第二天就到了，会再来买。', true, true)).toBe(false)
  })
})

describe('contact data', () => {
  it('is masked so that it cannot be read back', () => {
    expect(maskPhone('13812345678')).toBe('138****5678')
    expect([maskName('王小明'), maskName('欧阳震华'), maskName('李雷')]).toEqual(['王**', '欧阳**', '李*'])
    expect(maskEmail('lily@example.com')).toBe('l***@example.com')
    expect([maskAccount('tb12345678'), maskAccount('abc')]).toEqual(['t***8', '***'])
    expect(maskAddressLine('文三路 478 号华星时代广场 A 座 1203 室')).toBe('文三路***')
    expect(maskAddressLine('12 号')).toBe('***')
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(maskAddressLine(text)).not.toMatch(/[0-9０-９]/)
      }),
    )
    fc.assert(
      fc.property(fc.stringMatching(/^1[3-9]\d{9}$/), (phone) => {
        expect(maskPhone(phone).replace(/\D/g, '')).toHaveLength(7)
      }),
    )
  })

  it('is looked up by one form', () => {
    for (const written of ['138 1234 5678', '+86 138-1234-5678', '１３８１２３４５６７８', '008613812345678'])
      expect(normalisePhone(written)).toBe('13812345678')
    expect([isPhone('13812345678'), isPhone('0571-88001234'), isPhone('12345')]).toEqual([true, true, false])
    expect([
      isSpecificDetail('文三路478号'),
      isSpecificDetail('文三路'),
      isSpecificDetail('万科城市花园3栋201室'),
    ]).toEqual([true, false, true])
  })
})

describe('customers', () => {
  const now = new Date('2026-03-10T04:00:00Z')
  const ago = (days: number) => new Date(now.getTime() - days * 86_400_000)
  const of = (first: number, last: number, orders = 1, current: 'NEW' | 'ACTIVE' = 'ACTIVE') =>
    lifecycleOf(
      { firstOrderAt: ago(first), lastOrderAt: ago(last), ordersInLoyalWindow: orders, current },
      pack,
      now,
    )

  it('have one lifecycle, the most specific first (Q23)', () => {
    expect([of(10, 10), of(10, 1, 4), of(200, 5), of(400, 100), of(400, 181, 9)]).toEqual([
      'NEW',
      'LOYAL',
      'ACTIVE',
      'SILENT',
      'CHURNED',
    ])
    expect([of(400, 75, 1, 'NEW'), of(400, 90), of(400, 91)]).toEqual(['NEW', 'ACTIVE', 'SILENT'])
  })

  it('have one value class', () => {
    const figures = { highFromFen: fen(100_000), medianFen: fen(20_000) }
    expect(valueClassOf({ ...figures, paidFen: fen(100_000), orders: 9 }, pack)).toBe('HIGH')
    expect(valueClassOf({ ...figures, paidFen: fen(50_000), orders: 1 }, pack)).toBe('POTENTIAL')
    expect(valueClassOf({ ...figures, paidFen: fen(50_000), orders: 2 }, pack)).toBe('ORDINARY')
  })

  it('come with a hint where something is known of them', () => {
    expect(handlingHint({ behaviour: null, buyingStyle: null })).toBeNull()
    expect(handlingHint({ behaviour: 'DOMINANT', buyingStyle: 'BARGAINER' })?.en).toMatch(
      /quote straight away.*hold firm/i,
    )
  })
})

describe('labels and categories', () => {
  it('name every value of every enum in both languages', () => {
    const enums = {
      TradeStatus: TRADE_STATUSES,
      PhysicalStatus: PHYSICAL_STATUSES,
      ProblemKind: PROBLEM_KINDS,
      RemarkAction: REMARK_ACTIONS,
      Flag: FLAGS,
      Tier: TIERS,
      Category: CATEGORY_CODES,
      Grade: GRADES.map((grade) => grade.toUpperCase()),
    }
    for (const [name, values] of Object.entries(enums))
      expect(Object.keys(ENUM_LABELS[name as keyof typeof enums])).toEqual([...values])
    for (const table of Object.values(ENUM_LABELS)) {
      for (const { zh, en } of Object.values(table))
        expect([zh.length > 0, en.length > 0]).toEqual([true, true])
    }
    expect(labelOf('Grade', 'manager')?.zh).toBe('客服经理')
  })

  it('are the eight categories with their thirty subcategories (CAT-01)', () => {
    expect(CATEGORIES.map((each) => each.subcategories.length)).toEqual([5, 4, 3, 4, 3, 4, 4, 3])
    expect(CATEGORIES.map((each) => each.code)).toEqual([...CATEGORY_CODES])
    expect(categoryOf('CAMERAS')?.code).toBe('DIGITAL')
    for (const { code, label } of CATEGORIES) expect(label.zh).toBe(ENUM_LABELS.Category[code].zh)
  })
})
