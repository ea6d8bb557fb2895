import type { Context, Rule } from '../../decisions/index.ts'
import { decimal, fen } from '../../money/index.ts'
import { dueAfter } from '../../policy/index.ts'
import { soldFor } from '../../prices/index.ts'
import { aLine, anOrder, signed, toCancel, toClaim, unpaid } from '../examples.ts'
import type { OrderFacts } from '../facts.ts'
import { protectedFen } from '../protection.ts'
import { asked, type OrderRequest } from '../request.ts'
import { stageOf } from '../stage.ts'
import { alternative, deny, pass, say, wait } from '../verdicts.ts'

/** The last moment of the protection; `null`: not paid. */
function protectedUntil({ paidAt }: OrderFacts, { pack }: Context): Date | null {
  return paidAt === null ? null : dueAfter(new Date(paidAt), pack.get('price.protection'))
}

const paidOn = (paidAt: string) => ({ placedAt: paidAt, paidAt })

/** Price protection: what is sold for less within days of the payment (PRC-04, Q48). */
export const PROTECTION_RULES: readonly Rule<OrderRequest>[] = [
  {
    id: 'PRC-04',
    title: say('价格保护', 'Price protection'),
    basis: {
      kind: 'default',
      note: '000 §2.3 names price protection without its terms: 7 days after payment, the same specification, public price, once per line',
    },
    message: say('在价格保护期内，可以退还差价。', 'Within the protection: the difference is paid back.'),
    reads: ['price.protection'],
    judge: (request, context) => {
      const ask = asked(request, 'CLAIM_PRICE_PROTECTION')
      if (!ask) return null
      const { order } = request
      const until = protectedUntil(order, context)
      if (stageOf(order) === 'CANCELLED') return deny(say('订单已取消。', 'The order is cancelled.'))
      if (until === null)
        return deny(
          say('订单还没有付款，没有差价可退。', 'The order is not paid: there is no difference to pay back.'),
          alternative(
            'CANCEL_AND_REORDER',
            '可以取消后按现价重新下单',
            'Cancel it and order at the price of now',
          ),
        )
      if (context.now > until)
        return deny(
          say('已超过价格保护期。', 'The time of the price protection is over.'),
          alternative(
            'CONTACT_CUSTOMER',
            '向客户说明价格保护的期限',
            'Explain the terms of the price protection',
          ),
        )
      const { line, fall } = ask
      if (!line || !fall) return pass()
      if (fall.claimedBefore)
        return deny(
          say('该商品已享受过价格保护，每件商品行一次。', 'This line was protected before: once per line.'),
        )
      const openUntil = until.toISOString()
      if (fall.lowestFen >= soldFor(line))
        return deny(
          say(
            '公开售价没有低于购买时的价格。',
            'The public price has not fallen below the one it was bought at.',
          ),
          wait('保护期内如降价可以再申请', 'If it falls within the protection, ask again', { openUntil }),
        )
      const amount = protectedFen(line, fall)
      if (amount === 0)
        return deny(say('该商品已没有可退的金额。', 'Nothing is left of what was paid for this line.'))
      return pass(
        say(
          `单价由 ${decimal(soldFor(line))} 元降至 ${decimal(fall.lowestFen)} 元，${fall.pieces} 件共退 ${decimal(amount)} 元。`,
          `The price fell from CNY ${decimal(soldFor(line))} to ${decimal(fall.lowestFen)}: CNY ${decimal(amount)} for ${fall.pieces} piece(s) is paid back.`,
        ),
      )
    },
    cases: [
      { name: 'a lower price within the days', facts: toClaim(anOrder(), 11_900), expect: 'PASS' },
      {
        name: 'to the end of the seventh day',
        facts: toClaim(anOrder(paidOn('2026-03-03T02:00:00Z')), 11_900),
        expect: 'PASS',
      },
      {
        name: 'not on the eighth',
        facts: toClaim(anOrder(paidOn('2026-03-02T02:00:00Z')), 11_900),
        expect: 'DENY',
      },
      { name: 'a price that has not fallen', facts: toClaim(anOrder(), 12_900), expect: 'DENY' },
      {
        name: 'a public price that fell to no less than the campaign',
        facts: toClaim(anOrder({ lines: [aLine({ campaignFen: fen(9_000), paidFen: fen(3_900) })] }), 6_000),
        expect: 'DENY',
      },
      {
        name: 'one below the campaign',
        facts: toClaim(anOrder({ lines: [aLine({ campaignFen: fen(9_000), paidFen: fen(3_900) })] }), 3_800),
        expect: 'PASS',
      },
      { name: 'a second time', facts: toClaim(anOrder(), 11_900, { claimedBefore: true }), expect: 'DENY' },
      { name: 'before payment', facts: toClaim(unpaid(), 11_900), expect: 'DENY' },
      {
        name: 'an order that is cancelled',
        facts: toClaim(anOrder({ tradeStatus: 'CANCELLED' }), 11_900),
        expect: 'DENY',
      },
      {
        name: 'what was paid back altogether',
        facts: toClaim(signed({ lines: [aLine({ status: 'SIGNED', refundedFen: fen(12_900) })] }), 11_900),
        expect: 'DENY',
      },
      { name: 'says nothing of a cancellation', facts: toCancel(anOrder()), expect: null },
    ],
  },
]
