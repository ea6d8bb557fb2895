import { BEHAVIOUR_HINTS, BUYING_HINTS } from '../customers/index.ts'
import type { Basis, Bilingual } from '../decisions/index.ts'
import { ENUM_LABELS } from '../labels/index.ts'
import type { PackKey } from '../policy/index.ts'
import { CONSULTATION_FIGURES } from './computed-consultations.ts'
import { FOLLOW_UP_FIGURES } from './computed-follow-ups.ts'
import { PRICE_FIGURES } from './computed-prices.ts'

/** A rule that gives a figure, a class or a text instead of a verdict. */
export interface ComputedRule {
  readonly id: string
  readonly concept: string
  readonly title: Bilingual
  readonly message: Bilingual
  readonly basis: Basis
  readonly reads: readonly PackKey[]
}

const cited = (document: '000' | '002' | '003' | '004', section: string): Basis => ({
  kind: 'cited',
  document,
  section,
})
const rule = (
  id: string,
  concept: string,
  basis: Basis,
  title: readonly [string, string],
  message: readonly [string, string],
  reads: readonly PackKey[] = [],
): ComputedRule => ({
  id,
  concept,
  basis,
  title: { zh: title[0], en: title[1] },
  message: { zh: message[0], en: message[1] },
  reads,
})

const hints = [
  ...Object.entries(BEHAVIOUR_HINTS).map(([code, hint]) => ({
    label: ENUM_LABELS.Behaviour[code as keyof typeof BEHAVIOUR_HINTS],
    hint,
    section: '§1.3.1',
  })),
  ...Object.entries(BUYING_HINTS).map(([code, hint]) => ({
    label: ENUM_LABELS.BuyingStyle[code as keyof typeof BUYING_HINTS],
    hint,
    section: '§1.3.2',
  })),
]

/** Rules of catalogue, members, points and customers that are computed rather than judged. */
export const COMPUTED: readonly ComputedRule[] = [
  ...CONSULTATION_FIGURES,
  ...PRICE_FIGURES,
  rule(
    'CAT-01',
    'catalog',
    cited('000', '§1.1'),
    ['商品分类', 'Product tree'],
    ['商品分为八大类、三十个子类。', 'Eight top categories with thirty subcategories.'],
  ),
  rule(
    'FUL-03',
    'orders',
    cited('000', '§8.2 Q5'),
    ['发货时限', 'Dispatch'],
    [
      '付款后 48 小时内发货，预售商品按页面时间发货。',
      'Dispatch within 48 hours of payment; presale goods by the date on their page.',
    ],
    ['clock.order.dispatch.breach', 'order.delayed_after'],
  ),
  rule(
    'CUS-SEG-01',
    'customers',
    cited('000', '§7.1'),
    ['客户生命周期', 'Lifecycle'],
    ['新、活跃、忠诚、沉默、流失五类。', 'New, active, loyal, silent and churned customers.'],
    [
      'lifecycle.new_days',
      'lifecycle.active_days',
      'lifecycle.loyal_orders',
      'lifecycle.loyal_days',
      'lifecycle.silent_days',
      'lifecycle.churned_days',
    ],
  ),
  rule(
    'CUS-SEG-02',
    'customers',
    cited('002', '§5.1'),
    ['客户价值分层', 'Value classes'],
    ['高价值、潜力、普通三类。', 'High value, potential and ordinary customers.'],
    ['value.high_percent', 'value.potential_max_orders'],
  ),
  rule(
    'MEM-01',
    'membership',
    cited('000', '§7.2'),
    ['普通会员', 'Ordinary members'],
    ['享受基础购物服务和积分。', 'Basic shopping, and points accrue.'],
    ['points.per_yuan'],
  ),
  rule(
    'MEM-02',
    'membership',
    cited('000', '§7.2'),
    ['银卡会员', 'Silver members'],
    ['生日礼和专属客服。', 'A birthday gift and a dedicated agent.'],
    ['membership.threshold.silver'],
  ),
  rule(
    'MEM-03',
    'membership',
    cited('000', '§7.2'),
    ['金卡会员', 'Gold members'],
    ['会员折扣和优先发货。', 'A discount and priority dispatch.'],
    ['membership.threshold.gold', 'membership.discount.gold'],
  ),
  rule(
    'MEM-04',
    'membership',
    cited('000', '§7.2'),
    ['铂金会员', 'Platinum members'],
    ['专属折扣和免费退换。', 'A discount of their own and free returns.'],
    ['membership.threshold.platinum', 'membership.discount.platinum', 'return.free_for_member'],
  ),
  rule(
    'MEM-05',
    'membership',
    cited('000', '§7.2'),
    ['钻石会员', 'Diamond members'],
    ['尊享服务、优先处理和年度礼品。', 'Exclusive service, priority handling and a yearly gift.'],
    ['membership.threshold.diamond', 'membership.discount.diamond', 'membership.benefits_cumulative'],
  ),
  rule(
    'PTS-01',
    'points',
    cited('000', '§7.2'),
    ['消费积分', 'Points for purchases'],
    [
      '实付商品金额每 1 元积 1 分，退款按比例扣回。',
      'One point for each yuan paid for goods; refunds take back their share.',
    ],
    ['points.per_yuan', 'points.expiry_years'],
  ),
  ...FOLLOW_UP_FIGURES,
  ...hints
    // Judged, and not only said (CUS-BUY-02).
    .filter(({ hint }) => hint.rule !== 'CUS-BUY-02')
    .map(({ label, hint, section }) =>
      rule(hint.rule, 'customers', cited('003', section), [label.zh, label.en], [hint.text.zh, hint.text.en]),
    ),
]
