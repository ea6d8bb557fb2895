import type { SourceDocument } from '../decisions/index.ts'
import type { PackKey } from '../policy/index.ts'
import type { ComputedRule } from './computed.ts'

const figure = (
  id: string,
  document: SourceDocument,
  section: string,
  title: readonly [zh: string, en: string],
  message: readonly [zh: string, en: string],
  reads: readonly PackKey[] = [],
): ComputedRule => ({
  id,
  concept: 'follow-ups',
  basis: { kind: 'cited', document, section },
  title: { zh: title[0], en: title[1] },
  message: { zh: message[0], en: message[1] },
  reads,
})

/** When a follow-up is planned for: rules without a verdict. */
export const FOLLOW_UP_FIGURES: readonly ComputedRule[] = [
  figure(
    'FUP-01',
    '000',
    '§7.3',
    ['购买回访', 'Callback after a purchase'],
    [
      '购买七天后回访，确认收货、询问体验。',
      'Seven days after the purchase: has it arrived, and how was it?',
    ],
    ['callback.anchor', 'callback.after'],
  ),
  figure(
    'FUP-02',
    '000',
    '§7.3',
    ['售后回访', 'Callback after an after-sale'],
    ['售后处理三天后回访，确认已解决。', 'Three days after it was handled: is it solved?'],
    ['follow_up.after_sale_after'],
  ),
  figure(
    'FUP-03',
    '000',
    '§7.3',
    ['生日与节日问候', 'Greetings on birthdays and holidays'],
    [
      '生日当天问候；法定节假日首日问候会员，日历未公布的年份不作计划。',
      'On the birthday; members on the first day of a statutory holiday. A year that is not published is not planned.',
    ],
    ['follow_up.holiday_from'],
  ),
  figure(
    'FUP-04',
    '000',
    '§7.3',
    ['沉默唤醒', 'Wake-up'],
    ['客户刚进入沉默期时联系一次。', 'One contact when a customer turns silent.'],
    ['lifecycle.silent_days'],
  ),
  figure(
    'FUP-05',
    '000',
    '§7.3',
    ['流失挽回', 'Win-back'],
    ['客户刚被视为流失时联系一次。', 'One contact when a customer counts as lost.'],
    ['lifecycle.churned_days'],
  ),
  figure(
    'FUP-09',
    '002',
    '§5.2-1',
    ['收货回访', 'Callback after the receipt'],
    ['收货七天后回访，解决使用问题。', 'Seven days after the receipt: questions of use are answered.'],
    ['callback.anchor', 'callback.after'],
  ),
  figure(
    'FUP-11',
    '004',
    '售后九',
    ['特殊 VIP 每月关怀', 'Special VIPs once a month'],
    ['每位特殊 VIP 每月关怀一次。', 'Each special VIP is cared for once a month.'],
  ),
]
