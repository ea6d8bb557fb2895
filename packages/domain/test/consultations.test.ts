import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { INQUIRY_TYPES } from '../src/cases/index.ts'
import { attributedUntil, convertedOrder, priorityOf, receptionHints } from '../src/consultations/index.ts'
import { TIERS } from '../src/membership/index.ts'
import { DEMO_PACKS, loadPack } from '../src/policy/index.ts'

const pack = loadPack(DEMO_PACKS.general)
const plain = { tier: 'ORDINARY', valueClass: 'ORDINARY', lifecycle: 'ACTIVE', vip: false } as const
const RANK = { LOW: 0, MEDIUM: 1, HIGH: 2 }

describe('the queue', () => {
  it.each([
    ['SPECIFICATION', 'HIGH'],
    ['PRICE', 'MEDIUM'],
    ['SHIPPING_TIME', 'MEDIUM'],
    ['USAGE', 'LOW'],
    ['OTHER', 'MEDIUM'],
  ] as const)('ranks %s as %s (PRE-TYP-07 to -10)', (inquiryType, priority) => {
    expect(priorityOf({ inquiryType, ...plain }, pack)).toBe(priority)
  })

  it('moves a tier with priority handling, high value, a loyal customer and a VIP one step up, never more (MEM-05, CUS-ATT-06, Q75)', () => {
    const usage = { inquiryType: 'USAGE', ...plain } as const
    expect(priorityOf({ ...usage, tier: 'DIAMOND' }, pack)).toBe('MEDIUM')
    expect(priorityOf({ ...usage, tier: 'PLATINUM' }, pack)).toBe('LOW')
    expect(priorityOf({ ...usage, valueClass: 'HIGH' }, pack)).toBe('MEDIUM')
    expect(priorityOf({ ...usage, lifecycle: 'LOYAL' }, pack)).toBe('MEDIUM')
    expect(priorityOf({ ...usage, vip: true, valueClass: 'HIGH', tier: 'DIAMOND' }, pack)).toBe('MEDIUM')
    fc.assert(
      fc.property(
        fc.constantFrom(...INQUIRY_TYPES),
        fc.constantFrom(...TIERS),
        fc.constantFrom('HIGH', 'POTENTIAL', 'ORDINARY'),
        fc.boolean(),
        (inquiryType, tier, valueClass, vip) => {
          const base = RANK[priorityOf({ inquiryType, ...plain }, pack)]
          const own = RANK[priorityOf({ inquiryType, ...plain, tier, valueClass, vip }, pack)]
          expect(own - base).toBeGreaterThanOrEqual(0)
          expect(own - base).toBeLessThanOrEqual(1)
        },
      ),
    )
  })
})

describe('a hint', () => {
  it('goes by what was bought before (PRE-CNV-04 to -06)', () => {
    expect(receptionHints(0).map(({ rule }) => rule)).toEqual(['PRE-CNV-04', 'PRE-CNV-06'])
    expect(receptionHints(1).map(({ rule }) => rule)).toEqual(['PRE-CNV-05', 'PRE-CNV-06'])
  })
})

describe('a conversion', () => {
  const openedAt = '2026-11-10T03:00:00.000Z'
  const until = new Date('2026-11-17T16:00:00.000Z') // 24:00 of the seventh day in Shanghai
  const order = (id: string, paidAt: string) => ({ id, paidAt })

  it('counts calendar days from the last word of the customer, the last one included (Q11, PRE-CNV-13)', () => {
    expect(attributedUntil({ openedAt, lastCustomerAt: null }, pack)).toEqual(until)
    expect(attributedUntil({ openedAt, lastCustomerAt: '2026-11-12T03:00:00.000Z' }, pack)).toEqual(
      new Date('2026-11-19T16:00:00.000Z'),
    )
    const of = (paidAt: string) =>
      convertedOrder({ openedAt, lastCustomerAt: null, paid: [order('a', paidAt)] }, pack)
    expect(of('2026-11-17T16:00:00.000Z')?.id).toBe('a')
    expect(of('2026-11-17T16:00:00.001Z')).toBeNull()
    expect(of(openedAt)?.id).toBe('a')
    expect(of('2026-11-10T02:59:59.999Z')).toBeNull()
  })

  it('is the first payment, in whatever order they come', () => {
    const paid = [order('b', '2026-11-12T00:00:00.000Z'), order('a', '2026-11-11T00:00:00.000Z')]
    expect(convertedOrder({ openedAt, lastCustomerAt: null, paid }, pack)?.id).toBe('a')
  })
})
