import { approval, correct, deny, pass, type Rule, say } from '../../decisions/index.ts'
import { asking } from '../examples.ts'
import type { TaskFacts } from '../facts.ts'
import type { CaseRequest } from '../request.ts'

const task: TaskFacts = { id: 'task-1', department: 'warehouse', status: 'OPEN' }
const inWarehouse = { id: 'agent-9', department: 'warehouse' } as const

/** Who answers for a case, and whom they ask (CMP-PRI-01, C-38, ROL-06). */
export const PEOPLE_RULES: readonly Rule<CaseRequest>[] = [
  {
    id: 'CMP-PRI-01',
    title: { zh: '首问负责', en: 'Who receives it first answers for it to the end' },
    basis: { kind: 'cited', document: '000', section: '§5.2' },
    message: {
      zh: '首位接待人负责到底；处理人可以更换，负责人不变。',
      en: 'The first who received it answers for it to the end; others may work on it, the owner stays (C-38).',
    },
    reads: [],
    judge: ({ case: of, actor, ask }) => {
      if (ask.step !== 'TRANSFER') return null
      if (ask.takesOwnership !== null) {
        if (!actor.mayOwn)
          return deny(ONLY_SUPERVISORS, approval('case.own', '请主管接手', 'A supervisor takes it'))
        return of.ownerId === actor.id ? deny(OWNS_IT) : pass()
      }
      return of.assigneeId === ask.assigneeId ? deny(WORKS_ON_IT) : pass()
    },
    cases: [
      {
        name: 'a colleague goes on with it',
        facts: asking({ step: 'TRANSFER', assigneeId: 'agent-2', takesOwnership: null }),
        expect: 'PASS',
      },
      {
        name: 'to whom works on it already',
        facts: asking({ step: 'TRANSFER', assigneeId: 'agent-1', takesOwnership: null }),
        expect: 'DENY',
      },
      {
        name: 'an agent takes ownership',
        facts: asking({ step: 'TRANSFER', assigneeId: 'agent-2', takesOwnership: 'LONG_ABSENCE' }),
        expect: 'DENY',
      },
      {
        name: 'a supervisor takes ownership, with a reason',
        facts: asking(
          { step: 'TRANSFER', assigneeId: 'agent-2', takesOwnership: 'LEFT_COMPANY' },
          {},
          { id: 'agent-8', mayOwn: true },
        ),
        expect: 'PASS',
      },
      {
        name: 'a supervisor owns it already',
        facts: asking(
          { step: 'TRANSFER', assigneeId: 'agent-2', takesOwnership: 'LEFT_COMPANY' },
          {},
          { mayOwn: true },
        ),
        expect: 'DENY',
      },
      { name: 'nobody is to change', facts: asking({ step: 'ADD_NOTE' }), expect: null },
    ],
  },
  {
    id: 'ROL-06',
    title: {
      zh: '仓储、品控、财务、运营协查',
      en: 'Warehouse, quality control, finance and operations are asked',
    },
    basis: { kind: 'cited', document: '001', section: 'L14' },
    message: {
      zh: '由被询问的部门在时限内答复。',
      en: 'The department that was asked answers, in the time that it has.',
    },
    reads: ['case.task_due'],
    judge: ({ actor, ask }, { now }) => {
      if (ask.step === 'ASK_DEPARTMENT')
        return Date.parse(ask.dueAt) > now.getTime() ? pass() : deny(DUE_BEFORE, LATER)
      if (ask.step !== 'ANSWER_TASK') return null
      if (ask.task.status !== 'OPEN') return deny(ANSWERED)
      return ask.task.department === actor.department || actor.mayOwn ? pass() : deny(OTHER_DEPARTMENT)
    },
    cases: [
      {
        name: 'the warehouse is asked',
        facts: asking({ step: 'ASK_DEPARTMENT', department: 'warehouse', dueAt: '2026-03-19T04:00:00.000Z' }),
        now: '2026-03-18T04:00:00.000Z',
        expect: 'PASS',
      },
      {
        name: 'by a time that is over',
        facts: asking({ step: 'ASK_DEPARTMENT', department: 'finance', dueAt: '2026-03-18T04:00:00.000Z' }),
        now: '2026-03-18T04:00:00.000Z',
        expect: 'DENY',
      },
      {
        name: 'the warehouse answers',
        facts: asking({ step: 'ANSWER_TASK', task }, {}, inWarehouse),
        expect: 'PASS',
      },
      { name: 'somebody else answers', facts: asking({ step: 'ANSWER_TASK', task }), expect: 'DENY' },
      {
        name: 'a supervisor answers for them',
        facts: asking({ step: 'ANSWER_TASK', task }, {}, { mayOwn: true }),
        expect: 'PASS',
      },
      {
        name: 'it was answered before',
        facts: asking({ step: 'ANSWER_TASK', task: { ...task, status: 'ANSWERED' } }, {}, inWarehouse),
        expect: 'DENY',
      },
      { name: 'nobody is asked', facts: asking({ step: 'ADD_NOTE' }), expect: null },
    ],
  },
]

const LATER = correct('请给出将来的时限', 'Give a time that is still to come')
const ONLY_SUPERVISORS = say(
  '负责人不变；仅主管可说明原因后接手。',
  'The owner stays: only a supervisor takes ownership, with a recorded reason (Q49).',
)
const OWNS_IT = say('您已是负责人。', 'You own it already.')
const WORKS_ON_IT = say('对方已是处理人。', 'They work on it already.')
const DUE_BEFORE = say('时限已过。', 'The time is over already.')
const ANSWERED = say('该协查已答复。', 'It was answered already.')
const OTHER_DEPARTMENT = say('只能由被询问的部门答复。', 'Only the department that was asked answers.')
