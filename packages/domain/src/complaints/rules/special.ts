import {
  correct,
  deny,
  evidence,
  needsApproval,
  pass,
  type Rule,
  remedy,
  say,
  warn,
} from '../../decisions/index.ts'
import { fen, yuan } from '../../money/index.ts'
import { aComplaint, aNewOne, of, SUPERVISOR } from '../examples.ts'
import type { ComplaintFacts, ComplaintRequest } from '../facts.ts'
import { isGroup, isRepeat } from '../grading.ts'
import { SPECIAL_HINTS } from '../hints.ts'
import { MALICE_STAGES, type MaliceStage, type SpecialKind } from '../states.ts'
import { isContact } from '../steps.ts'

const has = (complaint: ComplaintFacts | null, kind: SpecialKind): complaint is ComplaintFacts =>
  complaint?.special.includes(kind) === true
const special = (kind: SpecialKind, with_: Partial<ComplaintFacts> = {}) =>
  aComplaint({ special: [kind], ...with_ })
const section53 = { kind: 'cited', document: '000', section: '§5.3' } as const
const instead = remedy('ALTERNATIVE')
const telling = { step: 'TELL_PROGRESS' } as const
const planning = { step: 'PLAN' } as const
const paying = { step: 'COMPENSATE', kind: 'COUPON', amountFen: fen(1_000) } as const
const marking = (stage: MaliceStage) => ({ step: 'MARK', kind: 'MALICIOUS', stage }) as const

