import type { AfterSaleNotice } from '../after-sales/index.ts'
import type { Script } from './script.ts'

/** The notices of after-sales and complaints, each after the intent of the scripts named; the wording is ours. */
export const AFTER_SALE_NOTICES: Readonly<Record<AfterSaleNotice, Script>> = {
  APPLICATION_RECEIVED: {
    rules: ['SCR-S-01', 'SCR-S-03'],
    zh: (v) => [
      `您好，您的售后申请${v.number}已收到，我们正在为您核实。`,
      v.due && `我们会在${v.due}前给您答复，请稍等。`,
    ],
    en: (v) => [
      `Hello, we have received your after-sales request${v.number} and are looking into it.`,
      v.due && `You will hear from us by ${v.due}.`,
    ],
  },
  EVIDENCE_NEEDED: {
    rules: ['SCR-S-03', 'SCR-S-04'],
    zh: (v) => [
      `您好，为了尽快处理您的售后申请${v.number}，`,
      v.evidence ? `麻烦您提供：${v.evidence}。` : '麻烦您补充相关凭证。',
      '收到后我们会继续审核，感谢您的配合。',
    ],
    en: (v) => [
      `Hello, to go on with your after-sales request${v.number} we need`,
      `${v.evidence ?? 'some further proof'} from you.`,
      'The review goes on as soon as it has arrived. Thank you for your help.',
    ],
  },
  APPROVED_SEND_BACK: {
    rules: ['SCR-S-20', 'SCR-S-24', 'SCR-S-27'],
    zh: (v) => [
      `您好，您的售后申请${v.number}已通过审核。`,
      v.pickup && '我们会安排快递上门取件，请您备好商品，收到后会尽快验货。',
      !v.pickup && (v.due ? `请您在${v.due}前寄回商品，` : '请您寄回商品，'),
      !v.pickup && '并在订单中填写快递公司和运单号，我们收到后会尽快验货。',
      v.freightPayer === 'SHOP' && '本次寄回的运费由商家承担。',
      v.freightPayer === 'CUSTOMER' && '本次寄回的运费需由您承担，请不要使用到付。',
    ],
    en: (v) => [
      `Hello, your after-sales request${v.number} was approved.`,
      v.pickup
        ? 'A courier of ours collects the goods: please have them ready. We inspect them when they arrive.'
        : `Please send the goods back${v.due ? ` by ${v.due}` : ''} and enter carrier and waybill number with the order; we inspect them when they arrive.`,
      v.freightPayer === 'SHOP' && 'The shop bears the freight of this return.',
      v.freightPayer === 'CUSTOMER' &&
        'You bear the freight of this return; please do not send it freight collect.',
    ],
  },
  APPROVED: {
    rules: ['SCR-S-13', 'SCR-S-24'],
    zh: (v) => [
      `您好，您的售后申请${v.number}已通过审核，我们会继续为您处理。`,
      v.amount && `约定的金额为${v.amount}。`,
      v.due && `预计在${v.due}前完成。`,
    ],
    en: (v) => [
      `Hello, your after-sales request${v.number} was approved and we are carrying it out.`,
      v.amount && `The agreed amount is ${v.amount}.`,
      v.due && `We expect to be done by ${v.due}.`,
    ],
  },
  REJECTED: {
    rules: ['SCR-S-05', 'SCR-S-04'],
    zh: (v) => [
      `您好，很抱歉，您的售后申请${v.number}未能通过审核。`,
      v.reason && `原因：${v.reason}。`,
      '如您有新的凭证或疑问，可随时联系我们，感谢您的理解。',
    ],
    en: (v) => [
      `Hello, we are sorry: your after-sales request${v.number} could not be approved.`,
      v.reason && `The reason: ${v.reason}.`,
      'Should you have further proof or questions, please contact us. Thank you for your understanding.',
    ],
  },
  RETURN_REFUSED: {
    rules: ['SCR-S-05', 'SCR-S-20'],
    zh: (v) => [
      `您好，售后申请${v.number}寄回的包裹${v.parcel ?? ''}未能签收。`,
      v.reason && `原因：${v.reason}。`,
      '麻烦您联系快递公司取回后重新寄出',
      v.due ? `，并请在${v.due}前填写新的运单号。` : '，并填写新的运单号。',
    ],
    en: (v) => [
      `Hello, the parcel${v.parcel ? ` (${v.parcel})` : ''} of your after-sales request${v.number} could not be accepted.`,
      v.reason && `The reason: ${v.reason}.`,
      `Please have it returned to you, send it again and enter the new waybill number${v.due ? ` by ${v.due}` : ''}.`,
    ],
  },
  RETURN_RECEIVED: {
    rules: ['SCR-S-13', 'SCR-S-24'],
    zh: (v) => [
      `您好，您为售后申请${v.number}寄回的商品已收到，我们正在验货。`,
      v.due && `验货结果会在${v.due}前告知您。`,
    ],
    en: (v) => [
      `Hello, the goods of your after-sales request${v.number} have arrived and are being inspected.`,
      v.due && `You will hear the result by ${v.due}.`,
    ],
  },
  INSPECTION_FAILED: {
    rules: ['SCR-S-05', 'SCR-S-03'],
    zh: (v) => [
      `您好，很抱歉，您为售后申请${v.number}寄回的商品未通过验货。`,
      v.reason && `原因：${v.reason}。`,
      '请您联系我们，一起商定后续处理方式。',
    ],
    en: (v) => [
      `Hello, we are sorry: the goods of your after-sales request${v.number} did not pass the inspection.`,
      v.reason && `The reason: ${v.reason}.`,
      'Please contact us, so that we can agree on what to do.',
    ],
  },
  REFUND_ISSUED: {
    rules: ['SCR-S-24', 'SCR-S-10'],
    zh: (v) => [
      `您好，您的退款${v.number}已退出`,
      v.amount ? `，金额为${v.amount}。` : '。',
      v.arrival && `预计到账时间：${v.arrival}，具体以支付渠道为准。`,
    ],
    en: (v) => [
      `Hello, your refund${v.number}${v.amount ? ` of ${v.amount}` : ''} has been sent.`,
      v.arrival && `It is expected to arrive ${v.arrival}, depending on the payment channel.`,
    ],
  },
  REFUND_ARRIVED: {
    rules: ['SCR-S-10', 'SCR-S-02'],
    zh: (v) => [
      `您好，您的退款${v.number}`,
      v.amount ? `${v.amount}已到账，请您查收。` : '已到账，请您查收。',
      '请问还有其他可以帮您的吗？感谢您的支持。',
    ],
    en: (v) => [
      `Hello, your refund${v.number}${v.amount ? ` of ${v.amount}` : ''} has arrived.`,
      'Is there anything else we can do for you? Thank you for shopping with us.',
    ],
  },
  REFUND_FAILED: {
    rules: ['SCR-S-05', 'SCR-S-24'],
    zh: (v) => [
      `您好，很抱歉，您的退款${v.number}`,
      v.amount ? `${v.amount}未能成功退出。` : '未能成功退出。',
      '我们正在重新处理；如收款账户有变动，麻烦您联系我们。',
    ],
    en: (v) => [
      `Hello, we are sorry: your refund${v.number}${v.amount ? ` of ${v.amount}` : ''} did not go through.`,
      'We are trying again; please contact us if your account has changed.',
    ],
  },
  REPLACEMENT_SENT: {
    rules: ['FUL-11', 'SCR-S-16'],
    zh: (v) => [
      `您好，售后申请${v.number}的商品已为您寄出。`,
      v.parcel && `${v.parcel}，请留意查收。`,
      '如遇天气或路况影响，我们会帮您催促快递。',
    ],
    en: (v) => [
      `Hello, the goods of your after-sales request${v.number} are on their way to you${v.parcel ? ` (${v.parcel})` : ''}.`,
      'Should weather or traffic hold them up, we will urge the carrier.',
    ],
  },
  REPLACEMENT_UNAVAILABLE: {
    rules: ['SCR-S-05', 'SCR-S-03'],
    zh: (v) => [
      `您好，很抱歉，售后申请${v.number}要换的商品暂时缺货。`,
      '您可以选择退款、更换其他规格或等待到货，请告诉我们您的决定。',
    ],
    en: (v) => [
      `Hello, we are sorry: the goods wanted in your after-sales request${v.number} are out of stock for now.`,
      'You may choose a refund, another specification, or to wait; please tell us.',
    ],
  },
  REPAIR_STARTED: {
    rules: ['SCR-S-13'],
    zh: (v) => [`您好，售后申请${v.number}的商品已开始维修，完成后会通知您。`],
    en: (v) => [
      `Hello, the repair of your after-sales request${v.number} has begun; we will tell you when it is done.`,
    ],
  },
  REPAIRED: {
    rules: ['SCR-S-13', 'FUL-11'],
    zh: (v) => [`您好，售后申请${v.number}的商品已维修完成并寄出。`, v.parcel && `${v.parcel}，请留意查收。`],
    en: (v) => [
      `Hello, the goods of your after-sales request${v.number} were repaired and are on their way to you${v.parcel ? ` (${v.parcel})` : ''}.`,
    ],
  },
  SEND_BACK_REMINDER: {
    rules: ['SCR-S-03', 'SCR-S-20'],
    zh: (v) => [
      `您好，温馨提醒：售后申请${v.number}的商品还未寄回。`,
      v.due && `请您在${v.due}前寄出并填写运单号，逾期申请会关闭，之后仍可联系我们重新开启一次。`,
    ],
    en: (v) => [
      `Hello, a friendly reminder: the goods of your after-sales request${v.number} have not been sent back yet.`,
      v.due &&
        `Please send them and enter the waybill number by ${v.due}; after that the request is closed, and you may ask us to reopen it once.`,
    ],
  },
  LAPSED: {
    rules: ['SCR-S-05', 'SCR-S-24'],
    zh: (v) => [
      `您好，售后申请${v.number}因未在约定时间内寄回商品，已关闭。`,
      '如您仍需处理，请联系我们重新开启。',
    ],
    en: (v) => [
      `Hello, your after-sales request${v.number} was closed because the goods were not sent back in time.`,
      'If you still need it, please contact us to have it reopened.',
    ],
  },
  REOPENED: {
    rules: ['SCR-S-13'],
    zh: (v) => [
      `您好，您的售后申请${v.number}已重新开启，我们正在审核。`,
      v.due && `会在${v.due}前给您答复。`,
    ],
    en: (v) => [
      `Hello, your after-sales request${v.number} was reopened and is being reviewed.`,
      v.due && `You will hear from us by ${v.due}.`,
    ],
  },
  COMPENSATION_GRANTED: {
    rules: ['SCR-S-05', 'SCR-S-09'],
    zh: (v) => [
      '您好，给您带来不便，非常抱歉。',
      v.amount
        ? `我们已为您安排补偿，价值${v.amount}，感谢您的反馈，我们会努力改进。`
        : '我们已为您安排补偿，感谢您的反馈，我们会努力改进。',
    ],
    en: (v) => [
      'Hello, we are sorry for the inconvenience.',
      `We have granted you a compensation${v.amount ? ` worth ${v.amount}` : ''}. Thank you for telling us; we will do better.`,
    ],
  },
  COMPLAINT_RECEIVED: {
    rules: ['SCR-S-05', 'SCR-S-13'],
    zh: (v) => [
      `您好，给您带来不好的体验，非常抱歉。您反馈的问题${v.number}已记录，正在为您核实。`,
      v.due && `我们会在${v.due}前与您联系。`,
    ],
    en: (v) => [
      `Hello, we are sorry for the trouble. What you told us${v.number} is recorded and being looked into.`,
      v.due && `You will hear from us by ${v.due}.`,
    ],
  },
  PLAN_TOLD: {
    rules: ['SCR-S-13', 'SCR-S-16'],
    zh: (v) => [
      `您好，关于您的申请${v.number}，处理方案如下：`,
      v.reason ? `${v.reason}。` : '我们正在与快递公司核实。',
      '有进展会及时告知您，给您带来不便，非常抱歉。',
    ],
    en: (v) => [
      `Hello, this is our plan for your request${v.number}:`,
      v.reason ? `${v.reason}.` : 'we are clearing it up with the carrier.',
      'We keep you informed, and are sorry for the inconvenience.',
    ],
  },
}
