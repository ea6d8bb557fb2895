import { SPECIAL_HINTS } from '../../complaints/index.ts'
import { deny, pass, type Rule, remedy, say } from '../../decisions/index.ts'
import { asking } from '../examples.ts'
import type { CaseRequest, CaseStep } from '../request.ts'

const REPLIES: ReadonlySet<CaseStep> = new Set(['SEND_MESSAGE', 'RECORD_AUTO_REPLY'])
const REPLY = { step: 'SEND_MESSAGE', question: null } as const
const followed = { kind: 'COMPLAINT', inTheMedia: true } as const

/** Where the media listen, nobody replies freely: the view of CMP-SPC-03 from a conversation. */
export const MEDIA_RULES: readonly Rule<CaseRequest>[] = [
  {
    id: 'PRV-12',
    title: say('舆情回复仅走官方渠道', 'Where the media listen, replies are official'),
    basis: { kind: 'cited', document: '000', section: '§5.3' },
    message: say('由主管或经理通过官方渠道答复。', 'A supervisor or manager answers officially.'),
    reads: [],
    judge: ({ case: of, actor, ask: { step } }) => {
      if (!of.inTheMedia || !REPLIES.has(step)) return null
      if (actor.supervises) return pass()
      return deny(
        SPECIAL_HINTS.MEDIA.text,
        remedy('ALTERNATIVE')('上报主管', 'Escalate it', { alternative: 'ESCALATE' }),
      )
    },
    cases: [
      { name: 'the owner replies', facts: asking(REPLY, followed), expect: 'DENY' },
      { name: 'a supervisor replies', facts: asking(REPLY, followed, { supervises: true }), expect: 'PASS' },
      { name: 'a robot replies', facts: asking({ step: 'RECORD_AUTO_REPLY' }, followed), expect: 'DENY' },
      { name: 'a note goes on', facts: asking({ step: 'ADD_NOTE' }, followed), expect: null },
      { name: 'nobody listens', facts: asking(REPLY), expect: null },
    ],
  },
]
