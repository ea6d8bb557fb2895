import { inShanghai } from '../../calendar/index.ts'
import { correct, deny, pass, type Rule, say } from '../../decisions/index.ts'
import { aComplaint, of, unanswered } from '../examples.ts'
import type { ComplaintFacts, ComplaintRequest } from '../facts.ts'

/** By when the customer hears from us anyway; `null`: nothing is promised. */
function latestOf({ answerBy, progressBy, promisedBy }: ComplaintFacts): Date | null {
  const times = [answerBy, progressBy, promisedBy].flatMap((each) => (each ? [new Date(each)] : []))
  return times.sort((a, b) => a.getTime() - b.getTime())[0] ?? null
}

const promising = (until: string, complaint = aComplaint()) => of({ step: 'PROMISE_LIMIT', until }, complaint)

/** A promise of our own is only ever tighter than the shop's (C-03). */
export const LIMIT_RULES: readonly Rule<ComplaintRequest>[] = [
  {
    id: 'CMP-PRI-03',
    title: say('承诺时限只能更紧', 'A promised limit is only ever tighter'),
    basis: { kind: 'cited', document: '000', section: '§5.2' },
    message: say('承诺时限不晚于本店时限。', 'The limit is not later than what the shop promises.'),
    reads: [
      'clock.complaint.first_response.ordinary.breach',
      'clock.complaint.first_response.serious.breach',
      'clock.complaint.progress.breach',
    ],
    judge: ({ complaint, ask }, { now }) => {
      if (!complaint || ask.step !== 'PROMISE_LIMIT') return null
      const until = new Date(ask.until)
      if (until <= now) return deny(say('承诺时限须在当前时间之后。', 'The limit has to be in the future.'))
      const latest = latestOf(complaint)
      if (!latest || until <= latest) return pass()
      const at = inShanghai(latest)
      return deny(
        say(
          `承诺时限只能比本店时限更紧，最晚 ${at}。`,
          `A promise may only be tighter than the shop's: ${at} at the latest.`,
        ),
        correct(`不晚于 ${at}`, `Not later than ${at}`),
      )
    },
    cases: [
      { name: 'tighter than the next message', facts: promising('2026-03-10T08:00:00.000Z'), expect: 'PASS' },
      { name: 'as tight', facts: promising('2026-03-11T03:00:00.000Z'), expect: 'PASS' },
      { name: 'looser', facts: promising('2026-03-11T03:00:01.000Z'), expect: 'DENY' },
      {
        name: 'looser than the answer that is owed',
        facts: promising('2026-03-10T08:00:00.000Z', unanswered()),
        expect: 'DENY',
      },
      {
        name: 'looser than what was promised before',
        facts: promising('2026-03-10T08:00:00.000Z', aComplaint({ promisedBy: '2026-03-10T07:00:00.000Z' })),
        expect: 'DENY',
      },
      { name: 'over already', facts: promising('2026-03-10T03:00:00.000Z'), expect: 'DENY' },
      { name: 'another step', facts: of({ step: 'PLAN' }), expect: null },
    ],
  },
]
