import type { Script } from './script.ts'

/** The notices to members: their tier, their points, their gifts (MEM-01 to -05, PTS-01 to -04). The wording is ours. */
export const MEMBER_NOTICES = {
  TIER_RAISED: {
    rules: ['MEM-06', 'SCR-S-02'],
    zh: (v) => [`您好，您已升级为${v.tier ?? '更高等级会员'}，相应的会员权益即刻生效。`, '感谢您的支持。'],
    en: (v) => [
      `Hello, you have reached ${v.tier ? `the tier ${v.tier}` : 'a higher tier'}; its benefits are yours from now on.`,
      'Thank you for shopping with us.',
    ],
  },
  TIER_TO_FALL: {
    rules: ['MEM-06', 'SCR-S-24'],
    zh: (v) => [
      `您好，您的会员等级${v.due ? `将在${v.due}` : '即将'}调整${v.tier ? `为${v.tier}` : ''}。`,
      v.amount && `在此之前再消费${v.amount}即可保留当前等级。`,
    ],
    en: (v) => [
      `Hello, your tier is about to change${v.tier ? ` to ${v.tier}` : ''}${v.due ? ` on ${v.due}` : ''}.`,
      v.amount && `Another ${v.amount} spent by then keeps the present one.`,
    ],
  },
  TIER_FALLEN: {
    rules: ['MEM-06', 'SCR-S-24'],
    zh: (v) => [`您好，您的会员等级已调整${v.tier ? `为${v.tier}` : ''}。`, '欢迎随时联系我们了解会员权益。'],
    en: (v) => [
      `Hello, your tier has changed${v.tier ? ` to ${v.tier}` : ''}.`,
      'Please ask us about its benefits at any time.',
    ],
  },
  TIER_KEPT: {
    rules: ['MEM-06', 'SCR-S-02'],
    zh: (v) => [`您好，您已保留${v.tier ?? '当前会员等级'}，之前的调整通知不再有效。`, '感谢您的支持。'],
    en: (v) => [
      `Hello, you keep ${v.tier ? `the tier ${v.tier}` : 'your tier'}; the change we told you of does not take place.`,
      'Thank you for shopping with us.',
    ],
  },
  POINTS_TO_EXPIRE: {
    rules: ['PTS-04', 'SCR-S-24'],
    zh: (v) => [
      `您好，您有${v.points ? `${v.points}积分` : '部分积分'}${v.due ? `将在${v.due}到期` : '即将到期'}。`,
      '到期前可用于抵现或兑换。',
    ],
    en: (v) => [
      `Hello, ${v.points ? `${v.points} of your points` : 'some of your points'} expire${v.due ? ` on ${v.due}` : ' soon'}.`,
      'Until then they can be spent or exchanged.',
    ],
  },
  BENEFIT_ISSUED: {
    rules: ['MEM-07', 'SCR-S-02'],
    zh: (v) => [`您好，为您准备了${v.benefit ?? '一份会员礼'}，请您查收。`, v.due && `请在${v.due}前领取。`],
    en: (v) => [
      `Hello, there is ${v.benefit ? `a gift for you: ${v.benefit}` : 'a gift for you as a member'}.`,
      v.due && `Please collect it by ${v.due}.`,
    ],
  },
} as const satisfies Readonly<Record<string, Script>>
