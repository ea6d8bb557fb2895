import {
  correct,
  deny,
  evidence,
  pass,
  type Remedy,
  type Rule,
  remedy,
  say,
  warn,
} from '../../decisions/index.ts'
import { ENUM_LABELS } from '../../labels/index.ts'
import { aComplaint, of, unanswered } from '../examples.ts'
import type { ComplaintRequest } from '../facts.ts'
import type { ComplaintState } from '../states.ts'
import { COMPLAINT_STEP_NAMES, complaintStateAfter } from '../steps.ts'

/** The steps that lead on from a state: what can be done instead of one that is out of order. */
const nextSteps = (state: ComplaintState): readonly Remedy[] =>
  COMPLAINT_STEP_NAMES.filter((step) => ![null, state].includes(complaintStateAfter(step, state))).map(
    (step) => {
      const { zh, en } = ENUM_LABELS.ComplaintStep[step]
      return remedy('ALTERNATIVE')(`可以办理：${zh}`, `What can be done now: ${en}`, { alternative: step })
    },
  )

/** The eight steps in their order, and what has to be written down at each (CMP-WF-01 to -03, C-40). */
export const STEP_RULES: readonly Rule<ComplaintRequest>[] = [
  {
    id: 'CMP-WF-01',
    title: say('投诉按八步办理', 'A complaint goes in eight steps'),
    basis: { kind: 'cited', document: '000', section: '§5.1' },
    message: say('当前状态可以办理此步骤。', 'This step can be taken now.'),
    reads: [],
    judge: ({ complaint, ask }) => {
      if (!complaint || ask.step === 'OPEN') return null
      if (complaintStateAfter(ask.step, complaint.state) !== null) return pass()
      const { zh, en } = ENUM_LABELS.ComplaintState[complaint.state]
      return deny(
        say(
          `投诉处于“${zh}”，不能办理此步骤。`,
          `This step cannot be taken: the complaint stands at "${en}".`,
        ),
        ...nextSteps(complaint.state),
      )
    },
    cases: [
      {
        name: 'what was recorded is verified',
        facts: of({ step: 'VERIFY', cause: 'DEFECT', liable: 'SHOP', rootCause: false }),
        expect: 'PASS',
      },
      { name: 'no plan before it was verified', facts: of({ step: 'PLAN' }), expect: 'DENY' },
      {
        name: 'nothing is carried out that was not agreed',
        facts: of({ step: 'EXECUTE' }, aComplaint({ state: 'PLANNED' })),
        expect: 'DENY',
      },
      {
        name: 'a closed complaint takes no message',
        facts: of({ step: 'TELL_PROGRESS' }, aComplaint({ state: 'SUMMARISED' })),
        expect: 'DENY',
      },
    ],
  },
  {
    id: 'CMP-WF-02',
    title: say('记录问题与期望', 'Problem and demand are written down'),
    basis: { kind: 'cited', document: '001', section: '三(三)2' },
    message: say('问题和客户期望均已记录。', 'The problem and what the customer expects are written down.'),
    reads: [],
    judge: ({ complaint, ask }) => {
      if (!complaint || ask.step !== 'RECORD') return null
      if (!complaint.hasDemand && !ask.demand) {
        return deny(
          say('请记录客户期望的解决方案。', 'Write down what the customer expects.'),
          correct('填写客户期望', 'Give the expected solution'),
        )
      }
      if (complaint.gradedAt === null && ask.grade === null) {
        return deny(
          say('首次答复时须同时定级。', 'A complaint is graded with the first answer.'),
          correct('选择投诉等级', 'Give the grade'),
        )
      }
      return pass()
    },
    cases: [
      {
        name: 'demand and grade',
        facts: of({ step: 'RECORD', grade: 'ORDINARY', demand: true }, unanswered()),
        expect: 'PASS',
      },
      {
        name: 'no demand',
        facts: of({ step: 'RECORD', grade: 'ORDINARY', demand: false }, unanswered()),
        expect: 'DENY',
      },
      {
        name: 'no grade',
        facts: of({ step: 'RECORD', grade: null, demand: true }, unanswered()),
        expect: 'DENY',
      },
      { name: 'another step', facts: of({ step: 'PLAN' }), expect: null },
    ],
  },
  {
    id: 'CMP-WF-03',
    title: say('查证有凭证，结案有原因和预防', 'Verified on evidence, closed with cause and prevention'),
    basis: { kind: 'cited', document: '002', section: '§4.1' },
    message: say('该步骤应记录的内容齐全。', 'What this step has to record is there.'),
    reads: [],
    judge: ({ complaint, ask }) => {
      if (!complaint) return null
      if (ask.step === 'VERIFY') {
        if (complaint.evidence > 0 || ask.liable === 'SHOP') return pass()
        return warn(
          say('尚无凭证，责任判定缺少依据。', 'There is no proof yet: the finding rests on nothing.'),
          evidence('COMPLAINT_EVIDENCE', '补充聊天记录、照片或报告', 'Add chat records, photos or a report'),
        )
      }
      if (ask.step !== 'SUMMARISE') return null
      if ((complaint.hasRootCause || ask.rootCause) && ask.prevention) return pass()
      return deny(
        say('结案须写明原因和预防措施。', 'A complaint is closed with its cause and how it is prevented.'),
        correct('填写原因和预防措施', 'Give cause and prevention'),
      )
    },
    cases: [
      {
        name: 'verified on evidence',
        facts: of({ step: 'VERIFY', cause: 'TRANSIT', liable: 'CARRIER', rootCause: false }),
        expect: 'PASS',
      },
      {
        name: 'somebody else is said to be liable, without proof',
        facts: of(
          { step: 'VERIFY', cause: 'MISUSE', liable: 'CUSTOMER', rootCause: false },
          aComplaint({ evidence: 0 }),
        ),
        expect: 'WARN',
      },
      {
        name: 'closed with cause and prevention',
        facts: of(
          { step: 'SUMMARISE', rootCause: true, prevention: true },
          aComplaint({ state: 'FOLLOWED_UP' }),
        ),
        expect: 'PASS',
      },
      {
        name: 'closed without prevention',
        facts: of(
          { step: 'SUMMARISE', rootCause: true, prevention: false },
          aComplaint({ state: 'FOLLOWED_UP' }),
        ),
        expect: 'DENY',
      },
      { name: 'another step', facts: of({ step: 'PLAN' }), expect: null },
    ],
  },
]
