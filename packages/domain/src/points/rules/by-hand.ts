import { GRADES, type Grade } from '../../access/index.ts'
import {
  approval,
  type Context,
  deny,
  needsApproval,
  pass,
  type Rule,
  remedy,
  say,
} from '../../decisions/index.ts'
import { isWithin } from '../../policy/index.ts'
import { byHand, revoke } from '../examples.ts'
import type { ByHand, PointsRequest } from '../facts.ts'

/** What may be undone as such. Points of orders follow their orders, redemptions their own course. */
const REVERSIBLE: ReadonlySet<string> = new Set(['ADJUSTMENT', 'REVIEW', 'CHECK_IN', 'PRIZE'])

/** Whether a grade may move as many points alone: with what it moved for the member on the same day (Q33). */
function judgeAuthority({ points, sameDay, grade }: ByHand, { pack }: Context) {
  const limits = pack.get('points.adjustment_limits')
  const limit = grade === null ? 'NONE' : limits[grade]
  const amount = Math.abs(points) + sameDay
  if (limit === 'NONE')
    return deny(
      say('您的职级无权手工调整积分。', 'Your grade does not move points by hand.'),
      remedy('ALTERNATIVE')('请主管办理', 'Ask a supervisor to do it', { alternative: 'ASK_SUPERVISOR' }),
    )
  if (isWithin(amount, limit)) return pass()
  const able = GRADES.filter((each: Grade) => isWithin(amount, limits[each]))
  return needsApproval(
    say(
      `超出您的权限 ${limit} 分（当日累计 ${amount} 分），须上级批准。`,
      `Beyond your ${limit} points (${amount} with those of today): it takes an approval.`,
    ),
    approval(
      'approval.decide',
      able.includes('supervisor') ? '请主管批准' : '请经理批准',
      able.includes('supervisor') ? 'Ask a supervisor to approve' : 'Ask a manager to approve',
    ),
  )
}

function judgeByHand(request: PointsRequest, context: Context) {
  if (request.step === 'ADJUST_POINTS') {
    const authority = judgeAuthority(request, context)
    if (authority.verdict === 'DENY' || request.points >= -request.spendable) return authority
    return deny(
      say(
        `该会员可用积分只有 ${request.spendable} 分。`,
        `The member has ${request.spendable} points that can be taken.`,
      ),
    )
  }
  if (request.step !== 'REVERSE_POINTS') return null
  if (request.reversed) return deny(say('该笔积分已经冲正。', 'This was reversed already.'))
  if (!REVERSIBLE.has(request.kind))
    return deny(
      say(
        '该类积分随订单或兑换办理，不能单独冲正。',
        'These points go with their order or redemption: they are not reversed by themselves.',
      ),
      remedy('ALTERNATIVE')('需要时以手工调整处理', 'Adjust them by hand where that is needed', {
        alternative: 'ADJUST_POINTS',
      }),
    )
  return judgeAuthority(request, context)
}

/** Points by hand: within the authority of the grade (defaults, Grades and authority). */
export const BY_HAND_RULES: readonly Rule<PointsRequest>[] = [
  {
    id: 'ROL-01',
    title: say('各职级的权限', 'The authority of each grade'),
    basis: { kind: 'default', note: 'points adjustment by hand: supervisor 1 000, manager no limit' },
    message: say('在权限之内。', 'Within authority.'),
    reads: ['points.adjustment_limits'],
    judge: judgeByHand,
    cases: [
      { name: 'a specialist has a dash', facts: byHand(1, 'specialist'), expect: 'DENY' },
      { name: 'a senior too', facts: byHand(1, 'senior'), expect: 'DENY' },
      { name: 'a supervisor within 1 000, inclusive', facts: byHand(1_000, 'supervisor'), expect: 'PASS' },
      { name: 'a supervisor beyond it', facts: byHand(1_001, 'supervisor'), expect: 'NEEDS_APPROVAL' },
      {
        name: 'a supervisor in two parts on one day',
        facts: byHand(400, 'supervisor', 601),
        expect: 'NEEDS_APPROVAL',
      },
      { name: 'a manager without a limit', facts: byHand(99_999, 'manager'), expect: 'PASS' },
      { name: 'taking what is there', facts: byHand(-500, 'supervisor'), expect: 'PASS' },
      { name: 'taking more than is there', facts: byHand(-501, 'manager'), expect: 'DENY' },
      { name: 'a partner', facts: byHand(5, null), expect: 'DENY' },
      {
        name: 'undoing an adjustment',
        facts: byHand(-300, 'supervisor', 0, { kind: 'ADJUSTMENT', reversed: false }),
        expect: 'PASS',
      },
      {
        name: 'undoing one of 5 000',
        facts: byHand(-5_000, 'supervisor', 0, { kind: 'ADJUSTMENT', reversed: false }),
        expect: 'NEEDS_APPROVAL',
      },
      {
        name: 'undoing it twice',
        facts: byHand(-300, 'manager', 0, { kind: 'ADJUSTMENT', reversed: true }),
        expect: 'DENY',
      },
      {
        name: 'undoing what an order earned',
        facts: byHand(-300, 'manager', 0, { kind: 'PURCHASE', reversed: false }),
        expect: 'DENY',
      },
      { name: 'a review is another matter', facts: revoke(20), expect: null },
    ],
  },
]
