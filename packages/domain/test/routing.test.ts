import { describe, expect, it } from 'vitest'
import { AGENT_FUNCTIONS, GRADES } from '../src/access/index.ts'
import { dueAfter } from '../src/policy/index.ts'
import { type Candidate, chooseAgent, queueOf, SKILLS } from '../src/routing/index.ts'

const someone = (id: string, more: Partial<Candidate> = {}): Candidate => ({
  id,
  grade: 'specialist',
  function: 'after_sale',
  skills: [],
  onDuty: true,
  openCases: 0,
  ...more,
})
const chosen = (candidates: readonly Candidate[], need: Partial<Parameters<typeof chooseAgent>[1]> = {}) =>
  chooseAgent(candidates, { queue: 'AFTER_SALE', ...need }, 10)?.id

/** Numbers that look random and are the same at every run. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    yield state / 2 ** 32
  }
}

describe('who gets a case', () => {
  it('is somebody on duty, however much they have to do', () => {
    expect(chosen([someone('a', { onDuty: false }), someone('b', { openCases: 50 })])).toBe('b')
  })

  it('is somebody below the limit before somebody whose function fits', () => {
    expect(chosen([someone('a', { openCases: 10 }), someone('b', { function: 'pre_sale' })])).toBe('b')
  })

  it('fits by function before by skill before not at all (ROL-18)', () => {
    const preSale = someone('a', { function: 'pre_sale' })
    const helps = someone('b', { function: 'pre_sale', skills: ['AFTER_SALE'], openCases: 5 })
    const own = someone('c', { openCases: 9 })
    expect(chosen([preSale, helps, own])).toBe('c')
    expect(chosen([preSale, helps])).toBe('b')
    expect(chosen([preSale])).toBe('a')
  })

  it('is the one with the fewest open cases, then the first by id', () => {
    expect(
      chosen([
        someone('b', { openCases: 3 }),
        someone('c', { openCases: 2 }),
        someone('a', { openCases: 2 }),
      ]),
    ).toBe('a')
  })

  it('is the dedicated agent while on duty and below the limit (MEM-02)', () => {
    const others = [someone('a'), someone('b')]
    const dedicated = (more: Partial<Candidate>) =>
      chosen([...others, someone('d', { function: 'pre_sale', openCases: 9, ...more })], { dedicated: 'd' })
    expect(dedicated({})).toBe('d')
    expect(dedicated({ openCases: 10 })).toBe('a')
    expect(dedicated({ onDuty: false })).toBe('a')
  })

  it('is a supervisor only where nobody else is below the limit', () => {
    const supervisor = someone('a', { grade: 'supervisor' })
    expect(chosen([supervisor, someone('b', { function: 'pre_sale', openCases: 9 })])).toBe('b')
    expect(chosen([supervisor, someone('b', { openCases: 10 })])).toBe('a')
  })

  it('is a senior or above for what the fast lane takes (CMP-ESC-01)', () => {
    const staff = [someone('a'), someone('b', { grade: 'senior', openCases: 8 })]
    expect(chosen(staff, { from: 'senior' })).toBe('b')
    expect(chosen([someone('a')], { from: 'senior' })).toBeUndefined()
  })

  it('is nobody above the limit while somebody on duty is below it, and the same in any order', () => {
    const random = numbers(7)
    const of = <T>(values: readonly T[]) => values[Math.floor(random.next().value * values.length)] as T
    for (let round = 0; round < 2000; round++) {
      const staff = Array.from({ length: 1 + Math.floor(random.next().value * 8) }, (_, i) =>
        someone(`agent-${i}`, {
          grade: of(GRADES),
          function: of(AGENT_FUNCTIONS),
          skills: [of(SKILLS)],
          onDuty: of([true, true, false]),
          openCases: Math.floor(random.next().value * 14),
        }),
      )
      const need = { queue: of(SKILLS), from: of(GRADES), dedicated: of(['agent-0', 'agent-3', null]) }
      const choice = chooseAgent(staff, need, 10)
      const able = staff.filter((each) => GRADES.indexOf(each.grade) >= GRADES.indexOf(need.from))
      expect(choice === null).toBe(able.length === 0)
      if (!choice) continue
      const free = able.filter((each) => each.onDuty && each.openCases < 10)
      if (free.length > 0) expect(free).toContain(choice)
      const onDuty = able.filter((each) => each.onDuty)
      if (onDuty.length > 0) expect(onDuty).toContain(choice)
      expect(chooseAgent(staff.toReversed(), need, 10)?.id).toBe(choice.id)
    }
  })
})

describe('the queue of a case', () => {
  it('follows from what it is about', () => {
    expect(queueOf({ kind: 'AFTER_SALE', orderId: 'o' })).toBe('AFTER_SALE')
    expect(queueOf({ kind: 'COMPLAINT' })).toBe('COMPLAINT')
    expect(queueOf({ kind: 'CONSULTATION', inquiryType: 'PRICE' })).toBe('PRE_SALE')
    expect(queueOf({ kind: 'CONSULTATION', inquiryType: 'PRICE', orderId: 'o' })).toBe('IN_SALE')
    expect(queueOf({ kind: 'CONSULTATION', inquiryType: 'USAGE', orderId: 'o' })).toBe('TECHNICAL')
    expect(queueOf({ kind: 'CONSULTATION', inquiryType: 'PRICE', reviewId: 'r' })).toBe('REVIEW_CARE')
  })
})

describe('noon', () => {
  const due = (at: string) => dueAfter(new Date(`${at}+08:00`), 'noon').toISOString()

  it('is that of the next day for what the evening writes, of the same day after midnight (Q53)', () => {
    expect(due('2026-11-18T23:59:59')).toBe('2026-11-19T04:00:00.000Z')
    expect(due('2026-11-19T00:00:00')).toBe('2026-11-19T04:00:00.000Z')
    expect(due('2026-11-19T01:30:00')).toBe('2026-11-19T04:00:00.000Z')
    expect(due('2026-11-18T15:00:00')).toBe('2026-11-19T04:00:00.000Z')
    expect(due('2026-12-31T20:00:00')).toBe('2027-01-01T04:00:00.000Z')
  })

  it('is never already over', () => {
    expect(due('2026-11-18T11:59:59')).toBe('2026-11-18T04:00:00.000Z')
    expect(due('2026-11-18T12:00:00')).toBe('2026-11-19T04:00:00.000Z')
  })
})
