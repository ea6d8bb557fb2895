import type { Duration } from '../durations.ts'
import { citing, type Dated, ours, promise } from '../source.ts'

type Promised = readonly Dated<Duration | null>[]
const cited = (value: Duration, section: string): Promised => citing('000')(value, section)
const own = (value: Duration | null, note: string): Promised => ours(value, note)
const absent = own(null, 'no promise in the base')

/** The clocks of the base. Where 000 gives one number, target and breach are equal. */
export const handbookClocks = {
  ...promise('chat.first_response', cited('3min', '§10.1')),
  ...promise('chat.human_takeover', absent),
  ...promise('chat.after_sales_reply', absent),
  ...promise('question.unlisted_detail', absent),
  ...promise('order.dispatch', cited('48h', '§8.2 Q5')),
  ...promise('order.withdrawal', own('2wd', 'Q40: the limit of 004 in every shop')),
  ...promise('after_sale.acknowledge', cited('2h', '§4.2')),
  ...promise('after_sale.review', cited('24h', '§6.2')),
  ...promise('after_sale.pickup', cited('24h', '§4.2')),
  ...promise('after_sale.send_back', own('7d', 'no source limits the way back')),
  ...promise('after_sale.inspect', cited('24h', '§6.2')),
  ...promise('after_sale.refund', cited('24h', '§4.2'), cited('48h', '§6.2')),
  ...promise('after_sale.replacement', cited('48h', '§4.2')),
  ...promise('partial_refund', own('24h', 'as the refund of a return')),
  ...promise('parcel.lost_plan', cited('24h', '§8.2 Q7')),
  ...promise('parcel.resolve', absent),
  ...promise('complaint.first_response.ordinary', cited('4h', '§4.2')),
  ...promise('complaint.first_response.serious', own('1h', 'answered as fast as it is escalated')),
  ...promise('complaint.escalate', cited('1h', '§4.2')),
  ...promise('complaint.progress', cited('24h', '§4.2')),
  ...promise('complaint.promised', absent),
  ...promise('review.contact', own('1h', 'C-28: reaches every shop')),
  ...promise('handover.item', own('noon', 'morning of the next day (Q53)')),
} as const
