/** The promises with a clock (defaults.md, Clocks): name, start → stop, and the rules it comes from. */
export const CLOCKS = {
  'chat.first_response': {
    zh: '客户首条消息到首次人工回复',
    en: 'first customer message to first human reply',
    rules: ['AS-SLA-11', 'AS-SLA-12', 'AS-SLA-17'],
  },
  'chat.human_takeover': { zh: '自动回复到人工接管', en: 'auto-reply to human reply', rules: ['AS-SLA-18'] },
  'chat.after_sales_reply': {
    zh: '退换货或物流消息到人工回复',
    en: 'return, exchange or logistics message to human reply',
    rules: ['AS-SLA-22', 'AS-SLA-23'],
  },
  'question.unlisted_detail': {
    zh: '未列明商品细节的提问到答复',
    en: 'question on an unlisted detail to its answer',
    rules: ['AS-SLA-24'],
  },
  'order.dispatch': { zh: '付款到交运', en: 'payment to hand-over', rules: ['FUL-03'] },
  'order.withdrawal': { zh: '撤单申请到退款', en: 'withdrawal asked to refund', rules: ['AS-SLA-27'] },
  'after_sale.acknowledge': {
    zh: '售后申请到首次人工答复',
    en: 'application to first human answer',
    rules: ['AS-SLA-01'],
  },
  'after_sale.review': { zh: '售后申请到审核结论', en: 'application to decision', rules: ['AS-SLA-07'] },
  'after_sale.pickup': { zh: '审核通过到上门取件', en: 'approval to collection', rules: ['AS-SLA-02'] },
  'after_sale.send_back': { zh: '审核通过到客户寄回', en: "approval to the customer's waybill", rules: [] },
  'after_sale.inspect': { zh: '收货到验货', en: 'receipt to inspection', rules: ['AS-SLA-08'] },
  'after_sale.refund': {
    zh: '收到退货到退款',
    en: 'receipt of the return to refund',
    rules: ['AS-SLA-03', 'AS-SLA-09', 'AS-SLA-19', 'AS-SLA-25'],
  },
  'after_sale.replacement': {
    zh: '收到退货到换货发出',
    en: 'receipt of the return to replacement handed over',
    rules: ['AS-SLA-04'],
  },
  partial_refund: { zh: '协商一致到部分退款', en: 'agreement to partial refund', rules: ['AS-SLA-26'] },
  'parcel.lost_plan': { zh: '报告丢件到告知方案', en: 'loss reported to plan told', rules: ['AS-SLA-10'] },
  'parcel.resolve': {
    zh: '报告物流问题到解决',
    en: 'logistics problem reported to solved',
    rules: ['AS-SLA-23'],
  },
  'complaint.first_response.ordinary': {
    zh: '一般投诉到首次响应',
    en: 'ordinary complaint to first response',
    rules: ['AS-SLA-05', 'AS-SLA-13'],
  },
  'complaint.first_response.serious': {
    zh: '严重投诉到首次响应',
    en: 'serious complaint to first response',
    rules: [],
  },
  'complaint.escalate': {
    zh: '定级为严重到主管确认',
    en: 'graded serious to acknowledged by a supervisor',
    rules: ['AS-SLA-06', 'AS-SLA-14'],
  },
  'complaint.progress': {
    zh: '投诉进度告知间隔',
    en: 'between two progress messages on a complaint',
    rules: ['AS-SLA-05', 'AS-SLA-15'],
  },
  'complaint.promised': {
    zh: '向客户承诺的答复时限',
    en: 'limit promised to one customer to the next message',
    rules: [],
  },
  'review.contact': {
    zh: '发现差评到联系客户',
    en: 'bad review detected to customer contacted',
    rules: ['AS-SLA-20'],
  },
  'handover.item': { zh: '夜班交接事项到完成', en: 'night item to done', rules: ['AS-SLA-29'] },
} as const

export type ClockName = keyof typeof CLOCKS
export const CLOCK_NAMES = Object.keys(CLOCKS) as ClockName[]
