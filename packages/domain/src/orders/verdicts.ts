import type { Bilingual, Judgement, Remedy, RemedyKind } from '../decisions/index.ts'
import type { OrderActionName } from './request.ts'

/** A sentence in both languages. */
export const say = (zh: string, en: string): Bilingual => ({ zh, en })

export const pass = (message?: Bilingual): Judgement => ({ verdict: 'PASS', ...(message && { message }) })
export const warn = (message?: Bilingual, ...remedies: readonly Remedy[]): Judgement => ({
  verdict: 'WARN',
  ...(message && { message }),
  remedies,
})
export const deny = (message: Bilingual | undefined, ...remedies: readonly Remedy[]): Judgement => ({
  verdict: 'DENY',
  ...(message && { message }),
  remedies,
})
export const needsApproval = (message: Bilingual | undefined, ...remedies: readonly Remedy[]): Judgement => ({
  verdict: 'NEEDS_APPROVAL',
  ...(message && { message }),
  remedies,
})

type Alternative =
  | OrderActionName
  | 'CANCEL_UNSHIPPED_LINES'
  | 'CANCEL_AND_REORDER'
  | 'BUYER_CLOSES'
  | 'AFTER_SALE'
  | 'REFUND'
  | 'SUBSTITUTE'
  | 'SAME_PRICE_ITEM'
  | 'PAY_AGAIN'
  | 'OTHER_PAYMENT_METHOD'
  | 'CONTACT_CUSTOMER'
  | 'OTHER_CHANNEL'
  | 'KEEP_ORDER'

const remedy =
  (kind: RemedyKind) =>
  (zh: string, en: string, more: Omit<Remedy, 'kind' | 'text'> = {}): Remedy => ({
    kind,
    text: { zh, en },
    ...more,
  })

export const wait = remedy('WAIT')
export const correct = remedy('CORRECTION')
export const alternative = (name: Alternative, zh: string, en: string, openUntil?: string): Remedy =>
  remedy('ALTERNATIVE')(zh, en, { alternative: name, ...(openUntil && { openUntil }) })
export const evidence = (code: string, zh: string, en: string): Remedy =>
  remedy('EVIDENCE')(zh, en, { evidence: code })
export const approval = (approver: string, zh: string, en: string): Remedy =>
  remedy('APPROVAL')(zh, en, { approver })

export const cancelAndReorder = alternative(
  'CANCEL_AND_REORDER',
  '可以取消本单后按需要的款式重新下单',
  'Cancel this order and place a new one for the item wanted',
)
