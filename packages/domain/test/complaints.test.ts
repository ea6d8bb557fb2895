import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aComplaint, aNewOne, of, SPECIALIST, SUPERVISOR, unanswered } from '../src/complaints/examples.ts'
import {
  COMPLAINT_STATES,
  COMPLAINT_STEPS,
  type ComplaintStepName,
  classify,
  clocksAtGrading,
  complaintActions,
  complaintStateAfter,
  judgeComplaint,
  seriousBecause,
} from '../src/complaints/index.ts'
import { fen } from '../src/money/index.ts'
import { DEMO_PACKS, loadPack } from '../src/policy/index.ts'

const pack = loadPack(DEMO_PACKS.general)
const now = new Date('2026-03-10T04:00:00.000Z')
const context = { pack, now }
const NAMES = Object.keys(COMPLAINT_STEPS) as ComplaintStepName[]
const SERIOUS = 'complaint.first_response.serious'
const ORDINARY = 'complaint.first_response.ordinary'

describe('the eight steps', () => {
  it('name what can be done instead of a step that is out of order', () => {
    const found = judgeComplaint(of({ step: 'EXECUTE' }, aComplaint({ state: 'RECORDED' })), context)
    const finding = found.findings.find(({ rule }) => rule === 'CMP-WF-01')
    expect(finding?.message.en).toBe('This step cannot be taken: the complaint stands at "Recorded".')
    expect(finding?.remedies.map(({ alternative }) => alternative)).toEqual(['VERIFY'])
  })

  it('never skip a state, whatever is tried', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...NAMES), { maxLength: 60 }), (tried) => {
        let state: (typeof COMPLAINT_STATES)[number] = 'LISTENED'
        const seen = new Set<string>([state])
        for (const name of tried) {
          const next = complaintStateAfter(name, state)
          if (next === null) continue
          const index = COMPLAINT_STATES.indexOf(next)
          expect(index - COMPLAINT_STATES.indexOf(state)).toBeLessThanOrEqual(1)
          for (const before of COMPLAINT_STATES.slice(0, index)) expect(seen).toContain(before)
          state = next
          seen.add(state)
        }
      }),
    )
  })

  it('refuse by a rule what is out of order, and offer the rest as actions', () => {
    for (const state of COMPLAINT_STATES) {
      const offered = complaintActions(aComplaint({ state }), SPECIALIST, context).map(({ step }) => step)
      for (const step of NAMES) {
        if (step === 'ACKNOWLEDGE') continue
        expect(offered.includes(step), `${step} in ${state}`).toBe(complaintStateAfter(step, state) !== null)
      }
    }
    expect(judgeComplaint(of({ step: 'EXECUTE' }), context).outcome).toBe('DENIED')
  })
})

describe('a promised limit', () => {
  it('is never looser than what runs', () => {
    const time = fc.integer({ min: 1, max: 72 * 60 }).map((m) => new Date(now.getTime() + m * 60_000))
    const maybe = fc.option(time)
    fc.assert(
      fc.property(time, time, maybe, maybe, (until, progress, answer, promised) => {
        const found = aComplaint({
          progressBy: progress.toISOString(),
          answerBy: answer?.toISOString() ?? null,
          promisedBy: promised?.toISOString() ?? null,
        })
        const ask = { step: 'PROMISE_LIMIT', until: until.toISOString() } as const
        const latest = [progress, answer, promised].filter((each) => each !== null)
        const tight = latest.every((each) => until <= each)
        expect(judgeComplaint(of(ask, found), context).outcome).toBe(tight ? 'ALLOWED' : 'DENIED')
      }),
    )
  })
})

describe('grading', () => {
  it('says by which criterion a complaint is serious', () => {
    expect(seriousBecause({ harms: ['INJURY'], claimedFen: fen(100_000) }, pack)).toEqual([
      'INJURY',
      'CLAIMED_AMOUNT',
    ])
    const { findings } = judgeComplaint(of(aNewOne({ harms: ['FALSE_ADVERTISING'] })), context)
    expect(findings[0]?.message.en).toContain('false advertising')
    expect(findings[0]?.message.zh).toContain('虚假宣传')
  })

  it('finds what is special on its own', () => {
    const found = {
      topic: 'GOODS',
      harms: ['MEDIA'],
      claimedFen: null,
      customers: 5,
      groupOpen: false,
    } as const
    expect(classify({ ...found, previousAt: '2026-03-01T00:00:00Z' }, now, pack)).toEqual({
      grade: 'SERIOUS',
      graded: true,
      special: ['MEDIA', 'REPEAT', 'GROUP'],
    })
  })

  it('up gives neither more time nor a broken promise (Q59)', () => {
    const minutes = fc.integer({ min: -300, max: 240 })
    fc.assert(
      fc.property(minutes, (left) => {
        const due = new Date(now.getTime() + left * 60_000)
        const moves = clocksAtGrading(unanswered({ answerBy: due.toISOString() }), 'SERIOUS', context)
        const latest = moves.latest?.[SERIOUS]
        expect(moves.start).toEqual([SERIOUS])
        if (left < 0) expect([latest, moves.end]).toEqual([undefined, undefined])
        else expect(latest?.getTime()).toBe(Math.min(due.getTime(), now.getTime() + 3_600_000))
      }),
    )
  })

  it('down ends the escalation, and the answer is due as an ordinary one (Q34)', () => {
    const found = unanswered({
      grade: 'SERIOUS',
      answerBy: '2026-03-10T04:30:00.000Z',
      escalation: { id: 'e', trigger: 'SERIOUS', level: 'SUPERVISOR', toId: 'agent-9' },
    })
    expect(clocksAtGrading(found, 'ORDINARY', context)).toEqual({
      end: ['complaint.escalate', SERIOUS],
      start: [ORDINARY],
      latest: { [ORDINARY]: new Date('2026-03-10T07:00:00.000Z') },
    })
    expect(clocksAtGrading(aComplaint(), 'ORDINARY', context)).toEqual({})
  })

  it('is done by a supervisor only where it goes down', () => {
    const found = aComplaint({ grade: 'SERIOUS' })
    const ask = { step: 'GRADE', grade: 'ORDINARY', reasoned: true } as const
    expect(judgeComplaint(of(ask, found), context).outcome).toBe('DENIED')
    expect(judgeComplaint(of(ask, found, SUPERVISOR), context).outcome).toBe('ALLOWED')
  })
})
