import type { Hint } from '../customers/index.ts'

/** How to receive who asks, by the orders they had before (PRE-CNV-04, -05; the opening as C-18 settles it). */
export function receptionHints(ordersBefore: number): readonly Hint[] {
  return ordersBefore === 0 ? [NEW, OPENING_NEW] : [RETURNING, OPENING_RETURNING]
}

const NEW: Hint = {
  rule: 'PRE-CNV-04',
  text: {
    zh: '新客户：反应快、礼貌专业，给出尺码与搭配建议，介绍活动。',
    en: 'A new customer: be quick, polite and professional; advise on size and matching, name campaigns.',
  },
}
const RETURNING: Hint = {
  rule: 'PRE-CNV-05',
  text: {
    zh: '老客户：语气更亲切，增进熟悉感。',
    en: 'A returning customer: be warmer, and build on what you know of each other.',
  },
}
const OPENING_NEW: Hint = {
  rule: 'PRE-CNV-06',
  text: {
    zh: '开场提及正在看的商品及搭配。',
    en: 'Open with the goods being looked at, and what goes with them.',
  },
}
const OPENING_RETURNING: Hint = {
  rule: 'PRE-CNV-06',
  text: {
    zh: '开场提及上次购买的商品及其耗材。',
    en: 'Open with what was bought last, and what it needs.',
  },
}
