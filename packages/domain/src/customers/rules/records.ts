import {
  approval,
  correct,
  deny,
  type Judgement,
  needsApproval,
  pass,
  type Remedy,
  type Rule,
  remedy,
  say,
} from '../../decisions/index.ts'
import { asked, member, merge, NOTHING_OPEN, undo } from '../examples.ts'
import type { CustomerAsk, CustomerRequest, OpenMatters } from '../request.ts'

/** What touches who a person is: two records become one, data is handed out, data is erased. */
export const RECORD_RULES: readonly Rule<CustomerRequest>[] = [
  {
    id: 'PRV-15',
    title: say('三条红线：合规、隐私、纠纷', 'Three red lines: compliance, privacy, disputes'),
    basis: { kind: 'cited', document: '001', section: '四' },
    message: say(
      '合并、导出和删除客户资料须留有依据，不损害客户和店铺的权利。',
      'Merging, handing out and erasing what is known of a person is on record, and takes no right from anybody.',
    ),
    reads: [],
    judge: ({ customer, ask }) => {
      if (ask.step === 'MERGE') return judgeMerge(ask)
      if (ask.step === 'UNDO_MERGE') return judgeUndo(ask)
      if (ask.step === 'PLACE_ORDER') return null
      // An erasure may be asked for again: what was written of somebody since goes with it.
      if (customer.erased && ask.step !== 'ERASE')
        return deny(say('该客户的资料已删除。', 'What was known of this customer is erased.'))
      if (customer.mergedInto && ask.step !== 'EXPIRE' && ask.step !== 'LIFT')
        return deny(
          say(
            '该记录已合并，请在合并后的客户上操作。',
            'This record was merged: act on the customer it went into.',
          ),
          remedy('ALTERNATIVE')('打开合并后的客户', 'Open the customer it went into', {
            alternative: 'mergedInto',
          }),
        )
      if (ask.step === 'EXPORT') return pass()
      return ask.step === 'ERASE' ? judgeErasure(ask.open) : null
    },
    cases: [
      { name: 'two records of one person', facts: asked(merge()), expect: 'PASS' },
      { name: 'a record with itself', facts: asked(merge({ samePerson: true })), expect: 'DENY' },
      { name: 'one that was merged already', facts: asked(merge({ closed: true })), expect: 'DENY' },
      { name: 'a member stays', facts: asked(merge({ survivor: member(1, 5) })), expect: 'PASS' },
      { name: 'a member would go', facts: asked(merge({ duplicate: member(3, 5) })), expect: 'DENY' },
      {
        name: 'two members with points',
        facts: asked(merge({ survivor: member(1, 5), duplicate: member(3, 5) })),
        expect: 'DENY',
      },
      {
        name: 'two members, one without a single entry',
        facts: asked(merge({ survivor: member(1, 5), duplicate: member(3, 0) })),
        expect: 'PASS',
      },
      { name: 'answers that differ', facts: asked(merge({ consentsDiffer: 1 })), expect: 'DENY' },
      { name: 'a merge is undone', facts: asked(undo()), expect: 'PASS' },
      { name: 'a merge that was undone', facts: asked(undo({ undone: true })), expect: 'DENY' },
      { name: 'a later merge holds', facts: asked(undo({ later: 1 })), expect: 'DENY' },
      { name: 'data is handed out', facts: asked({ step: 'EXPORT' }), expect: 'PASS' },
      { name: 'erased data', facts: asked({ step: 'EXPORT' }, { erased: true }), expect: 'DENY' },
      {
        name: 'nothing is open',
        facts: asked({ step: 'ERASE', open: NOTHING_OPEN }),
        expect: 'NEEDS_APPROVAL',
      },
      {
        name: 'a case is open',
        facts: asked({ step: 'ERASE', open: { ...NOTHING_OPEN, openCases: 1 } }),
        expect: 'DENY',
      },
      {
        name: 'money is owed',
        facts: asked({ step: 'ERASE', open: { ...NOTHING_OPEN, owedRefunds: 1 } }),
        expect: 'DENY',
      },
      {
        name: 'once more, for what was written since',
        facts: asked({ step: 'ERASE', open: NOTHING_OPEN }, { erased: true }),
        expect: 'NEEDS_APPROVAL',
      },
      { name: 'a tag', facts: asked({ step: 'TAG', known: false }), expect: null },
    ],
  },
]

