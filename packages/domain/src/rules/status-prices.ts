import type { Where } from './coverage.ts'

const computed = (what: string): Where => ['computed', `prices: ${what}`]
const hint: Where = ['out of scope', 'a manner of speaking']

/** Where the rows of area C stand. */
export const PRICE_STATUS: Readonly<Record<string, Where>> = {
  'PRC-01': ['enforced', 'orders: what an order is placed at, change of item'],
  'PRC-02': computed('state of a promotion'),
  'PRC-03': ['enforced', 'orders'],
  'PRC-04': ['enforced', 'orders'],
  'PRC-05': ['enforced', 'prices: promotions, coupons; the quote'],
  'PRC-06': computed('state of a promotion'),
  'PRC-07': ['enforced', 'orders'],
  'PRC-08': ['out of scope', 'an answer at once is what the quote is for'],
  'PRC-10': ['enforced', 'orders: the remark of a concession'],
  'PRC-12': ['content', 'prices: words for bargaining'],
  'PRC-13': ['content', 'prices: words for bargaining'],
  'PRC-11': computed('the best lawful combination'),
  'PRC-14': hint,
  'PRC-15': hint,
  'PRC-16': ['out of scope', 'draws are run by the platform'],
  'PRC-17': computed('the quote'),
  'PRC-18': computed('freight; top-up links are settlements'),
  'PRC-20': ['enforced', 'access: order permissions'],
  'PRC-21': ['enforced', 'after-sales: AS-POL-22; a coupon is issued with the compensation'],
  'PRC-22': ['out of scope', 'training has no module'],
  'FAQ-09': ['enforced', 'orders: ORD-ABN-04'],
}
