import type { ClockName, Pack } from '../policy/index.ts'
import { CLOCK_NAMES, secondsOf } from '../policy/index.ts'
import type { CaseFacts, InquiryType, MessageChannel } from './facts.ts'

type Said = Pick<CaseFacts, 'conversationAt' | 'lastMessageAt' | 'lastCustomerAt' | 'lastReplyAt'>

/**
 * Whether a message begins a new conversation: nothing was said before or since it was closed, or not for
 * `chat.silence` (Q60, Q38).
 */
export function beginsConversation({ conversationAt, lastMessageAt }: Said, now: Date, pack: Pack): boolean {
  if (conversationAt === null || lastMessageAt === null) return true
  const silentMs = now.getTime() - Date.parse(lastMessageAt)
  return silentMs >= secondsOf(pack.get('chat.silence')) * 1000
}

/** Whether the customer waits for a person: an automatic reply is no answer (C-01). */
export function awaitsReply({ lastCustomerAt, lastReplyAt }: Said): boolean {
  return lastCustomerAt !== null && (lastReplyAt === null || lastReplyAt < lastCustomerAt)
}

/** Whether a message of the customer is their first in its conversation, which the shop may have begun. */
export function isFirstOfCustomer(said: Said, now: Date, pack: Pack): boolean {
  const { conversationAt, lastCustomerAt } = said
  if (beginsConversation(said, now, pack) || conversationAt === null) return true
  return lastCustomerAt === null || lastCustomerAt < conversationAt
}

const AFTER_SALES: ReadonlySet<InquiryType | null> = new Set(['RETURN', 'EXCHANGE', 'LOGISTICS'])
/** Channels in which somebody waits at the other end; a form or a call has other promises (C-02). */
const CHAT: ReadonlySet<MessageChannel> = new Set(['CHAT', 'OFFLINE_MESSAGE'])

/**
 * The promises that a customer's message starts: the first answer of a conversation, and the answer to each message on
 * a return, an exchange or a parcel (AS-SLA-22, -23). Both where both are owed (Q60). A shop without the promise
 * starts none.
 */
export function clocksAtMessage(message: {
  readonly channel: MessageChannel
  readonly kind: CaseFacts['kind']
  readonly inquiryType: InquiryType | null
  /** The customer's first in the conversation. */
  readonly first: boolean
}): readonly ClockName[] {
  if (!CHAT.has(message.channel)) return []
  const afterSales = message.kind === 'AFTER_SALE' || AFTER_SALES.has(message.inquiryType)
  return [
    ...(message.first ? (['chat.first_response'] as const) : []),
    ...(afterSales ? (['chat.after_sales_reply'] as const) : []),
  ]
}

/** The promises that an answer of a person keeps: one message, all of them (Q14, Q60). */
export const MET_BY_REPLY: readonly ClockName[] = [
  'chat.first_response',
  'chat.human_takeover',
  'chat.after_sales_reply',
  'after_sale.acknowledge',
  'complaint.first_response.ordinary',
  'complaint.first_response.serious',
]

/**
 * What stands still while the customer is waited for. The way back is the customer's own time, and what may never
 * stand still is left running by the clocks themselves (Q16).
 */
export const PAUSED_BY_WAITING: readonly ClockName[] = CLOCK_NAMES.filter(
  (name) => name !== 'after_sale.send_back',
)

/** What runs on with the customer's next message. Who was asked to choose a replacement has to choose (Q63). */
export function resumedByMessage({
  afterSaleState,
}: Pick<CaseFacts, 'afterSaleState'>): readonly ClockName[] {
  if (afterSaleState !== 'REPLACEMENT_UNAVAILABLE') return CLOCK_NAMES
  return CLOCK_NAMES.filter((name) => name !== 'after_sale.replacement')
}
