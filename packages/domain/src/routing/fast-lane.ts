import { type Context, type Decision, deny, judge, pass, type Rule, remedy, say } from '../decisions/index.ts'

/** What is true of a case that somebody wants in the fast lane. */
export interface FastLaneFacts {
  readonly case: { readonly id: string; readonly status: string; readonly queue: string }
}

const problem = (status: string): FastLaneFacts => ({
  case: { id: '01900000-0000-7000-8000-00000000b001', status, queue: 'TECHNICAL' },
})

/** The fast lane for hard problems. */
export const FAST_LANE_RULES: readonly Rule<FastLaneFacts>[] = [
  {
    id: 'CMP-ESC-01',
    title: say('疑难问题快速通道', 'Fast lane for hard problems'),
    basis: { kind: 'cited', document: '000', section: '§10.3' },
    message: say(
      '疑难问题进入快速通道：优先级升为紧急，由高级客服及以上处理，责任人不变。',
      'A hard problem goes into the fast lane: urgent, with a senior or above; its owner stays.',
    ),
    reads: [],
    judge: (facts) =>
      facts.case.status === 'CLOSED' || facts.case.status === 'SOLVED'
        ? deny(
            say('工单已解决，无需进入快速通道。', 'The case is solved: there is nothing to speed up.'),
            remedy('ALTERNATIVE')(
              '客户仍有问题时重新打开工单',
              'Open it again if the customer still has it',
              {
                alternative: 'REOPEN',
              },
            ),
          )
        : pass(),
    cases: [
      { name: 'an open problem', facts: problem('OPEN'), expect: 'PASS' },
      { name: 'one that waits for colleagues', facts: problem('WAITING_FOR_OTHERS'), expect: 'PASS' },
      { name: 'one that is solved', facts: problem('SOLVED'), expect: 'DENY' },
      { name: 'one that is closed', facts: problem('CLOSED'), expect: 'DENY' },
    ],
  },
]

/** May this case go into the fast lane? */
export function judgeFastLane(facts: FastLaneFacts, context: Context): Decision {
  return judge('FAST_LANE', FAST_LANE_RULES, facts, context)
}