/** What changes where a complaint is of a special kind (000 §5.3, C-44, Q35). */
export const SPECIAL_RULES: readonly Rule<ComplaintRequest>[] = [
  {
    id: 'CMP-SPC-01',
    title: say('情绪激动：先安抚', 'Agitated: calm first'),
    basis: section53,
    message: SPECIAL_HINTS.AGITATED.text,
    reads: [],
    judge: ({ complaint, ask }) =>
      ask.step !== 'OPEN' && isContact(ask.step) && has(complaint, 'AGITATED') ? warn() : null,
    cases: [
      { name: 'the customer is agitated', facts: of(telling, special('AGITATED')), expect: 'WARN' },
      { name: 'the customer is calm', facts: of(telling), expect: null },
    ],
  },
  {
    id: 'CMP-SPC-02',
    title: say('过高索赔：解释政策，给替代方案', 'Excessive claim: explain, offer another way'),
    basis: section53,
    message: SPECIAL_HINTS.EXCESSIVE_CLAIM.text,
    reads: [],
    judge: ({ complaint, ask }) => {
      if (!complaint || (ask.step !== 'PLAN' && ask.step !== 'COMPENSATE')) return null
      const { claimedFen, paidFen } = complaint
      const beyond = claimedFen !== null && paidFen !== null && claimedFen > paidFen
      if (!beyond && !has(complaint, 'EXCESSIVE_CLAIM')) return null
      return warn(
        undefined,
        instead('可以退货退款', 'Return and refund', { alternative: 'RETURN_AND_REFUND' }),
        instead('可以换货', 'Exchange', { alternative: 'EXCHANGE' }),
        instead('可以在权限内补偿', 'A compensation within authority', { alternative: 'COMPENSATION' }),
      )
    },
    cases: [
      {
        name: 'more than was paid',
        facts: of(planning, aComplaint({ claimedFen: yuan(201) })),
        expect: 'WARN',
      },
      { name: 'marked', facts: of(paying, special('EXCESSIVE_CLAIM')), expect: 'WARN' },
      {
        name: 'as much as was paid',
        facts: of(planning, aComplaint({ claimedFen: yuan(200) })),
        expect: null,
      },
    ],
  },
  {
    id: 'CMP-SPC-03',
    title: say('媒体关注：仅走官方渠道', 'Media: the official channel alone'),
    basis: section53,
    message: say('由主管或经理通过官方渠道答复。', 'A supervisor or manager answers officially.'),
    reads: [],
    judge: ({ complaint, actor, ask }) => {
      if (ask.step === 'OPEN' || !isContact(ask.step) || !has(complaint, 'MEDIA')) return null
      if (actor.supervises) return pass()
      return deny(SPECIAL_HINTS.MEDIA.text, {
        kind: 'ALTERNATIVE',
        text: say('上报主管', 'Escalate it'),
        alternative: 'ESCALATE',
      })
    },
    cases: [
      { name: 'the owner may not', facts: of(telling, special('MEDIA')), expect: 'DENY' },
      { name: 'a supervisor may', facts: of(telling, special('MEDIA'), SUPERVISOR), expect: 'PASS' },
      { name: 'what is internal goes on', facts: of(planning, special('MEDIA')), expect: null },
    ],
  },
  {
    id: 'CMP-SPC-04',
    title: say('恶意投诉：取证、申诉，不轻易妥协', 'Malice: evidence, appeal, no easy compromise'),
    basis: section53,
    message: say('有凭证，可以进入下一步。', 'There is evidence for it.'),
    reads: [],
    judge: ({ complaint, actor, ask }) => {
      if (!complaint) return null
      if (ask.step === 'COMPENSATE' && has(complaint, 'MALICIOUS')) {
        const text = SPECIAL_HINTS.MALICIOUS.text
        return actor.supervises ? warn(text) : needsApproval(text)
      }
      if (ask.step !== 'MARK' || ask.kind !== 'MALICIOUS') return null
      const stage = ask.stage ?? 'TAGGED'
      if (complaint.malice && MALICE_STAGES.indexOf(stage) <= MALICE_STAGES.indexOf(complaint.malice)) {
        return deny(say('已处于该阶段或之后。', 'It has come as far already.'))
      }
      if (stage === 'TAGGED') return pass(SPECIAL_HINTS.MALICIOUS.text)
      if (!complaint.malice) {
        return deny(say('请先标记为恶意投诉。', 'Mark it as malicious first.'))
      }
      if (complaint.evidence === 0) {
        return deny(
          say('警告和申诉须有凭证。', 'A warning and an appeal rest on evidence.'),
          evidence(
            'COMPLAINT_EVIDENCE',
            '补充聊天截图、质检报告或出库照片',
            'Add screenshots, a report or photos',
          ),
        )
      }
      return actor.supervises
        ? pass()
        : deny(say('须由主管办理。', 'A supervisor does it.'), {
            kind: 'APPROVAL',
            text: say('请主管办理', 'Ask a supervisor'),
            approver: 'complaint.supervise',
          })
    },
    cases: [
      { name: 'tagged', facts: of(marking('TAGGED'), aComplaint({ evidence: 0 })), expect: 'PASS' },
      {
        name: 'warned without evidence',
        facts: of(marking('WARNED'), special('MALICIOUS', { malice: 'TAGGED', evidence: 0 }), SUPERVISOR),
        expect: 'DENY',
      },
      {
        name: 'warned on evidence',
        facts: of(marking('WARNED'), special('MALICIOUS', { malice: 'TAGGED' }), SUPERVISOR),
        expect: 'PASS',
      },
      {
        name: 'a specialist appeals',
        facts: of(marking('APPEALED'), special('MALICIOUS', { malice: 'TAGGED' })),
        expect: 'DENY',
      },
      {
        name: 'not untagged',
        facts: of(marking('APPEALED'), aComplaint(), SUPERVISOR),
        expect: 'DENY',
      },
      {
        name: 'nobody goes back',
        facts: of(marking('WARNED'), special('MALICIOUS', { malice: 'APPEALED' }), SUPERVISOR),
        expect: 'DENY',
      },
      {
        name: 'a compensation for it waits for approval',
        facts: of(paying, special('MALICIOUS', { malice: 'TAGGED' })),
        expect: 'NEEDS_APPROVAL',
      },
      { name: 'an honest one', facts: of(paying), expect: null },
    ],
  },
  {
    id: 'CMP-SPC-05',
    title: say('重复投诉：先解决根本原因', 'Repeated: the root cause first'),
    basis: section53,
    message: say('根本原因已查明。', 'The root cause is known.'),
    reads: ['complaint.repeat_window'],
    judge: ({ complaint, ask }, { now, pack }) => {
      if (ask.step === 'OPEN') {
        return isRepeat(ask.complaint, now, pack) ? warn(SPECIAL_HINTS.REPEAT.text) : null
      }
      if (ask.step !== 'PLAN' || !has(complaint, 'REPEAT')) return null
      if (complaint.hasRootCause) return pass()
      return deny(SPECIAL_HINTS.REPEAT.text, correct('在查证时写明根本原因', 'Record the root cause'))
    },
    cases: [
      {
        name: 'complained 30 days ago',
        facts: of(aNewOne({ previousAt: '2026-02-08T00:00:00.000Z' })),
        expect: 'WARN',
      },
      {
        name: 'complained 31 days ago',
        facts: of(aNewOne({ previousAt: '2026-02-06T15:59:59.000Z' })),
        expect: null,
      },
      { name: 'no plan without the cause', facts: of(planning, special('REPEAT')), expect: 'DENY' },
      {
        name: 'a plan that knows it',
        facts: of(planning, special('REPEAT', { hasRootCause: true })),
        expect: 'PASS',
      },
    ],
  },
  {
    id: 'CMP-SPC-06',
    title: say('群体投诉：立即上报', 'Group complaint: report at once'),
    basis: section53,
    message: SPECIAL_HINTS.GROUP.text,
    reads: ['complaint.group_size', 'complaint.group_window'],
    judge: ({ complaint, ask }, { pack }) => {
      if (ask.step === 'OPEN') return isGroup(ask.complaint, pack) ? warn() : null
      return ask.step === 'PLAN' && has(complaint, 'GROUP') ? warn() : null
    },
    cases: [
      { name: 'the fifth customer', facts: of(aNewOne({ customers: 5 })), expect: 'WARN' },
      { name: 'the fourth', facts: of(aNewOne({ customers: 4 })), expect: null },
      { name: 'one that joins', facts: of(aNewOne({ customers: 2, groupOpen: true })), expect: 'WARN' },
      { name: 'one plan for all', facts: of(planning, special('GROUP')), expect: 'WARN' },
    ],
  },
]
