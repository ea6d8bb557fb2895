import { type Context, deny, type Judgement, pass, type Rule, remedy, say } from '../../decisions/index.ts'
import { byHand, offset, play, redeem, settle } from '../examples.ts'
import type { PointsRequest, Spending } from '../facts.ts'
import { mostPointsFor } from '../use.ts'

/** Nobody spends what is not there. `null`: it is. */
function shortOf({ points, spendable }: Spending): Judgement | null {
  if (spendable === null)
    return deny(say('该客户不是会员，没有积分。', 'The customer is no member and has no points.'))
  if (points <= spendable) return null
  return deny(
    say(
      `积分不足：需要 ${points} 分，可用 ${spendable} 分。`,
      `Not enough points: it takes ${points}, and ${spendable} can be spent.`,
    ),
  )
}

function judgeUse(request: PointsRequest, { pack }: Context): Judgement | null {
  switch (request.step) {
    case 'OFFSET_POINTS': {
      const most = mostPointsFor(request.goodsFen, pack)
      if (request.points > most)
        return deny(
          say(
            `本单最多使用 ${most} 分（优惠后商品金额的一半，运费除外）。`,
            `This order takes at most ${most} points: half of the goods after discounts, without freight.`,
          ),
          remedy('CORRECTION')(`改用不超过 ${most} 分`, `Spend ${most} points at most`),
        )
      return shortOf(request) ?? pass()
    }
    case 'REDEEM_REWARD':
      if (!request.active) return deny(say('该奖品已下架。', 'This reward is no longer offered.'))
      if (request.stock !== null && request.stock < 1)
        return deny(say('该奖品已兑完。', 'None of this reward are left.'))
      return shortOf(request) ?? pass()
    case 'SETTLE_REDEMPTION':
      if (request.status === 'HELD' || request.status === 'OWED') return pass()
      return deny(say('该兑换已经办结。', 'This redemption is settled already.'))
    case 'PLAY_DRAW':
      if (!request.open) return deny(say('该抽奖已结束。', 'This draw is closed.'))
      return shortOf(request) ?? pass()
    case 'CLOSE_DRAW':
      return request.open ? pass() : deny(say('该抽奖已结束。', 'This draw is closed already.'))
    case 'OPEN_DRAW':
      if (request.endless) return pass()
      return deny(
        say(
          '奖品表中至少一项不限数量，否则奖品抽完后无法继续。',
          'At least one prize has no limit: else there is nothing to draw once all are gone.',
        ),
      )
    default:
      return null
  }
}

/** How points are spent: as an offset, for rewards, in draws. */
export const SPENDING_RULES: readonly Rule<PointsRequest>[] = [
  {
    id: 'PTS-04',
    title: say('积分使用', 'Use of points'),
    basis: { kind: 'cited', document: '000', section: '§7.2' },
    message: say('积分可抵现、兑换和抽奖。', 'Points offset cash, are exchanged, or enter a draw.'),
    reads: ['points.offset_per_yuan', 'points.offset_max_percent', 'points.draw', 'points.hold'],
    judge: judgeUse,
    cases: [
      { name: 'half of the goods', facts: offset(5_000), expect: 'PASS' },
      { name: 'one point more', facts: offset(5_001), expect: 'DENY' },
      { name: 'more than there are', facts: offset(500, 499), expect: 'DENY' },
      { name: 'by who is no member', facts: offset(1, null), expect: 'DENY' },
      { name: 'a reward for just what is there', facts: redeem(300), expect: 'PASS' },
      { name: 'one point short', facts: redeem(299), expect: 'DENY' },
      { name: 'the last piece', facts: redeem(300, 1), expect: 'PASS' },
      { name: 'none left', facts: redeem(300, 0), expect: 'DENY' },
      { name: 'a reward that is no longer offered', facts: redeem(300, 5, false), expect: 'DENY' },
      { name: 'a redemption that is held', facts: settle('HELD'), expect: 'PASS' },
      { name: 'a prize that is owed', facts: settle('OWED'), expect: 'PASS' },
      { name: 'one that was handed over', facts: settle('FULFILLED'), expect: 'DENY' },
      { name: 'a draw', facts: play(50), expect: 'PASS' },
      { name: 'a draw, one point short', facts: play(49), expect: 'DENY' },
      { name: 'a draw that is over', facts: play(50, false), expect: 'DENY' },
      {
        name: 'prizes that all run out',
        facts: { step: 'OPEN_DRAW', prizes: 2, endless: false },
        expect: 'DENY',
      },
      { name: 'an adjustment is no use', facts: byHand(-10, 'manager'), expect: null },
    ],
  },
]
