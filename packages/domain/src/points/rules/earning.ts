import { deny, pass, type Rule, say, wait } from '../../decisions/index.ts'
import { dayInRow } from '../check-in.ts'
import { byHand, checkIn, play, review, revoke } from '../examples.ts'
import type { PointsRequest } from '../facts.ts'
import { checkInPoints } from '../use.ts'

/** How points are earned apart from orders. */
export const EARNING_RULES: readonly Rule<PointsRequest>[] = [
  {
    id: 'PTS-02',
    title: say('优质评价积分', 'Points for reviews'),
    basis: { kind: 'cited', document: '000', section: '§7.2' },
    message: say('优质评价可得积分，有偿好评除外。', 'A review of quality earns points, paid praise never.'),
    reads: ['points.review', 'points.review_min_length', 'points.review_min_distinct'],
    judge: (request, { pack }) => {
      if (request.step === 'RECORD_REVIEW') {
        if (!request.quality)
          return pass(say('该评价不计积分。', 'This review earns no points: it is short, empty or paid for.'))
        const points = pack.get('points.review')
        return pass(say(`优质评价，得 ${points} 分。`, `A review of quality: ${points} points.`))
      }
      if (request.step !== 'REVOKE_REVIEW_POINTS') return null
      if (request.points === null) return deny(say('该评价没有获得积分。', 'This review earned no points.'))
      if (request.reversed)
        return deny(say('该评价的积分已经收回。', 'The points of this review were taken back already.'))
      return pass(
        say('图片或内容空洞，收回评价积分。', 'The photo or the text is empty: its points are taken back.'),
      )
    },
    cases: [
      { name: 'a review of quality', facts: review(true), expect: 'PASS' },
      { name: 'one that says nothing', facts: review(true, false), expect: 'PASS' },
      { name: 'a review that earned points and is empty', facts: revoke(20), expect: 'PASS' },
      { name: 'one that earned none', facts: revoke(null), expect: 'DENY' },
      { name: 'one whose points were taken back', facts: revoke(20, true), expect: 'DENY' },
      { name: 'a check-in is another matter', facts: checkIn(null), expect: null },
    ],
  },
  {
    id: 'REV-05',
    title: say('评价管理', 'Review management'),
    basis: { kind: 'cited', document: '004', section: '评价1' },
    message: say('评价已登记，差评须跟进。', 'The review is on record; a bad one is followed up.'),
    reads: [],
    judge: (request) => {
      if (request.step !== 'RECORD_REVIEW') return null
      if (request.received) return pass()
      return deny(
        say('商品签收后才能评价。', 'Goods are reviewed once they were received.'),
        wait('请签收后再评价', 'Review them after receipt'),
      )
    },
    cases: [
      { name: 'of goods that were received', facts: review(true), expect: 'PASS' },
      { name: 'of goods that are on their way', facts: review(false), expect: 'DENY' },
      { name: 'a check-in is another matter', facts: checkIn(null), expect: null },
    ],
  },
  {
    id: 'PTS-03',
    title: say('签到积分', 'Points for check-ins'),
    basis: { kind: 'cited', document: '000', section: '§7.2' },
    message: say(
      '每日签到得积分，连续第七天更多。',
      'A daily check-in earns points, the seventh in a row more.',
    ),
    reads: ['points.check_in', 'points.check_in_seventh'],
    judge: (request, { pack }) => {
      if (request.step !== 'CHECK_IN') return null
      const { day, last } = request
      if (last && last.day >= day)
        return deny(
          say('今天已经签到。', 'This member has checked in today.'),
          wait('请明天再签到', 'Check in again tomorrow'),
        )
      const place = dayInRow(day, last)
      const points = checkInPoints(place, pack)
      return pass(
        say(`连续第 ${place} 天签到，得 ${points} 分。`, `Day ${place} in a row: ${points} points.`),
      )
    },
    cases: [
      { name: 'the first ever', facts: checkIn(null), expect: 'PASS' },
      { name: 'the day after', facts: checkIn('2026-03-09', 6), expect: 'PASS' },
      { name: 'twice on one day', facts: checkIn('2026-03-10'), expect: 'DENY' },
      { name: 'a draw is another matter', facts: play(100), expect: null },
      { name: 'so is an adjustment', facts: byHand(1, 'manager'), expect: null },
    ],
  },
]
