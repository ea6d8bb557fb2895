import type { Grade } from '../access/index.ts'
import { inShanghai } from '../calendar/index.ts'
import { type Context, deny, pass, type Rule, remedy, say, warn } from '../decisions/index.ts'
import { dueAfter } from '../policy/index.ts'
import { anothers, atHandover, closed, mine, offDuty, open, supervisor, warehouse } from './examples.ts'
import type { ShiftRequest } from './facts.ts'

const SUPERVISES: readonly Grade[] = ['supervisor', 'manager']

const alternative = (name: string, zh: string, en: string) =>
  remedy('ALTERNATIVE')(zh, en, { alternative: name })

function judgeItem({ action, item, agent, ...request }: ShiftRequest, { pack, now }: Context) {
  if (action === 'ADD_HANDOVER_ITEM') {
    if (request.case.status === 'CLOSED') {
      return deny(
        say('工单已关闭，没有需要交接的事项。', 'The case is closed: there is nothing to hand over.'),
        alternative('REOPEN', '客户仍有问题时重新打开工单', 'Open it again if the customer still needs it'),
      )
    }
    const due = pack.get('clock.handover.item.breach')
    if (!due) return pass()
    const until = inShanghai(dueAfter(now, due))
    return pass(say(`由接班人员在 ${until} 前完成。`, `The next shift completes it by ${until}.`))
  }
  if (action !== 'COMPLETE_HANDOVER_ITEM' || !item) return null
  if (item.status === 'OPEN') {
    return deny(
      say('交接事项须先接手，再完成。', 'An item is taken over before it is completed.'),
      alternative('TAKE_OVER_HANDOVER_ITEM', '先接手该事项', 'Take it over first'),
    )
  }
  if (item.assigneeId !== agent.id && !SUPERVISES.includes(agent.grade)) {
    return deny(
      say('该事项由他人接手，由其本人或主管完成。', 'Who took it over completes it, or a supervisor.'),
      alternative('ASK_COLLEAGUE', '请接手的同事完成', 'Ask the colleague who took it over'),
    )
  }
  return pass()
}

/** The rules of handing over and taking over. */
export const SHIFT_RULES: readonly Rule<ShiftRequest>[] = [
  {
    id: 'OPS-SHF-02',
    title: say('晚班交接事项上午完成', 'Night items are done in the morning'),
    basis: { kind: 'cited', document: '004', section: '售后八1' },
    message: say(
      '交接事项由接班人员逐项接手，当日上午完成。',
      'Each item is taken over by somebody of the next shift and done by noon.',
    ),
    reads: ['clock.handover.item.target', 'clock.handover.item.breach'],
    judge: judgeItem,
    cases: [
      { name: 'about an open case', facts: atHandover({ action: 'ADD_HANDOVER_ITEM' }), expect: 'PASS' },
      {
        name: 'about a closed case',
        facts: atHandover({ action: 'ADD_HANDOVER_ITEM', case: closed }),
        expect: 'DENY',
      },
      {
        name: 'completed by who took it over',
        facts: atHandover({ action: 'COMPLETE_HANDOVER_ITEM', ...mine }),
        expect: 'PASS',
      },
      {
        name: 'completed before it was taken over',
        facts: atHandover({ action: 'COMPLETE_HANDOVER_ITEM', ...open }),
        expect: 'DENY',
      },
      {
        name: 'completed by somebody else',
        facts: atHandover({ action: 'COMPLETE_HANDOVER_ITEM', ...anothers }),
        expect: 'DENY',
      },
      {
        name: 'completed by a supervisor',
        facts: atHandover({ action: 'COMPLETE_HANDOVER_ITEM', ...anothers, agent: supervisor }),
        expect: 'PASS',
      },
    ],
  },
  {
    id: 'OPS-SHF-06',
    title: say('首问负责不因交班改变', 'First-contact ownership survives the shift'),
    basis: {
      kind: 'default',
      note: 'an inference from 000 §5.2: the owner stays, the assignee changes (C-38)',
    },
    message: say(
      '接手的人负责现在的处理，责任人不变。',
      'Whoever takes it over works on it now; the owner stays.',
    ),
    reads: [],
    judge: ({ action, agent, ...request }) => {
      if (action !== 'TAKE_OVER_CASE' && action !== 'TAKE_OVER_HANDOVER_ITEM') return null
      if (request.case.status === 'CLOSED') {
        return deny(
          say('工单已关闭，无需接手。', 'The case is closed: there is nothing to take over.'),
          alternative('REOPEN', '客户仍有问题时重新打开工单', 'Open it again if the customer still needs it'),
        )
      }
      if (agent.department !== 'service') {
        return deny(
          say('只有客服部人员可以接手工单。', 'Only agents of the service department take over cases.'),
          alternative('ASK_COLLEAGUE', '请当班客服接手', 'Ask an agent on duty'),
        )
      }
      return agent.onDuty
        ? pass()
        : warn(
            say('您当前不在班，请确认由您接手。', 'You are not on duty now: make sure it is yours to take.'),
          )
    },
    cases: [
      { name: 'a case, by somebody on duty', facts: atHandover(), expect: 'PASS' },
      {
        name: 'an item, by somebody on duty',
        facts: atHandover({ action: 'TAKE_OVER_HANDOVER_ITEM', ...open }),
        expect: 'PASS',
      },
      { name: 'by somebody off duty', facts: atHandover({ agent: offDuty }), expect: 'WARN' },
      { name: 'a closed case', facts: atHandover({ case: closed }), expect: 'DENY' },
      { name: 'by the warehouse', facts: atHandover({ agent: warehouse }), expect: 'DENY' },
      {
        name: 'nobody takes anything over',
        facts: atHandover({ action: 'ADD_HANDOVER_ITEM' }),
        expect: null,
      },
    ],
  },
]
