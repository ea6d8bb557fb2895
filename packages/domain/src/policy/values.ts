import type { ClockName } from './clocks.ts'
import { CLOCK_NAMES, CLOCKS } from './clocks.ts'
import type { Descriptor, Kind, Kinds, ValueOf } from './kinds.ts'

const of =
  <const K extends Kind>(kind: K) =>
  (zh: string, en: string) =>
    ({ kind, zh, en }) as const
const choice = <const T extends readonly string[]>(options: T, zh: string, en: string) =>
  ({ kind: 'choice', of: options, zh, en }) as const

const flag = of('flag')
const fen = of('fen')
const count = of('count')
const percent = of('percent')
const duration = of('duration')
const arrival = of('arrival')
const rights = of('rights')
const list = of('list')
const hours = of('hours')

/** Every key of a pack but the clocks: what kind of value it takes, and what it means. */
const OWN_KEYS = {
  // Orders (C-12, C-13, C-14, C-45)
  'order.swap_before_print': flag('已付款未打单可换款', 'Item may be swapped before the waybill is printed'),
  'order.pull_after_print': flag(
    '已打单未发货由小仓库找件',
    'Warehouse pulls the parcel after the waybill is printed',
  ),
  'order.carrier_address_fix': flag(
    '发货后请快递更正地址（尽力而为）',
    'Carrier asked to correct an address after dispatch, best effort',
  ),
  'order.intercept_allowed': flag(
    '发货后可拦截或拒签',
    'Parcel may be intercepted or refused after dispatch',
  ),
  'order.close_unpaid': flag('客服可关闭未付款订单', 'Agents may close unpaid orders'),
  'order.identity_check_hold': duration('身份核实有效时间', 'How long an identity check holds'),
  'order.identity_tries': count(
    '每小时身份核实失败次数上限',
    'Failed identity checks of an order within an hour',
  ),
  'order.duplicate_window': duration('重复订单判定时间', 'Window in which equal orders count as duplicates'),
  'order.risk_threshold': count(
    '疑似刷单风险分阈值（0-100）',
    'Risk score from which an order is suspected to be fake (0-100)',
  ),
  'order.delayed_after': duration(
    '超出发货承诺多久算延迟',
    'Time past the promised dispatch after which an order is delayed',
  ),
  'order.auto_confirm': duration('发货后自动确认收货', 'Automatic confirmation after dispatch'),
  'order.confirm_extension': duration(
    '售后达成时延长确认收货',
    'Extension of the confirmation where an after-sale is agreed',
  ),
  // Money and authority
  'price.agent_limit': fen('客服每单议价权限', 'Price concession an agent may grant per order'),
  'price.supervisor_limit': fen('主管每单议价权限', 'Price concession a supervisor may grant per order'),
  'price.protection': duration('价格保护期（付款后）', 'Price protection after payment'),
  'freight.standard': fen('运费', 'Outbound freight'),
  'freight.free_from': fen('包邮金额', 'Goods from which outbound freight is free'),
  'freight.remote': fen('偏远地区运费', 'Outbound freight to remote provinces'),
  'freight.remote_provinces': list('偏远地区', 'Remote provinces'),
  'promotion.coming_soon': duration('活动预告提前时间', 'How long before it begins a promotion is told of'),
  'promotion.ending_soon': duration('活动将止提醒时间', 'How long before it ends a promotion is reminded of'),
  'promotion.few_left': count('名额将尽提醒数量', 'Places left from which a promotion is reminded of'),
  'compensation.coupon_validity': duration(
    '补偿优惠券有效期',
    'How long a coupon that is given as compensation can be spent',
  ),
  'order.payment_window': duration('下单后付款时限', 'Time to pay an order before it is closed'),
  'compensation.limits': of('limits')('每单售后补偿权限', 'Compensation per case'),
  'partial_refund.limits': of('partials')('不退货部分退款权限', 'Partial refund without return'),
  'freight.reimbursement_modes': of('list')(
    '本店责任运费的承担方式',
    'How freight is paid where the shop is at fault',
  ),
  'points.adjustment_limits': of('points_limits')('手工调整积分权限', 'Points adjustment by hand'),
  'approval.special': rights(
    '超期特批、先行赔付、先发后退',
    'Out-of-period approval, advance payout, ship-first',
  ),
  'approval.blacklist': rights('拉黑客户', 'Blacklist a customer'),
  'approval.publish_pack': rights('发布规则包', 'Publish a policy pack'),
  'approval.expiry': duration('审批申请有效期', 'Time in which a request for approval is to be decided'),
  'blacklist.expiry': duration('黑名单有效期', 'Blacklist entry expires after'),
  // Refunds and returns
  'refund.arrival.original': arrival('原路退回到账', 'Arrival by the original route'),
  'refund.arrival.balance': arrival('平台余额到账', 'Arrival on the platform balance'),
  'refund.arrival.bank_card': arrival('银行卡到账', 'Arrival on a bank card'),
  'refund.arrival.credit_card': arrival('信用卡到账', 'Arrival on a credit card'),
  'refund.max_attempts': count(
    '退款发起次数上限（再发起须主管批准）',
    'Times a refund is issued before another try takes a supervisor',
  ),
  'after_sale.refund_counts_from': choice(
    ['RECEIVED', 'INSPECTED'],
    '退款最迟时限的起点',
    'Where the latest time of a refund counts from',
  ),
  'after_sale.reasons.return_and_refund': list('可退货退款的原因', 'Reasons that open a return and refund'),
  'after_sale.reasons.exchange': list('可换货的原因', 'Reasons that open an exchange'),
  'after_sale.reasons.repair': list('可维修的原因', 'Reasons that open a repair'),
  'after_sale.reasons.reship': list('可补发的原因', 'Reasons that open a re-shipment'),
  'after_sale.reasons.partial_refund': list('可部分退款的原因', 'Reasons that open a partial refund'),
  'after_sale.reasons.compensation': list('可补偿的原因', 'Reasons that open a compensation'),
  'after_sale.reasons.platform_dispute': list('可平台维权的原因', 'Reasons that open a platform dispute'),
  'return.no_reason_window': duration('无理由退货期', 'No-reason return window'),
  'return.size_window': duration('尺码不合适换货期', 'Window of an exchange for size'),
  'return.quality_window': duration('质量问题退换期', 'Quality claim window'),
  'return.fast_track_window': of('promise')('质量问题快速通道期', 'Fast track for quality claims'),
  'return.free_for_member': flag('会员免费退换', 'Free return and exchange for the member'),
  'return.no_reason_excluded': list('不适用无理由的商品', 'Goods without a no-reason return'),
  'return.intact_criteria': list('不影响二次销售的标准', 'What keeps goods fit for resale'),
  'return.worn_bars_quality': flag(
    '穿着使用后的质量问题须特批',
    'A defect found after wearing takes a special approval',
  ),
  'return.accepted_carriers': list('接收的退货快递', 'Carriers whose returns are taken in'),
  'return.collect_carriers': list('可到付的退货快递', 'Carriers whose returns may come freight collect'),
  'exchange.ship_first_allowed': flag(
    '本店责任可先发后退（须审批）',
    'Replacement before the return where the shop is at fault, by approval',
  ),
  'evidence.quality_photos': flag(
    '质量问题须先有照片或视频',
    'A quality claim is approved with photos or a video only',
  ),
  'evidence.delivery_certificate': flag(
    '签收后破损须派件人证明',
    'Damage found after signing takes a certificate of the delivery person',
  ),
  'evidence.weight_for_missing': flag('少件须称重拍照', 'Missing items take a photo on a scale'),
  'evidence.weight_tolerance_grams': count('称重允许误差（克）', 'Tolerance between two weights, in grams'),
  'liability.judged_first': choice(
    ['OFF', 'ADVISED', 'REQUIRED'],
    '审核通过前须判定责任',
    'Whether liability is judged before an approval at the shop’s cost',
  ),
  'liability.appraisal': flag(
    '判客户责任须品控或厂家鉴定',
    'Quality control or the manufacturer appraises before the customer is held liable',
  ),
  'return.send_back_reminder': duration('寄回提醒', 'Reminder to send the return back'),
  'return.reopen_limit': count('超时关闭后可重开次数', 'Times a case closed as late may be opened again'),
  'repair.enabled': flag('提供维修', 'Repair is offered'),
  'parcel.lost_after': duration(
    '无物流更新判定疑似丢件',
    'Time without a scan after which a parcel counts as lost',
  ),
  // Members and points
  'membership.threshold.silver': fen('银卡门槛（365 天净消费）', 'Silver from (net paid in 365 days)'),
  'membership.threshold.gold': fen('金卡门槛', 'Gold from'),
  'membership.threshold.platinum': fen('铂金门槛', 'Platinum from'),
  'membership.threshold.diamond': fen('钻石门槛', 'Diamond from'),
  'membership.window': duration('等级计算周期', 'Period over which the tier is computed'),
  'membership.downgrade_notice': duration('降级提前通知', 'Notice ahead of a downgrade'),
  'membership.benefits_cumulative': flag(
    '高等级享有低等级权益',
    'Higher tiers keep the benefits of lower ones',
  ),
  'membership.discount.gold': percent('金卡折扣', 'Gold discount'),
  'membership.discount.platinum': percent('铂金折扣', 'Platinum discount'),
  'membership.discount.diamond': percent('钻石折扣', 'Diamond discount'),
  'points.per_yuan': count('每消费 1 元积分', 'Points for 1 yuan paid'),
  'points.review': count('优质评价积分', 'Points for a review of quality'),
  'points.review_min_length': count('优质评价最少字数', 'Least characters of a review of quality'),
  'points.review_min_distinct': count(
    '优质评价最少不同字数',
    'Least different characters of a review of quality',
  ),
  'points.check_in': count('每日签到积分', 'Points for a check-in'),
  'points.check_in_seventh': count('连续第 7 天签到积分', 'Points for the seventh check-in in a row'),
  'points.offset_per_yuan': count('抵现 1 元所需积分', 'Points that offset 1 yuan'),
  'points.offset_max_percent': percent(
    '积分抵现上限（占商品金额）',
    'Most of the goods amount that points may offset',
  ),
  'points.draw': count('每次抽奖积分', 'Points for a draw'),
  'points.expiry_years': count(
    '积分在可用年度之后几年的年底到期',
    'Years after the year they become available at whose end points expire',
  ),
  'points.expiry_notice': duration('积分到期提前通知', 'Notice ahead of expiry'),
  'points.returned_min_validity': duration('退回积分最短有效期', 'Least validity of points given back'),
  'points.hold': duration('积分占用时间', 'A hold on points lapses after'),
  // Customers
  'lifecycle.new_days': count('新客：首单后天数', 'New: days since the first order'),
  'lifecycle.active_days': count('活跃：最近下单天数', 'Active: days since the last order'),
  'lifecycle.loyal_orders': count('忠诚：订单数', 'Loyal: number of orders'),
  'lifecycle.loyal_days': count('忠诚：统计天数', 'Loyal: days over which orders are counted'),
  'lifecycle.silent_days': count('沉默：未下单天数', 'Silent: days without an order'),
  'lifecycle.churned_days': count('流失：未下单天数', 'Churned: days without an order'),
  'value.high_percent': percent('高价值客户占比', 'Share of customers of high value'),
  'value.potential_max_orders': count('潜力客户订单数上限（不含）', 'Potential: fewer orders than'),
  'customer.contact_plain_buyer': flag('主动联系“购买型”客户', 'Plain buyers are contacted proactively'),
  'contact.min_gap': duration('两次主动联系最短间隔', 'Least time between two proactive contacts'),
  'contact.call_hours': hours('回访时段', 'Hours for callbacks'),
  'follow_up.after_sale_after': duration('售后回访', 'Callback after an after-sale was closed'),
  'follow_up.latest_after': duration('回访最多延后', 'A follow-up is dropped when it is later than'),
  'follow_up.unpaid_after': duration('未付款跟进', 'An unpaid order is followed up after'),
  'follow_up.agreed_within': duration('约定时间最远', 'A time agreed with a customer is no later than'),
  'follow_up.attempts': count('无人接听最多尝试次数', 'Attempts after which nobody is tried any more'),
  'follow_up.retry_after': duration('无人接听后再次联系', 'Who did not answer is tried again after'),
  'follow_up.call_min': duration('通话时长下限', 'A call takes at least'),
  'follow_up.call_max': duration('通话时长上限', 'A call takes at most'),
  'follow_up.holiday_from': choice(
    ['ORDINARY', 'SILVER', 'GOLD', 'PLATINUM', 'DIAMOND'],
    '节日问候起始会员等级',
    'Tier from which members are greeted on holidays',
  ),
  'satisfaction.min_cases': count('满意度最少样本', 'Cases below which no mean is given'),
  // Conversations (Q14, Q60) and consultations (PRE-TYP, PRE-CNV)
  'chat.duty_hours': hours('在线客服值守时段', 'Hours in which chat clocks run'),
  'chat.silence': duration('沉默多久后算新会话', 'Silence after which a conversation is a new one'),
  'inquiry.high_priority': list('高优先级咨询类型', 'Inquiry types of high priority'),
  'inquiry.low_priority': list('低优先级咨询类型', 'Inquiry types of low priority'),
  'conversion.window': duration(
    '咨询后多久内付款算咨询成交',
    'Time after a consultation within which a payment is attributed to it',
  ),
  'case.task_due': duration('部门协查时限', 'Time that a department has for an answer'),
  // Complaints, reviews, quality
  'complaint.group_size': count('群体投诉人数', 'Customers that make a group complaint'),
  'complaint.group_window': duration('群体投诉时间窗', 'Window of a group complaint'),
  'complaint.repeat_window': duration('重复投诉时间窗', 'Window of a repeat complaint'),
  'complaint.serious_amount': fen('严重投诉索赔金额', 'Claimed amount from which a complaint is serious'),
  'complaint.manager_after': duration(
    '待命主管未确认转经理',
    'On call without an answer, to the manager after',
  ),
  'complaint.callback_after': duration('投诉结案后回访', 'Callback after a complaint was closed'),
  'product.alert_cases': count('商品质量预警件数', 'Quality cases that raise a product alert'),
  'product.alert_window': duration('商品质量预警时间窗', 'Window of a product alert'),
  'kpi.recontact_window': duration('一次性解决复询窗口', 'Re-contact window of first-contact resolution'),
  // Choices of the shop (mode ASK) and what is shipped off
  'callback.anchor': choice(
    ['RECEIVED', 'PURCHASED'],
    '7 天回访起点',
    'Where the 7-day callback counts from',
  ),
  'callback.after': duration('购后回访', 'Purchase callback after'),
  'appraisal.rewards': flag('考核奖励', 'Rewards of the appraisal'),
  'appraisal.penalties': flag('考核处罚', 'Penalties of the appraisal'),
  'conversion.numerator': choice(['PAID', 'ORDERED'], '转化率分子', 'Numerator of the conversion rate'),
  'conversion.bonus_from': percent('转化率奖励线', 'Conversion rate from which the bonus is paid'),
  'review.paid_praise': flag('有偿好评', 'Paid praise'),
  'return.steer_to_no_reason': flag('引导选择无理由', 'Returns are steered to no reason'),
  'return.avoidance_gate': flag('退货前须挽留', 'A retention attempt is required before a return'),
  // Floors that protect people
  'privacy.masked_by_default': flag('联系信息默认脱敏', 'Contact data is masked by default'),
  // Who gets a case
  'routing.open_case_limit': count(
    '每名客服处理中工单上限（超出后优先分给他人）',
    'Open cases from which an agent gets no further one while somebody else may',
  ),
  'clock.warn_at': percent('时限预警点', 'Share of a clock at which it warns'),
} as const satisfies Record<string, Descriptor>

