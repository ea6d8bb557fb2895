import type { Rule } from '../../decisions/index.ts'
import { fen } from '../../money/index.ts'
import {
  aLine,
  anAddress,
  anOrder,
  aSku,
  checked,
  shipped,
  toAddress,
  toAudit,
  toCancel,
  toCorrect,
  toItem,
  toPlace,
  unpaid,
} from '../examples.ts'
import { type AddressFacts, asked, type OrderRequest } from '../request.ts'
import { openLines } from '../stage.ts'
import { alternative, correct, deny, pass, say } from '../verdicts.ts'
import { handbook } from './basis.ts'

/** What an address lacks, in words; empty: complete. */
function missingParts(address: AddressFacts | null): readonly { zh: string; en: string }[] {
  if (!address) return [say('收货地址', 'address')]
  const parts: readonly [boolean, string, string][] = [
    [address.province !== '', '省', 'province'],
    [address.city !== '', '市', 'city'],
    [address.district !== '', '区县', 'district'],
    [address.detailPresent && address.detailSpecific, '街道门牌', 'street detail'],
    [address.recipientPresent, '收件人', 'contact'],
    [address.phoneValid, '有效电话', 'valid phone'],
  ]
  return parts.filter(([there]) => !there).map(([, zh, en]) => ({ zh, en }))
}

