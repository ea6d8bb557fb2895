import { correct, deny, type Judgement, pass, type Rule, say, warn } from '../../decisions/index.ts'
import { yuan } from '../../money/index.ts'
import { aComplaint, aNewOne, of, SUPERVISOR, unanswered } from '../examples.ts'
import type { ComplaintFacts, ComplaintRequest } from '../facts.ts'
import { criteriaIn, seriousBecause } from '../grading.ts'
import type { ComplaintGrade, SeriousCriterion } from '../states.ts'

/** The grade that is asked for; `null`: none is. */
function gradeAsked({ ask }: ComplaintRequest): ComplaintGrade | null {
  return ask.step === 'RECORD' || ask.step === 'GRADE' ? ask.grade : null
}

const isDown = ({ grade, gradedAt }: ComplaintFacts) => grade === 'SERIOUS' && gradedAt !== null

const because = (criteria: readonly SeriousCriterion[]) =>
  say(
    `属于严重投诉：${criteriaIn('zh', criteria)}。`,
    `It is serious because of: ${criteriaIn('en', criteria)}.`,
  )

/** What is ordinary and what is serious, and who may say so (CMP-GRD-01, CMP-GRD-02, Q34). */
export const GRADING_RULES: readonly Rule<ComplaintRequest>[] = [
  {
    id: 'CMP-GRD-01',
    title: say('一般投诉', 'Ordinary complaints'),
    basis: { kind: 'cited', document: '001', section: '三(三)1' },
    message: say('可以定为一般投诉。', 'It can be graded ordinary.'),
    reads: ['complaint.serious_amount'],
    judge: (request, { pack }) => {
      const { complaint, actor, ask } = request
      if (!complaint || gradeAsked(request) !== 'ORDINARY') return null
      const criteria = seriousBecause(complaint, pack)
      if (isDown(complaint)) return down(actor.supervises, ask.step === 'GRADE' && ask.reasoned, criteria)
      if (criteria.length === 0) return pass()
      return deny(because(criteria), correct('定为严重投诉', 'Grade it serious'))
    },
    cases: [
      {
        name: 'a late parcel',
        facts: of({ step: 'RECORD', grade: 'ORDINARY', demand: true }, unanswered()),
        expect: 'PASS',
      },
      {
        name: 'an injury is not ordinary',
        facts: of({ step: 'GRADE', grade: 'ORDINARY', reasoned: true }, unanswered({ harms: ['INJURY'] })),
        expect: 'DENY',
      },
      {
        name: 'down by a specialist',
        facts: of({ step: 'GRADE', grade: 'ORDINARY', reasoned: true }, aComplaint({ grade: 'SERIOUS' })),
        expect: 'DENY',
      },
      {
        name: 'down by a supervisor without a reason',
        facts: of(
          { step: 'GRADE', grade: 'ORDINARY', reasoned: false },
          aComplaint({ grade: 'SERIOUS' }),
          SUPERVISOR,
        ),
        expect: 'DENY',
      },
      {
        name: 'down by a supervisor with a reason',
        facts: of(
          { step: 'GRADE', grade: 'ORDINARY', reasoned: true },
          aComplaint({ grade: 'SERIOUS' }),
          SUPERVISOR,
        ),
        expect: 'PASS',
      },
      {
        name: 'down although a criterion stands',
        facts: of(
          { step: 'GRADE', grade: 'ORDINARY', reasoned: true },
          aComplaint({ grade: 'SERIOUS', harms: ['SAFETY'] }),
          SUPERVISOR,
        ),
        expect: 'WARN',
      },
      {
        name: 'another grade',
        facts: of({ step: 'GRADE', grade: 'SERIOUS', reasoned: false }),
        expect: null,
      },
    ],
  },
  {
    id: 'CMP-GRD-02',
    title: say('严重投诉', 'Serious complaints'),
    basis: { kind: 'cited', document: '001', section: '三(三)1' },
    message: say('定为严重投诉，按时上报主管。', 'Graded serious: a supervisor is told in time.'),
    reads: ['complaint.serious_amount'],
    judge: (request, { pack }) => {
      const { complaint, ask } = request
      const gravity = ask.step === 'OPEN' ? ask.complaint : complaint
      if (!gravity) return null
      const criteria = seriousBecause(gravity, pack)
      if (ask.step === 'OPEN') return criteria.length > 0 ? warn(because(criteria)) : null
      if (gradeAsked(request) !== 'SERIOUS') return null
      return criteria.length > 0 ? pass(because(criteria)) : pass()
    },
    cases: [
      { name: 'somebody was hurt', facts: of(aNewOne({ harms: ['INJURY'] })), expect: 'WARN' },
      { name: 'a thousand yuan', facts: of(aNewOne({ claimedFen: yuan(1_000) })), expect: 'WARN' },
      { name: 'a fen less', facts: of(aNewOne({ claimedFen: yuan(999.99) })), expect: null },
      {
        name: 'up at any time',
        facts: of({ step: 'GRADE', grade: 'SERIOUS', reasoned: false }, aComplaint({ state: 'EXECUTING' })),
        expect: 'PASS',
      },
    ],
  },
]

function down(supervises: boolean, reasoned: boolean, criteria: readonly SeriousCriterion[]): Judgement {
  if (!supervises) {
    return deny(say('降级只能由主管办理。', 'Only a supervisor grades a complaint down.'), {
      kind: 'APPROVAL',
      text: say('请主管降级', 'Ask a supervisor to grade it down'),
      approver: 'complaint.supervise',
    })
  }
  if (!reasoned) {
    return deny(
      say('降级须写明理由。', 'Grading down takes a reason.'),
      correct('填写理由', 'Give the reason'),
    )
  }
  return criteria.length > 0 ? warn(because(criteria)) : pass()
}
