import { type Bilingual, deny, pass, type Rule, say, wait } from '../../decisions/index.ts'
import { durationInWords } from '../../policy/index.ts'
import { aComplaint, of, SPECIALIST, SUPERVISOR } from '../examples.ts'
import type { ComplaintRequest } from '../facts.ts'

const escalated = aComplaint({
  grade: 'SERIOUS',
  escalation: { id: 'escalation-1', trigger: 'SERIOUS', level: 'SUPERVISOR', toId: 'agent-9' },
})

const toSupervisor = (within: Bilingual) =>
  say(`上报主管，${within.zh}内确认。`, `It goes to a supervisor, who acknowledges within ${within.en}.`)

/** When a complaint goes up, and who takes it there (C-04, Q69). */
export const ESCALATION_RULES: readonly Rule<ComplaintRequest>[] = [
  {
    id: 'CMP-TEC-05',
    title: say('无法解决时上报主管', 'What cannot be solved goes to a supervisor'),
    basis: { kind: 'cited', document: '002', section: '§4.2' },
    message: say('上报主管，由其按时确认。', 'It goes to a supervisor, who acknowledges it in time.'),
    reads: ['clock.complaint.escalate.breach'],
    judge: ({ complaint, ask }, { pack }) => {
      if (!complaint || ask.step !== 'ESCALATE') return null
      const within = pack.get('clock.complaint.escalate.breach')
      if (!complaint.escalation) return within ? pass(toSupervisor(durationInWords(within))) : pass()
      return deny(
        say('该投诉已上报，等待主管确认。', 'It was escalated already and waits to be acknowledged.'),
        wait('等待主管确认', 'Wait for the acknowledgement'),
      )
    },
    cases: [
      { name: 'it cannot be solved', facts: of({ step: 'ESCALATE', trigger: 'UNSOLVABLE' }), expect: 'PASS' },
      {
        name: 'never twice at once',
        facts: of({ step: 'ESCALATE', trigger: 'OVER_AUTHORITY' }, escalated),
        expect: 'DENY',
      },
      { name: 'another step', facts: of({ step: 'PLAN' }), expect: null },
    ],
  },
  {
    id: 'ROL-12',
    title: say('严重投诉由主管确认', 'A supervisor acknowledges'),
    basis: { kind: 'cited', document: '001', section: '三(三)1' },
    message: say('由主管确认。', 'A supervisor acknowledges it.'),
    reads: [],
    judge: ({ complaint, actor, ask }) => {
      if (!complaint || ask.step !== 'ACKNOWLEDGE') return null
      if (!complaint.escalation) return deny(say('没有待确认的上报。', 'Nothing waits to be acknowledged.'))
      if (!actor.supervises)
        return deny(say('须由主管或经理确认。', 'A supervisor or manager acknowledges it.'))
      if (actor.id !== complaint.ownerId) return pass()
      return deny(
        say(
          '责任人不能确认自己的上报，请由其他主管或经理确认。',
          'Nobody acknowledges their own: another supervisor or the manager does.',
        ),
      )
    },
    cases: [
      { name: 'a supervisor', facts: of({ step: 'ACKNOWLEDGE' }, escalated, SUPERVISOR), expect: 'PASS' },
      {
        name: 'the owner',
        facts: of({ step: 'ACKNOWLEDGE' }, { ...escalated, ownerId: 'agent-9' }, SUPERVISOR),
        expect: 'DENY',
      },
      { name: 'a specialist', facts: of({ step: 'ACKNOWLEDGE' }, escalated, SPECIALIST), expect: 'DENY' },
      {
        name: 'nothing was escalated',
        facts: of({ step: 'ACKNOWLEDGE' }, aComplaint(), SUPERVISOR),
        expect: 'DENY',
      },
      { name: 'another step', facts: of({ step: 'PLAN' }), expect: null },
    ],
  },
]
