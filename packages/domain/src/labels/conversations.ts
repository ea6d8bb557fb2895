import { labels } from './label.ts'

export const CONVERSATION_LABELS = {
  CaseTaskStatus: labels({ OPEN: ['待答复', 'Open'], ANSWERED: ['已答复', 'Answered'] }),
  CaseLinkKind: labels({
    RELATED: ['关联', 'Related'],
    FOLLOWS: ['后续', 'Follows the other'],
    FOLLOWED_BY: ['前序', 'Is followed by the other'],
  }),
  TransferOccasion: labels({
    TRANSFER: ['转交', 'Handed on'],
    TAKE_OVER: ['接手', 'Taken over'],
    HANDOVER_ITEM: ['接手交接事项', 'Taken over with an item of the hand-over'],
    FAST_LANE: ['进入快速通道', 'Put into the fast lane'],
  }),
  HandoverReason: labels({
    LEFT_COMPANY: ['离职', 'The owner has left'],
    LONG_ABSENCE: ['长期缺勤', 'The owner is away for long'],
    CONFLICT_OF_INTEREST: ['利益冲突', 'A conflict of interest'],
  }),
  LeadReason: labels({
    PRICE: ['价格', 'The price'],
    SIZE_OR_FIT: ['尺码或适配', 'Size or fit'],
    OUT_OF_STOCK: ['缺货', 'Out of stock'],
    DELIVERY_TIME: ['发货或送达时间', 'Time of dispatch or delivery'],
    COMPARING: ['比较中', 'Compares with others'],
    TRUST: ['信任顾虑', 'Has doubts'],
    NOT_NOW: ['暂不需要', 'Not now'],
    OTHER: ['其他', 'Other'],
  }),
  LeadStatus: labels({
    OPEN: ['跟进中', 'Open'],
    ORDERED: ['已下单', 'Ordered'],
    GIVEN_UP: ['已放弃', 'Given up'],
  }),
  LeadResult: labels({
    LATER: ['约定再跟进', 'A further follow-up was agreed'],
    ORDERED: ['已下单', 'Ordered'],
    GIVEN_UP: ['放弃', 'Given up'],
  }),
  UnpaidReason: labels({
    BALANCE_LOW: ['余额不足', 'The balance is not topped up'],
    CANNOT_PAY_ALONE: ['自己无法支付', 'The own account cannot pay'],
    PAYMENT_TROUBLE: ['支付故障', 'Trouble with the payment'],
    DETAILS_TO_CHECK: ['核对信息', 'Address, quantity or style to check'],
    UNDECIDED: ['犹豫', 'Undecided'],
    NO_ANSWER: ['未回应', 'No answer'],
    OTHER: ['其他', 'Other'],
  }),
} as const
