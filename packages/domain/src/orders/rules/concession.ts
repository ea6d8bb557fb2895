import type { Grade } from '../../access/index.ts'
import type { Rule } from '../../decisions/index.ts'
import { decimal, fen } from '../../money/index.ts'
import { concessionLimit, isWithin, type Pack } from '../../policy/index.ts'
import { anOrder, toCancel, toConcede, unpaid } from '../examples.ts'
import type { OrderFacts } from '../facts.ts'
import { asked, type OrderRequest } from '../request.ts'
import { stageOf } from '../stage.ts'
import { alternative, approval, correct, deny, needsApproval, pass, say, warn } from '../verdicts.ts'
import { handbook, shop } from './basis.ts'

const of = (order: OrderFacts, kind: OrderFacts['discounts'][number]['kind']): number =>
  order.discounts.filter((each) => each.kind === kind).reduce((sum, each) => sum + each.amountFen, 0)

/** The most that can come off: the goods less what else is taken off them. The tier's discount makes room (Q56). */
function roomOf(order: OrderFacts): number {
  return order.goodsFen - order.discountFen + of(order, 'TIER') + of(order, 'CONCESSION')
}

const inReach = (grade: Grade, totalFen: number, pack: Pack) =>
  isWithin(totalFen, concessionLimit(pack, grade))

const withTier = (tierFen: number, conceded = 0): Partial<OrderFacts> => ({
  goodsFen: fen(20_000),
  discountFen: fen(tierFen + conceded),
  payableFen: fen(21_000 - tierFen - conceded),
  discounts: [
    ...(tierFen > 0 ? [{ kind: 'TIER' as const, amountFen: fen(tierFen), valid: true }] : []),
    ...(conceded > 0 ? [{ kind: 'CONCESSION' as const, amountFen: fen(conceded), valid: true }] : []),
  ],
})

/** What an agent may take off the price of an unpaid order (PRC-07, C-15, Q04, Q56, Q61). */
export const CONCESSION_RULES: readonly Rule<OrderRequest>[] = [
  {
    id: 'PRC-07',
    title: say('议价权限', 'Price concession'),
    basis: shop('售前二2(2)'),
    message: say('议价优惠在权限内。', 'The concession is within authority.'),
    reads: ['price.agent_limit', 'price.supervisor_limit'],
    judge: (request, { pack }) => {
      const ask = asked(request, 'GRANT_CONCESSION')
      if (!ask) return null
      const { order } = request
      if (stageOf(order) !== 'UNPAID')
        return deny(
          say(
            '订单已付款或已关闭，不能再议价。',
            'The order is paid or closed: its price is no longer open.',
          ),
          alternative(
            'AFTER_SALE',
            '付款后可以按售后申请部分退款',
            'After payment, ask for a partial refund',
          ),
        )
      if (ask.amountFen === null) return pass()
      const total = of(order, 'CONCESSION') + ask.amountFen
      if (total > roomOf(order))
        return deny(
          say('优惠超出商品金额。', 'It is more than the goods cost.'),
          correct(
            `合计最多 ${decimal(fen(roomOf(order)))} 元`,
            `At most CNY ${decimal(fen(roomOf(order)))} in all`,
          ),
        )
      if (ask.grade === null)
        return deny(say('只有客服可以议价。', 'Concessions are granted by agents alone.'))
      if (inReach(ask.grade, total, pack)) return pass()
      const limit = concessionLimit(pack, ask.grade)
      const supervisor = inReach('supervisor', total, pack)
      return needsApproval(
        limit === 0
          ? say(
              '商城价格全店统一，客服不能自行议价，需要审批。',
              'Prices are the same for everybody: a concession takes an approval.',
            )
          : say(
              `本单合计优惠 ${decimal(fen(total))} 元，超出您 ${decimal(fen(Number(limit)))} 元的权限，需要审批。`,
              `CNY ${decimal(fen(total))} off this order in all is beyond your CNY ${decimal(fen(Number(limit)))} and takes an approval.`,
            ),
        supervisor
          ? approval('approval.decide', '可以申请由主管审批', 'Ask for an approval; a supervisor decides')
          : approval('approval.decide', '可以申请由经理审批', 'Ask for an approval; a manager decides'),
      )
    },
    cases: [
      {
        name: 'nothing without an approval on the handbook',
        facts: toConcede(unpaid(), 1),
        expect: 'NEEDS_APPROVAL',
      },
      {
        name: '20 yuan in the clothing shop',
        facts: toConcede(unpaid(), 2_000),
        shop: 'apparel',
        expect: 'PASS',
      },
      {
        name: 'one fen more',
        facts: toConcede(unpaid(), 2_001),
        shop: 'apparel',
        expect: 'NEEDS_APPROVAL',
      },
      {
        name: 'summed over the order',
        facts: toConcede(unpaid(withTier(0, 1_500)), 501),
        shop: 'apparel',
        expect: 'NEEDS_APPROVAL',
      },
      { name: 'a supervisor', facts: toConcede(unpaid(withTier(0)), 20_000, 'supervisor'), expect: 'PASS' },
      {
        name: 'beyond the supervisor',
        facts: toConcede(unpaid({ goodsFen: fen(50_000), payableFen: fen(51_000) }), 20_001, 'supervisor'),
        expect: 'NEEDS_APPROVAL',
      },
      {
        name: 'a manager',
        facts: toConcede(unpaid({ goodsFen: fen(50_000), payableFen: fen(51_000) }), 50_000, 'manager'),
        expect: 'PASS',
      },
      { name: 'never more than the goods', facts: toConcede(unpaid(), 12_901, 'manager'), expect: 'DENY' },
      { name: 'nobody but agents', facts: toConcede(unpaid(), 1, null), expect: 'DENY' },
      { name: 'not after payment', facts: toConcede(anOrder(), 1, 'manager'), expect: 'DENY' },
      { name: 'says nothing of a cancellation', facts: toCancel(unpaid()), expect: null },
    ],
  },
  {
    id: 'PRC-03',
    title: say('会员折扣不与议价叠加', 'The tier’s discount is not stacked with a concession'),
    basis: handbook('§2.3'),
    message: say('两者取更优惠的一项。', 'One of the two holds, the better for the customer.'),
    reads: [],
    judge: (request) => {
      const ask = asked(request, 'GRANT_CONCESSION')
      if (!ask || ask.amountFen === null) return null
      const tier = of(request.order, 'TIER')
      if (tier === 0) return null
      const total = of(request.order, 'CONCESSION') + ask.amountFen
      const off = decimal(fen(tier))
      if (total > tier)
        return warn(
          say(
            `议价优惠比会员折扣 ${off} 元更多，将取代会员折扣。`,
            `The concession is more than the tier's CNY ${off} and takes its place.`,
          ),
        )
      return deny(
        say(
          `会员折扣 ${off} 元更优惠，两者不叠加。`,
          `The tier's CNY ${off} off is better, and the two are not stacked.`,
        ),
        correct(`优惠须多于 ${off} 元才有意义`, `A concession of more than CNY ${off} would be better`),
      )
    },
    cases: [
      {
        name: 'a better concession takes the place of the discount',
        facts: toConcede(unpaid(withTier(800)), 2_000, 'manager'),
        expect: 'WARN',
      },
      {
        name: 'as much is not better',
        facts: toConcede(unpaid(withTier(800)), 800, 'manager'),
        expect: 'DENY',
      },
      { name: 'without a discount it has nothing to say', facts: toConcede(unpaid(), 800), expect: null },
    ],
  },
]
