import type { Judgement, Rule } from '../../decisions/index.ts'
import { decimal, type Fen, fen } from '../../money/index.ts'
import { soldFor, soldInPlace } from '../../prices/index.ts'
import { aLine, anOrder, aSku, checked, toAddress, toItem, toPlace, unpaid } from '../examples.ts'
import { asked, type OrderRequest } from '../request.ts'
import { openLines } from '../stage.ts'
import { alternative, cancelAndReorder, correct, deny, pass, say } from '../verdicts.ts'
import { handbook } from './basis.ts'

const concession = alternative(
  'GRANT_CONCESSION',
  '更低的价格须在下单后按权限议价',
  'A lower price takes a concession on the order once it is placed',
)

/** An order costs what its buyer was told: a price that changed meanwhile is told, and nothing is placed. */
function asTold(expectedFen: Fen | null, payableFen: Fen): Judgement | null {
  if (expectedFen === null) return null
  if (expectedFen === payableFen)
    return pass(say('应付金额与系统价格一致。', 'The amount payable is that of the system.'))
  return deny(
    say(
      `价格已变化：应付 ${decimal(payableFen)} 元，而不是 ${decimal(expectedFen)} 元。`,
      `The price has changed: CNY ${decimal(payableFen)} is payable, not CNY ${decimal(expectedFen)}.`,
    ),
    correct(
      `与买家确认后按 ${decimal(payableFen)} 元重新下单`,
      `Place it again at CNY ${decimal(payableFen)} once the buyer agrees`,
    ),
    ...(expectedFen < payableFen ? [concession] : []),
  )
}

/** What another item must be like to take a line's place. */
export const ITEM_RULES: readonly Rule<OrderRequest>[] = [
  {
    id: 'PRC-01',
    title: say('只按系统价格', 'The system price only'),
    basis: handbook('§2.3'),
    message: say('两款价格一致，可以直接更换。', 'Both cost the same, so they can be exchanged directly.'),
    reads: [],
    judge: (request) => {
      const placed = asked(request, 'PLACE')
      if (placed) return asTold(placed.expectedFen, request.order.payableFen)
      const ask = asked(request, 'CHANGE_ITEM')
      if (!ask?.line || !ask.target) return null
      const { line, target } = ask
      if (line.unitPriceFen === target.unitPriceFen) {
        // At the same public price it may still be worth less in this order: what it took is for other goods.
        if (soldFor(line) === soldInPlace(line, target) && target.keepsOffers) return pass()
        return deny(
          say(
            '原商品享受的优惠不适用于所选规格，不能在原订单里直接更换。',
            'The order took an offer for the item that the one chosen has not, so they cannot be exchanged within it.',
          ),
          alternative(
            'SAME_PRICE_ITEM',
            '可以选择参加同一优惠的同价规格',
            'Choose one at the same price that the offer is about',
          ),
          cancelAndReorder,
        )
      }
      return deny(
        say(
          '两款价格不同，不能在原订单里直接更换。',
          'The two differ in price, so the item cannot be exchanged within this order.',
        ),
        alternative(
          'SAME_PRICE_ITEM',
          '可以选择同价的其他规格',
          'Choose another specification at the same price',
        ),
        cancelAndReorder,
      )
    },
    cases: [
      { name: 'the same price is exchanged', facts: toItem(unpaid()), expect: 'PASS' },
      {
        name: 'a dearer item is a new order',
        facts: toItem(unpaid(), aSku({ unitPriceFen: fen(13_900) })),
        expect: 'DENY',
      },
      {
        name: 'the campaign goes with its own goods',
        facts: toItem(unpaid({ lines: [aLine({ campaignFen: fen(9_000) })] })),
        expect: 'DENY',
      },
      {
        name: 'another size in the same campaign is exchanged',
        facts: toItem(
          unpaid({ lines: [aLine({ campaignFen: fen(9_000) })] }),
          aSku({ campaignPriceFen: fen(3_900) }),
        ),
        expect: 'PASS',
      },
      {
        name: 'so does what else is off certain goods',
        facts: toItem(unpaid(), aSku({ keepsOffers: false })),
        expect: 'DENY',
      },
      {
        name: 'so is a cheaper one, in every shop',
        facts: toItem(anOrder(), aSku({ unitPriceFen: fen(11_900) })),
        shop: 'apparel',
        expect: 'DENY',
      },
      { name: 'an order is placed at the price that was told', facts: toPlace(), expect: 'PASS' },
      { name: 'not at another, higher or', facts: toPlace({}, 13_800), expect: 'DENY' },
      { name: 'lower', facts: toPlace({}, 14_000), expect: 'DENY' },
      { name: 'says nothing of an address', facts: toAddress(checked()), expect: null },
    ],
  },
  {
    id: 'CAT-16',
    title: say('起购量与限购量', 'Least and most pieces per order'),
    basis: handbook('§3.1'),
    message: say('数量符合该商品的购买限制。', 'The quantity is within the limits of the item.'),
    reads: [],
    judge: (request) => {
      const ask = asked(request, 'CHANGE_ITEM')
      if (!ask?.line || !ask.target) return null
      const { minQuantity, maxQuantity } = ask.target
      if (minQuantity === null && maxQuantity === null) return null
      // Limits are per product and order (Q38): what other lines hold of the product counts.
      const others = openLines(request.order).filter(
        (each) => !each.gift && each.id !== ask.line?.id && each.productId === ask.target?.productId,
      )
      const quantity = others.reduce((sum, each) => sum + each.quantity, ask.line.quantity)
      if (quantity >= (minQuantity ?? 1) && quantity <= (maxQuantity ?? quantity)) return pass()
      return deny(
        say(
          '这一款的购买数量有限制，您订购的数量不符合。',
          'This item has limits on the quantity that your order does not meet.',
        ),
        correct(
          `每单 ${minQuantity ?? 1} 件起${maxQuantity ? `，最多 ${maxQuantity} 件` : ''}`,
          `From ${minQuantity ?? 1}${maxQuantity ? ` to ${maxQuantity}` : ''} per order`,
        ),
      )
    },
    cases: [
      {
        name: 'within the limits',
        facts: toItem(unpaid(), aSku({ minQuantity: 1, maxQuantity: 2 })),
        expect: 'PASS',
      },
      { name: 'below the least', facts: toItem(unpaid(), aSku({ minQuantity: 2 })), expect: 'DENY' },
      {
        name: 'above the most',
        facts: toItem(unpaid({ lines: [aLine({ quantity: 3 })] }), aSku({ maxQuantity: 2 })),
        expect: 'DENY',
      },
      {
        name: 'above the most together with another line',
        facts: toItem(
          unpaid({ lines: [aLine({ quantity: 2 }), aLine({ id: 'line-2', position: 2 })] }),
          aSku({ maxQuantity: 2 }),
        ),
        expect: 'DENY',
      },
      {
        name: 'enough together with another line',
        facts: toItem(
          unpaid({ lines: [aLine(), aLine({ id: 'line-2', position: 2 })] }),
          aSku({ minQuantity: 2 }),
        ),
        expect: 'PASS',
      },
      { name: 'no limits, nothing to say', facts: toItem(unpaid()), expect: null },
    ],
  },
]
