import type { Bilingual } from '../decisions/index.ts'
import type { FollowUpKind } from '../follow-ups/index.ts'

/** What an agent says in a follow-up: our own wording, with the rules whose intent it follows. */
interface FollowUpScript extends Bilingual {
  readonly rules: readonly string[]
}

/** Each begins with the matter and ends with an open question or a thank-you; none sells clumsily (FUP-08, FUP-10). */
const SCRIPTS: Readonly<Record<FollowUpKind, FollowUpScript>> = {
  COMPLAINT_CALLBACK: {
    rules: ['CMP-CAL-01', 'SCR-S-05', 'SCR-S-10'],
    zh: '您好，之前给您带来不好的体验，再次向您致歉。您反馈的问题现在都解决了吗？对处理结果还满意吗？如还有不妥，请告诉我，我马上跟进。',
    en: 'Hello, we are sorry once more for the trouble you had. Is what you told us about solved now, and are you content with how it was handled? If anything is left, please tell me and I will see to it.',
  },
  AFTER_SALE_CALLBACK: {
    rules: ['FUP-02', 'SCR-S-10'],
    zh: '您好，您的售后已处理完成，想确认一下问题是否都解决了？如还有需要，请告诉我，感谢您的配合。',
    en: 'Hello, your after-sales request is done, and I would like to make sure that all is solved. If anything is left, please tell me. Thank you for your help.',
  },
  PURCHASE_CALLBACK: {
    rules: ['FUP-01', 'FUP-09', 'SCR-S-02'],
    zh: '您好，您购买的商品收到了吗？使用中有没有不清楚的地方，我可以为您说明。感谢您的支持。',
    en: 'Hello, has what you bought arrived, and is there anything about using it that I can explain? Thank you for shopping with us.',
  },
  BIRTHDAY: {
    rules: ['FUP-03', 'MEM-07'],
    zh: '您好，祝您生日快乐，愿您天天开心。感谢您一直以来的支持。',
    en: 'Hello, and a happy birthday to you. Thank you for your loyalty.',
  },
  HOLIDAY: {
    rules: ['FUP-03', 'MEM-07'],
    zh: '您好，祝您和家人节日愉快，平安顺利。感谢您一直以来的支持。',
    en: 'Hello, we wish you and your family a happy holiday. Thank you for your loyalty.',
  },
  VIP_CARE: {
    rules: ['FUP-11', 'CUS-SEG-05'],
    zh: '您好，最近用得还顺心吗？有什么想法或需要，请随时告诉我，我来为您安排。',
    en: 'Hello, is all well with what you have from us? Whatever you need or would like to see changed, please tell me.',
  },
  UNPAID_ORDER: {
    rules: ['PRE-CNV-02', 'PRE-CNV-03', 'FAQ-14'],
    zh: '您好，看到您的订单还未付款，想和您核对一下地址、数量和款式。付款上有不便的话，我可以帮您看看办法。',
    en: 'Hello, your order is not paid yet, and I would like to check the address, the quantity and the style with you. Should anything be in the way of paying, I can look for a way with you.',
  },
  LEAD: {
    rules: ['PRE-CNV-01'],
    zh: '您好，之前您咨询的商品还有疑问吗？我可以再为您说明，您慢慢考虑。',
    en: 'Hello, are there still questions about what you asked for? I am glad to explain; please take your time.',
  },
  WIN_BACK: {
    rules: ['FUP-05', 'SCR-S-05'],
    zh: '您好，很久没有为您服务了，想听听您的看法：之前有没有让您不满意的地方？我们为老客户准备了专属优惠，您需要的话我发给您。',
    en: 'Hello, it has been a long time, and we would like to hear from you: was there something you were not content with? There is an offer for former customers; I can send it if you like.',
  },
  WAKE_UP: {
    rules: ['FUP-04', 'SCR-S-02'],
    zh: '您好，有一阵没见到您了，之前买的商品用得怎么样？店里有新的优惠活动，您感兴趣的话我为您介绍。',
    en: 'Hello, we have not seen you for a while. How is what you bought? There is a campaign in the shop; I can tell you about it if you like.',
  },
}

/** What to say in a follow-up, in both languages. */
export function followUpScript(kind: FollowUpKind): Bilingual {
  const { zh, en } = SCRIPTS[kind]
  return { zh, en }
}

/** The rules that the script of a follow-up goes by. */
export const rulesOfFollowUp = (kind: FollowUpKind): readonly string[] => SCRIPTS[kind].rules