/** The audit of an order before it goes to the warehouse (000 §3.1). */
export const AUDIT_RULES: readonly Rule<OrderRequest>[] = [
  {
    id: 'ORD-AUD-01',
    title: say('收货地址完整', 'Address complete'),
    basis: handbook('§3.1'),
    message: say('收货地址完整。', 'The address is complete.'),
    reads: [],
    judge: (request) => {
      const ask = asked(request, 'AUDIT', 'PLACE', 'CHANGE_ADDRESS', 'CORRECT_WITH_CARRIER')
      if (!ask) return null
      const changes = ask.action === 'CHANGE_ADDRESS' || ask.action === 'CORRECT_WITH_CARRIER'
      const address = changes ? ask.address : request.order.address
      // A price may be asked for before an address is known.
      if (!address && ask.action !== 'AUDIT') return null
      const missing = missingParts(address)
      if (missing.length === 0) return pass()
      const zh = missing.map((part) => part.zh).join('、')
      const en = missing.map((part) => part.en).join(', ')
      return deny(
        say(`收货地址不完整，缺少：${zh}。`, `The address is not complete. Missing: ${en}.`),
        correct(`请补充：${zh}`, `Complete it: ${en}`),
      )
    },
    cases: [
      { name: 'a whole address', facts: toAudit(anOrder()), expect: 'PASS' },
      {
        name: 'no district',
        facts: toAudit(anOrder({ address: anAddress({ district: '' }) })),
        expect: 'DENY',
      },
      {
        name: 'a street without a number',
        facts: toAudit(anOrder({ address: anAddress({ detailSpecific: false }) })),
        expect: 'DENY',
      },
      { name: 'no address', facts: toAudit(anOrder({ address: null })), expect: 'DENY' },
      {
        name: 'an order to be goes to a whole address',
        facts: toPlace({ address: anAddress({ district: '' }) }),
        expect: 'DENY',
      },
      { name: 'its price is told before there is one', facts: toPlace({ address: null }), expect: null },
      {
        name: 'a new address has to be whole, too',
        facts: toAddress(checked(), anAddress({ phoneValid: false })),
        expect: 'DENY',
      },
      {
        name: 'so does one that the carrier is given',
        facts: toCorrect(shipped(), anAddress({ detailSpecific: false })),
        expect: 'DENY',
      },
      { name: 'says nothing of a cancellation', facts: toCancel(anOrder()), expect: null },
    ],
  },
  {
    id: 'ORD-AUD-02',
    title: say('规格型号正确', 'Chosen specification correct'),
    basis: handbook('§3.1'),
    message: say('所选规格有效。', 'The specification chosen is on sale.'),
    reads: [],
    judge: (request) => {
      const ask = asked(request, 'AUDIT', 'PLACE', 'CHANGE_ITEM')
      if (!ask || (ask.action === 'CHANGE_ITEM' && !ask.target)) return null
      const active =
        ask.action === 'CHANGE_ITEM'
          ? ask.target?.active
          : openLines(request.order).every((line) => line.skuActive)
      if (active) return pass()
      return deny(
        say(
          '所选规格已经停售，请与客户确认需要哪一款。',
          'The specification chosen is no longer sold; ask the customer which one is wanted.',
        ),
        alternative('SUBSTITUTE', '可以换成在售的规格', 'Choose a specification that is on sale'),
      )
    },
    cases: [
      { name: 'all lines on sale', facts: toAudit(anOrder()), expect: 'PASS' },
      {
        name: 'a line no longer sold',
        facts: toAudit(anOrder({ lines: [aLine({ skuActive: false })] })),
        expect: 'DENY',
      },
      {
        name: 'a cancelled line does not count',
        facts: toAudit(anOrder({ lines: [aLine({ skuActive: false, status: 'CANCELLED' })] })),
        expect: 'PASS',
      },
      {
        name: 'nothing is ordered that is no longer sold',
        facts: toPlace({ lines: [aLine({ skuActive: false })] }),
        expect: 'DENY',
      },
      { name: 'a target no longer sold', facts: toItem(unpaid(), aSku({ active: false })), expect: 'DENY' },
    ],
  },
  {
    id: 'ORD-AUD-03',
    title: say('购买数量在限制内', 'Quantity within purchase limits'),
    basis: handbook('§3.1'),
    message: say('购买数量符合限制。', 'The quantities are within the limits.'),
    reads: [],
    judge: (request) => {
      if (!asked(request, 'AUDIT', 'PLACE')) return null
      // What is given on top was not chosen: limits are of what is bought.
      const lines = openLines(request.order).filter((line) => !line.gift)
      const outside = lines.filter((line) => {
        // Limits are per product and order (CAT-16, Q38), however many lines it takes.
        const pieces = lines
          .filter((each) => each.productId === line.productId)
          .reduce((sum, each) => sum + each.quantity, 0)
        return pieces < (line.minQuantity ?? 1) || pieces > (line.maxQuantity ?? pieces)
      })
      if (outside.length === 0) return pass()
      const positions = outside.map((line) => line.position).join(', ')
      return deny(
        say(
          `第 ${positions} 行的数量超出该商品的购买限制。`,
          `The quantity of line ${positions} is outside the limits of the item.`,
        ),
        correct(
          '与客户确认后调整数量或取消该行',
          'Agree on another quantity with the customer or cancel the line',
        ),
      )
    },
    cases: [
      { name: 'no limits', facts: toAudit(anOrder()), expect: 'PASS' },
      {
        name: 'limits hold when it is ordered',
        facts: toPlace({ lines: [aLine({ quantity: 3, maxQuantity: 2 })] }),
        expect: 'DENY',
      },
      {
        name: 'a gift does not count',
        facts: toPlace({
          lines: [
            aLine({ quantity: 2, maxQuantity: 2 }),
            aLine({
              id: 'line-2',
              position: 2,
              gift: true,
              unitPriceFen: fen(0),
              minQuantity: 3,
              maxQuantity: 2,
            }),
          ],
        }),
        expect: 'PASS',
      },
      {
        name: 'exactly the most',
        facts: toAudit(anOrder({ lines: [aLine({ quantity: 2, maxQuantity: 2 })] })),
        expect: 'PASS',
      },
      {
        name: 'above the most',
        facts: toAudit(anOrder({ lines: [aLine({ quantity: 3, maxQuantity: 2 })] })),
        expect: 'DENY',
      },
      {
        name: 'above the most over two lines',
        facts: toAudit(
          anOrder({
            lines: [
              aLine({ quantity: 2, maxQuantity: 3 }),
              aLine({ id: 'line-2', position: 2, quantity: 2, maxQuantity: 3 }),
            ],
          }),
        ),
        expect: 'DENY',
      },
      {
        name: 'below the least',
        facts: toAudit(anOrder({ lines: [aLine({ minQuantity: 6 })] })),
        expect: 'DENY',
      },
    ],
  },
  {
    id: 'ORD-AUD-06',
    title: say('备注中的特殊要求已读', 'Remarks read for special requirements'),
    basis: handbook('§3.1'),
    message: say('买家备注已登记。', "The buyer's remark is registered."),
    reads: [],
    judge: (request) => {
      if (!asked(request, 'AUDIT') || !request.order.buyerRemark) return null
      if (request.order.remarkRegistered) return pass()
      return deny(
        say(
          '买家备注还没有登记，请先阅读并登记特殊要求。',
          "The buyer's remark has not been registered: read it and register what it asks for.",
        ),
        alternative('REMARK', '登记一条备注', 'Write a remark'),
      )
    },
    cases: [
      {
        name: 'read and registered',
        facts: toAudit(anOrder({ buyerRemark: true, remarkRegistered: true })),
        expect: 'PASS',
      },
      { name: 'not read', facts: toAudit(anOrder({ buyerRemark: true })), expect: 'DENY' },
      { name: 'no remark, nothing to say', facts: toAudit(anOrder()), expect: null },
    ],
  },
]
