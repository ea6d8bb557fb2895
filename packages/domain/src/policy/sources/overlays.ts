import { citing, ours, promise, type Source } from '../source.ts'
import { FAULT_REASONS, LATER_REASONS } from './handbook-reasons.ts'

const guide = citing('001')
const article = citing('002')
const shop = citing('004')

/** Document 001, 电商平臺客服工作操作指南. */
export const OPS_GUIDE: Source = {
  id: 'ops-guide',
  document: '001',
  title: { zh: '电商平台客服工作操作指南', en: 'Operation guide of platform customer service' },
  values: {
    ...promise('chat.first_response', guide('30s', '三(一)1')),
    ...promise('complaint.first_response.ordinary', guide('2h', '三(三)1')),
    ...promise('complaint.escalate', guide('1h', '三(三)1')),
    ...promise('complaint.progress', guide('24h', '三(三)2')),
    'refund.arrival.original': guide('1-3wd', '三(二)1'),
    'return.no_reason_window': guide('7d', '一(一)1'),
    'liability.judged_first': guide('ADVISED', '三(二)2'),
    'liability.appraisal': guide(true, '三(二)2'),
  },
}

/** Document 002, the service article on shop ratings, reviews and retention. */
export const SERVICE_ARTICLE: Source = {
  id: 'service-article',
  document: '002',
  title: { zh: '客户服务核心价值', en: 'Article on the value of customer service' },
  values: {
    // A mean, so it is aimed at but not a limit for each answer (C-01).
    'clock.chat.first_response.target': article('15s', '§1.2'),
    ...promise('chat.human_takeover', article('15s', '§2.2')),
    ...promise('after_sale.refund', article('24h', '§3.2')),
    'after_sale.reasons.reship': article(
      ['LOST', 'LATE', 'TRANSIT_DAMAGE', 'MISSING_ITEM', 'WRONG_ITEM', 'QUALITY', 'MADE_WRONG'],
      '§3.1',
    ),
    ...promise('review.contact', article('1h', '§3.3-2')),
    'callback.anchor': article('RECEIVED', '§5.2'),
  },
}

/** Document 004, 最全售后流程: the rules of a clothing flagship shop. */
export const APPAREL_SHOP: Source = {
  id: 'apparel-shop',
  document: '004',
  title: { zh: '最全售后流程（服饰旗舰店）', en: 'Working rules of a clothing flagship shop' },
  values: {
    'order.swap_before_print': shop(true, '售前二3(2)'),
    'order.pull_after_print': shop(true, '售前二3(3)'),
    'order.carrier_address_fix': ours(false, 'C-12: 004 recalls a parcel instead of correcting its address'),
    'order.intercept_allowed': shop(true, '售前二3(3)B'),
    'order.close_unpaid': shop(false, '售前二3(1)'),
    'order.confirm_extension': shop('10d', '售后(一)2'),
    'price.agent_limit': shop(2_000, '售前二2(2)'),
    'freight.reimbursement_modes': shop(['PREPAID_PICKUP', 'REFUND', 'CREDIT_WITH_CONSENT'], '规范7a'),
    'return.fast_track_window': shop('3d', '售后一2A'),
    'return.worn_bars_quality': shop(true, '售后一2B'),
    'return.accepted_carriers': shop(['SF', 'STO', 'ZTO', 'YTO', 'JD', 'YUNDA', 'EMS'], '售后(一)3'),
    'return.collect_carriers': shop(['SF', 'STO'], '售后(一)3'),
    'exchange.ship_first_allowed': shop(true, '规范5'),
    'evidence.quality_photos': shop(false, '售后一2A'),
    'evidence.delivery_certificate': shop(true, '售后一2'),
    'evidence.weight_for_missing': shop(true, '售后(一)7'),
    'after_sale.reasons.reship': shop(
      ['LOST', 'LATE', 'TRANSIT_DAMAGE', 'MISSING_ITEM', 'WRONG_ITEM'],
      '售后二2B, 售后(二)1',
    ),
    'after_sale.reasons.compensation': shop(
      [...FAULT_REASONS, ...LATER_REASONS, 'NO_REASON', 'SIZE_FIT'],
      '售后一2C',
    ),
    'after_sale.refund_counts_from': shop('INSPECTED', '售后(三)1-2'),
    'customer.contact_plain_buyer': ours(true, '004 follows up every buyer'),
    ...promise('chat.after_sales_reply', shop('5min', '售后一1')),
    ...promise('question.unlisted_detail', shop('24h', '售前二1(2)')),
    ...promise('order.withdrawal', shop('2wd', '售后(三)3-1')),
    'clock.after_sale.refund.breach': shop('2wd', '售后(三)1-2'),
    ...promise('partial_refund', shop('2wd', '售后(三)2-1')),
    ...promise('parcel.resolve', shop('48h', '售后二1')),
    ...promise('handover.item', shop('noon', '售后八1')),
  },
}