type OwnKey = keyof typeof OWN_KEYS
type ClockKey = `clock.${ClockName}.${'target' | 'breach'}`

/** The name of a value in a pack. Each clock has two: what is aimed at, and when the promise is broken. */
export type PackKey = OwnKey | ClockKey

/** The type of each value. */
export type PackValues = { readonly [K in OwnKey]: ValueOf<(typeof OWN_KEYS)[K]> } & {
  readonly [K in ClockKey]: Kinds['promise']
}

/** Every key with its kind and its meaning in both languages. */
export const PACK_KEYS: Readonly<Record<PackKey, Descriptor>> = { ...OWN_KEYS, ...clockKeys() }

export const ALL_PACK_KEYS = Object.keys(PACK_KEYS) as PackKey[]

export function isPackKey(key: string): key is PackKey {
  return Object.hasOwn(PACK_KEYS, key)
}

function clockKeys(): Record<ClockKey, Descriptor> {
  const keys: Partial<Record<ClockKey, Descriptor>> = {}
  for (const name of CLOCK_NAMES) {
    const { zh, en } = CLOCKS[name]
    keys[`clock.${name}.target`] = { kind: 'promise', zh: `目标：${zh}`, en: `Target: ${en}` }
    keys[`clock.${name}.breach`] = { kind: 'promise', zh: `最迟：${zh}`, en: `Latest: ${en}` }
  }
  return keys as Record<ClockKey, Descriptor>
}
