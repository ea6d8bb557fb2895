import type { Bilingual, Remedy, RemedyKind } from './decision.ts'
import type { Judgement } from './rule.ts'

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

/** One way to change an answer; each kind has its own below. */
export const remedy =
  (kind: RemedyKind) =>
  (zh: string, en: string, more: Omit<Remedy, 'kind' | 'text'> = {}): Remedy => ({
    kind,
    text: { zh, en },
    ...more,
  })

export const wait = remedy('WAIT')
export const correct = remedy('CORRECTION')
export const evidence = (code: string, zh: string, en: string): Remedy =>
  remedy('EVIDENCE')(zh, en, { evidence: code })
export const approval = (approver: string, zh: string, en: string): Remedy =>
  remedy('APPROVAL')(zh, en, { approver })
