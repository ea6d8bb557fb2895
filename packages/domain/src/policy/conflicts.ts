import type { Bilingual } from '../decisions/index.ts'
import type { PackKey } from './values.ts'

/** How a conflict between sources is settled (rules.md, part 1.1). `ASK`: the shop must choose. */
export type ConflictMode = 'BASE' | 'STRICTEST' | 'SCOPED' | 'UNION' | 'OFF' | 'ASK'

/** A place where the sources disagree, the keys it is about, and how it is settled. */
export interface Conflict {
  readonly id: string
  readonly subject: Bilingual
  readonly mode: ConflictMode
  readonly keys: readonly PackKey[]
  readonly resolution: string
}

const on = (
  id: string,
  mode: ConflictMode,
  zh: string,
  en: string,
  keys: readonly PackKey[],
  resolution: string,
): Conflict => ({ id, mode, subject: { zh, en }, keys, resolution })

/** The conflicts that decide values of a pack. The ids are those of rules.md, part 1.2. */
export const CONFLICTS: readonly Conflict[] = [
  on(
    'C-01',
    'SCOPED',
    '会话首次响应',
    'First response in chat',
    ['clock.chat.first_response.target', 'clock.chat.first_response.breach'],
    'each shop its own sources; the mean of 002 is a target only',
  ),
  on(
    'C-02',
    'SCOPED',
    '售后申请答复',
    'Answer to an after-sales request',
    [
      'clock.chat.after_sales_reply.breach',
      'clock.after_sale.acknowledge.breach',
      'clock.after_sale.review.breach',
    ],
    'three clocks: the chat of 004, the application, its decision',
  ),
  on(
    'C-03',
    'STRICTEST',
    '投诉首次响应',
    'Complaint first response',
    ['clock.complaint.first_response.ordinary.target', 'clock.complaint.first_response.ordinary.breach'],
    'as the clocks table prints it',
  ),
  on(
    'C-04',
    'UNION',
    '升级时限与对象',
    'Escalation trigger and target',
    ['clock.complaint.escalate.target', 'clock.complaint.escalate.breach'],
    'major is serious; to the supervisor within 1 h',
  ),
  on(
    'C-08',
    'SCOPED',
    '退款时限',
    'Refund time',
    [
      'clock.after_sale.refund.target',
      'clock.after_sale.refund.breach',
      'after_sale.refund_counts_from',
      'refund.arrival.original',
    ],
    'issue from receipt, arrival by route; 004 in its pack',
  ),
  on(
    'C-09',
    'BASE',
    '质量问题期限',
    'Quality claim window',
    ['return.quality_window', 'return.fast_track_window'],
    '15 days; the 3 days of 004 only as a fast track',
  ),
  on(
    'C-10',
    'BASE',
    '无理由退货',
    'No-reason return',
    ['return.no_reason_window', 'return.avoidance_gate', 'return.steer_to_no_reason'],
    '7 days; retention is one optional attempt',
  ),
  on(
    'C-11',
    'SCOPED',
    '本店责任运费的承担方式',
    'How freight for a fault of the shop is paid',
    ['freight.reimbursement_modes'],
    'the shop bears it; 004 adds a credit, with consent',
  ),
  on(
    'C-12',
    'SCOPED',
    '付款或发货后修改',
    'Change after payment or dispatch',
    ['order.swap_before_print', 'order.pull_after_print', 'order.carrier_address_fix'],
    'the base as 000; a pack may enable more, as best effort',
  ),
  on(
    'C-13',
    'SCOPED',
    '发货后取消',
    'Cancel after dispatch',
    ['order.intercept_allowed'],
    'by pack; refund after the parcel is back or its loss confirmed',
  ),
  on(
    'C-14',
    'SCOPED',
    '发货前取消',
    'Cancel before dispatch',
    ['clock.order.withdrawal.target', 'clock.order.withdrawal.breach', 'order.pull_after_print'],
    'right at any time, carried out within 2 working days',
  ),
  on(
    'C-15',
    'ASK',
    '议价权限',
    'Price authority',
    ['price.agent_limit'],
    '0 in the base, 20 yuan inclusive per order in the clothing shop',
  ),
  on('C-22', 'ASK', '7 天回访起点', 'Start of the 7-day callback', ['callback.anchor'], 'receipt'),
  on('C-24', 'ASK', '补偿额度', 'Compensation size', ['compensation.limits'], 'the authority table'),
  on(
    'C-25',
    'SCOPED',
    '先退后发',
    'Replacement before or after the return',
    ['exchange.ship_first_allowed', 'approval.special'],
    'return first; ahead of it with the shop at fault, a waybill and an approval',
  ),
  on(
    'C-27',
    'SCOPED',
    '丢件处理时限',
    'Lost parcel timing',
    ['clock.parcel.lost_plan.breach', 'clock.parcel.resolve.breach'],
    'plan within 24 h; solved within 48 h where 004 is in the pack',
  ),
  on(
    'C-28',
    'OFF',
    '差评与激励',
    'Bad reviews and incentives',
    ['review.paid_praise', 'clock.review.contact.target'],
    'contact on, paid praise off',
  ),
  on(
    'C-32',
    'ASK',
    '考核',
    'Appraisal',
    ['appraisal.rewards', 'appraisal.penalties'],
    'rewards on, penalties off',
  ),
  on(
    'C-33',
    'BASE',
    '发货承诺',
    'Dispatch promise',
    ['clock.order.dispatch.target', 'clock.order.dispatch.breach'],
    '48 h from payment',
  ),
  on(
    'C-35',
    'SCOPED',
    '货到付款与到付',
    'Cash on delivery and freight collect',
    ['return.collect_carriers'],
    'two attributes: a payment method of goods, and who pays a parcel at the door',
  ),
  on(
    'C-36',
    'UNION',
    '超期售后',
    'Out-of-period cases',
    ['approval.special'],
    'a special approval of a supervisor or manager',
  ),
  on(
    'C-43',
    'ASK',
    '转化率',
    'Conversion',
    ['conversion.numerator', 'conversion.bonus_from'],
    'paid orders, relative bonus (36 %)',
  ),
  on(
    'C-44',
    'UNION',
    '恶意买家',
    'Malicious buyers',
    ['approval.blacklist', 'blacklist.expiry'],
    'blacklisting takes evidence, an approval and an end',
  ),
  on(
    'C-45',
    'SCOPED',
    '由谁关闭未付款订单',
    'Who closes unpaid orders',
    ['order.close_unpaid'],
    'off in the clothing shop',
  ),
  on('C-46', 'ASK', '维修', 'Repair', ['repair.enabled'], 'on, without a time limit'),
  on(
    'C-47',
    'UNION',
    '换货原因',
    'Reasons for an exchange',
    ['after_sale.reasons.exchange', 'return.size_window'],
    'quality, specification, and size',
  ),
  on(
    'C-49',
    'ASK',
    '铂金免费退换',
    'Free return of platinum',
    ['membership.benefits_cumulative'],
    'cumulative upwards',
  ),
  on(
    'C-52',
    'STRICTEST',
    '评价监控节奏',
    'Review watch rhythm',
    ['clock.review.contact.target', 'clock.review.contact.breach'],
    'contact within 1 h of detection',
  ),
  on(
    'C-55',
    'SCOPED',
    '退货快递',
    'Carriers in return',
    ['return.accepted_carriers', 'return.collect_carriers'],
    'by pack; any where the sources are silent',
  ),
  on(
    'C-56',
    'SCOPED',
    '质量问题凭证与穿着',
    'Proof of a defect, and worn goods',
    ['evidence.quality_photos', 'return.worn_bars_quality'],
    'no evidence, no approval, and worn is no bar; 004 in its pack (Q19)',
  ),
]

/** The keys that a shop must choose when it publishes. */
export type AskedKey =
  | 'price.agent_limit'
  | 'callback.anchor'
  | 'compensation.limits'
  | 'appraisal.rewards'
  | 'appraisal.penalties'
  | 'conversion.numerator'
  | 'conversion.bonus_from'
  | 'repair.enabled'
  | 'membership.benefits_cumulative'

/** The conflicts of mode ASK that leave a key unchosen. */
export function unchosen(choices: { readonly [K in PackKey]?: unknown }): readonly Conflict[] {
  return CONFLICTS.filter((c) => c.mode === 'ASK' && c.keys.some((key) => choices[key] === undefined))
}
