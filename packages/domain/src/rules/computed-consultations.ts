import type { Basis, Bilingual, SourceDocument } from '../decisions/index.ts'
import type { PackKey } from '../policy/index.ts'

interface Figure {
  readonly id: string
  readonly concept: string
  readonly title: Bilingual
  readonly message: Bilingual
  readonly basis: Basis
  readonly reads: readonly PackKey[]
}

const figure = (
  id: string,
  document: SourceDocument,
  section: string,
  title: readonly [zh: string, en: string],
  message: readonly [zh: string, en: string],
  reads: readonly PackKey[] = [],
): Figure => ({
  id,
  concept: 'consultations',
  basis: { kind: 'cited', document, section },
  title: { zh: title[0], en: title[1] },
  message: { zh: message[0], en: message[1] },
  reads,
})
const PRIORITIES = ['inquiry.high_priority', 'inquiry.low_priority'] as const

/** Rules of consultations that order the queue, hint or count, and give no verdict. */
export const CONSULTATION_FIGURES: readonly Figure[] = [
  figure(
    'PRE-TYP-07',
    '002',
    '§2.1',
    ['规格咨询优先级高', 'Questions on specifications come first'],
    ['准确给出参数、尺寸、材质并附建议。', 'Give exact parameters, size and material, with advice.'],
    PRIORITIES,
  ),
  figure(
    'PRE-TYP-08',
    '002',
    '§2.1',
    ['价格咨询优先级中', 'Questions on prices are of medium priority'],
    ['说清优惠规则，主动给出最优组合。', 'Explain the offers, and propose the best combination unasked.'],
    PRIORITIES,
  ),
  figure(
    'PRE-TYP-09',
    '002',
    '§2.1',
    ['发货时间咨询优先级中', 'Questions on dispatch are of medium priority'],
    ['说明发货时间、快递与预计送达。', 'State the time of dispatch, the carrier and the expected arrival.'],
    PRIORITIES,
  ),
  figure(
    'PRE-TYP-10',
    '002',
    '§2.1',
    ['使用方法咨询优先级低', 'Questions on use are of low priority'],
    ['详细说明步骤，询问场景并给建议。', 'Explain the steps, ask about the scenario and advise.'],
    PRIORITIES,
  ),
  figure(
    'PRE-CNV-04',
    '004',
    '售前一',
    ['新客户接待', 'How to receive a new customer'],
    [
      '反应快、礼貌专业，给出尺码、搭配与活动建议。',
      'Quick, polite, professional: sizes, matching, campaigns.',
    ],
  ),
  figure(
    'PRE-CNV-05',
    '004',
    '售前一',
    ['老客户接待', 'How to receive a returning customer'],
    ['语气更亲切，增进熟悉感。', 'Warmer, building familiarity.'],
  ),
  figure(
    'PRE-CNV-06',
    '001',
    '二(一)',
    ['个性化开场', 'A personal opening'],
    [
      '老客户提及上次购买及耗材，新客户提及正在看的商品。',
      'Returning: the earlier purchase and what it needs. New: the goods being looked at.',
    ],
  ),
  figure(
    'PRE-CNV-13',
    '003',
    '§1.2.3-2',
    ['咨询成交归属', 'Orders that a consultation led to'],
    [
      '咨询后在归属时段内由同一客户付款的同一商品订单，计入该咨询。',
      'An order of the same customer with the same product, paid within the window, counts for the consultation.',
    ],
    ['conversion.window'],
  ),
]