function judgeMerge(ask: Extract<CustomerAsk, { step: 'MERGE' }>): Judgement {
  if (ask.samePerson) return deny(say('不能与自身合并。', 'A record is not merged with itself.'))
  if (ask.closed)
    return deny(
      say('其中一条记录已合并或已删除。', 'One of them was merged or erased already.'),
      correct('请选择合并后的客户', 'Choose the customer it went into'),
    )
  const { survivor, duplicate } = ask
  if (duplicate.member && !survivor.member)
    return deny(
      say('会员记录须保留。', 'The record of the member has to be the one that stays.'),
      correct('请以会员记录为保留方', 'Merge the other way round'),
    )
  if (duplicate.member && duplicate.pointsEntries > 0)
    return deny(
      say(
        '两个会员账户都有积分记录，不能合并。',
        'Both are members with points on record: their accounts can’t become one.',
      ),
      correct('以没有积分记录的账户为被合并方', 'Only an account without any entry of points can go'),
    )
  if (ask.consentsDiffer > 0)
    return deny(
      say('两条记录的联系同意不一致。', 'The two gave different answers to being contacted.'),
      correct('先向客户确认并登记', 'Ask the customer and record the answer first'),
    )
  const { orders, cases } = ask.moves
  return pass(
    say(
      `将移入 ${orders} 个订单、${cases} 个工单及联系方式、地址；可撤销。`,
      `Orders (${orders}), cases (${cases}), contacts and addresses move; it can be undone.`,
    ),
  )
}

function judgeUndo(ask: Extract<CustomerAsk, { step: 'UNDO_MERGE' }>): Judgement {
  if (ask.undone) return deny(say('该合并已撤销。', 'This merge was undone already.'))
  if (ask.survivorGone)
    return deny(say('保留方已合并或已删除。', 'The record that stayed was merged or erased since.'))
  if (ask.later > 0)
    return deny(
      say('请先撤销之后的合并。', 'Merges that came after it are undone first.'),
      correct('按从新到旧的顺序撤销', 'Undo the newest first'),
    )
  return pass()
}

function judgeErasure(open: OpenMatters): Judgement {
  const remedies: Remedy[] = []
  if (open.openCases > 0)
    remedies.push(
      remedy('ALTERNATIVE')('先关闭未结工单', 'Close what is open first', { alternative: 'closeCase' }),
    )
  if (open.runningOrders > 0)
    remedies.push(
      remedy('ALTERNATIVE')('等订单完成，或取消订单', 'Wait for the orders to end, or cancel them', {
        alternative: 'cancelOrder',
      }),
    )
  if (open.owedRefunds > 0)
    remedies.push(
      remedy('ALTERNATIVE')('先完成退款', 'Pay back what is owed first', { alternative: 'issueRefund' }),
    )
  if (open.openFreight > 0)
    remedies.push(
      remedy('ALTERNATIVE')('先结清运费', 'Settle the freight first', { alternative: 'payFreight' }),
    )
  if (open.owedCompensations > 0)
    remedies.push(
      remedy('ALTERNATIVE')('先发放补偿', 'Give the compensation first', {
        alternative: 'issueCompensation',
      }),
    )
  return remedies.length > 0
    ? deny(
        say(
          '尚有未了结事项，暂不能删除。',
          'Something is still open: it is settled before who it was is forgotten.',
        ),
        ...remedies,
      )
    : needsApproval(
        say('须由另一人确认。', 'A second person confirms it.'),
        approval('customer.erase', '请另一位主管或经理确认', 'Ask another supervisor or manager'),
      )
}
