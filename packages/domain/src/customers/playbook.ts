import type { Hint } from './hints.ts'
import type { Lifecycle, ValueClass } from './segments.ts'

const play = (rule: string, zh: string, en: string): Hint => ({ rule, text: { zh, en } })

const BY_LIFECYCLE: Readonly<Record<Lifecycle, Hint>> = {
  NEW: play(
    'CUS-SEG-01',
    '介绍店铺，送上首单优惠。',
    'Introduce the shop, with an offer for the first order.',
  ),
  ACTIVE: play('CUS-SEG-01', '推荐新品和专属优惠。', 'Show new items and offers of their own.'),
  LOYAL: play('CUS-SEG-01', '以 VIP 服务相待，问题优先处理。', 'VIP service; their problems come first.'),
  SILENT: play(
    'CUS-SEG-01',
    '以喜欢的商品和唤醒优惠联系。',
    'Wake them up with goods they liked and an offer.',
  ),
  CHURNED: play('CUS-SEG-02', '召回优惠，个性化推荐。', 'Offers to come back, and personal recommendations.'),
}

const BY_VALUE: Readonly<Record<ValueClass, Hint>> = {
  HIGH: play(
    'CUS-SEG-02',
    '专属客服，优先处理，专属优惠。',
    'A dedicated agent, priority, and offers of their own.',
  ),
  POTENTIAL: play(
    'CUS-SEG-02',
    '推荐新品，发放优惠券，促成复购。',
    'New items and coupons, so that they buy again.',
  ),
  ORDINARY: play('CUS-SEG-02', '节日关怀，推荐新品。', 'Greetings on holidays, and new items.'),
}

const COMPLAINT = play(
  'CUS-SEG-01',
  '密切关注，处理后回访。',
  'Close attention, and a callback when it is settled.',
)
const VIP = play(
  'CUS-SEG-05',
  '要求高，不可怠慢，每月关怀。',
  'Demanding and not to be neglected: care once a month.',
)

/** The dimensions by which a customer is looked after; they stand beside each other (C-23). */
export interface Segments {
  readonly lifecycle: Lifecycle
  readonly valueClass: ValueClass
  readonly vip: boolean
  /** A complaint is open or was made within the window in which another one counts as repeated (Q23). */
  readonly complaining: boolean
}

/** What to do for a customer of these segments, what presses most first (CUS-SEG-01, CUS-SEG-02). */
export function playbookOf({ lifecycle, valueClass, vip, complaining }: Segments): readonly Hint[] {
  return [
    ...(complaining ? [COMPLAINT] : []),
    ...(vip ? [VIP] : []),
    BY_LIFECYCLE[lifecycle],
    BY_VALUE[valueClass],
  ]
}
