import type { ComputedRule } from './computed.ts'

/** Rules of prices that give a figure or a text instead of a verdict. */
export const PRICE_FIGURES: readonly ComputedRule[] = [
  {
    id: 'PRC-02',
    concept: 'prices',
    basis: { kind: 'cited', document: '000', section: '§2.3' },
    title: { zh: '主动告知活动', en: 'Promotions are told of' },
    message: {
      zh: '进行中和即将开始的活动，主动告知客户。',
      en: 'Customers are told of promotions that run and that are about to begin.',
    },
    reads: ['promotion.coming_soon'],
  },
  {
    id: 'PRC-06',
    concept: 'prices',
    basis: { kind: 'cited', document: '000', section: '§2.3' },
    title: { zh: '优惠将止提醒', en: 'Offers about to end' },
    message: {
      zh: '限时或限量的优惠即将结束时提醒客户。',
      en: 'Customers are reminded of offers of which little time or few places are left.',
    },
    reads: ['promotion.ending_soon', 'promotion.few_left'],
  },
  {
    id: 'PRC-11',
    concept: 'prices',
    basis: { kind: 'cited', document: '001', section: '一(一)1' },
    title: { zh: '优惠叠加', en: 'How offers combine' },
    message: {
      zh: '先按行计活动价和会员折扣，再减满减、首购、优惠券和积分；取最优惠的合规组合。',
      en: 'Campaign price and tier line by line, then threshold, first purchase, coupon and points; the best lawful combination is taken.',
    },
    reads: [],
  },
  {
    id: 'PRC-17',
    concept: 'prices',
    basis: { kind: 'cited', document: '000', section: '§7.1' },
    title: { zh: '首次购物优惠', en: 'First-purchase offer' },
    message: {
      zh: '没有其他有效订单的客户享受首购优惠。',
      en: 'For customers who have no order but such that were cancelled.',
    },
    reads: [],
  },
  {
    id: 'PRC-18',
    concept: 'prices',
    basis: { kind: 'cited', document: '004', section: '售前二5(6)' },
    title: { zh: '运费', en: 'Freight' },
    message: {
      zh: '满额包邮，偏远地区另计。',
      en: 'Free from an amount of goods on; remote provinces cost more.',
    },
    reads: ['freight.standard', 'freight.free_from', 'freight.remote', 'freight.remote_provinces'],
  },
  {
    id: 'PRC-12',
    concept: 'prices',
    basis: { kind: 'cited', document: '000', section: '§9.3' },
    title: { zh: '议价话术：赠品', en: 'Words for bargaining: a gift' },
    message: {
      zh: '完全理解您想买得更划算。现在的价格已含全部优惠；如果有赠品活动，现在下单可以为您备上。',
      en: 'I understand that you want a good price. All offers are in this one; where a gift is on, it comes with an order placed now.',
    },
    reads: [],
  },
  {
    id: 'PRC-13',
    concept: 'prices',
    basis: { kind: 'cited', document: '004', section: '售前二5(2)' },
    title: { zh: '议价话术：统一价格', en: 'Words for bargaining: one price' },
    message: {
      zh: '商城价格全店统一，对每位顾客都一样，商品对得起这个价格，请您放心购买。',
      en: 'The price is the same for everybody here, and the goods are worth it.',
    },
    reads: ['price.agent_limit'],
  },
]
