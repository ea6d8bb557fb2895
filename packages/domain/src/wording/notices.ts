import { dayOf, inShanghai } from '../calendar/index.ts'
import type { Bilingual } from '../decisions/index.ts'
import { ENUM_LABELS } from '../labels/index.ts'
import { decimal, fen } from '../money/index.ts'
import type { NoticeParameters } from './parameters.ts'
import type { Values } from './script.ts'
import { NOTICES, type NoticeScript } from './scripts.ts'

/** The languages in which customers are written to. */
export type Locale = keyof Bilingual

/**
 * The text of a notice to a customer. What has no value is left out. Without superlatives, absolute promises and the
 * words of BB.2; without personal data, so that it can be shown to whoever may read the case.
 */
export function noticeText(script: NoticeScript, parameters: NoticeParameters, locale: Locale): string {
  const parts = NOTICES[script][locale](valuesOf(parameters, locale)).filter(Boolean)
  return locale === 'zh' ? parts.join('') : parts.join(' ')
}

/** Whether the library has a script of that name: a stored notice outlives its script. */
export const isNoticeScript = (script: string): script is NoticeScript => Object.hasOwn(NOTICES, script)

/** The rules of the script library that a notice follows. */
export const rulesOfNotice = (script: NoticeScript): readonly string[] => NOTICES[script].rules

function valuesOf(parameters: NoticeParameters, locale: Locale): Values {
  const { number, amountFen, dueAt, arrivesFrom, arrivesBy, carrier, waybill, evidence } = parameters
  const zh = locale === 'zh'
  const amount = amountFen === undefined ? undefined : decimal(fen(amountFen))
  const kinds = evidence?.map((kind) => ENUM_LABELS.EvidenceKind[kind][locale])
  const parcel = [carrier, waybill].filter(Boolean).join(' ')
  return {
    number: number === undefined ? '' : zh ? `（${number}）` : ` (${number})`,
    ...(amount !== undefined && { amount: zh ? `${amount}元` : `CNY ${amount}` }),
    ...(dueAt && { due: inShanghai(new Date(dueAt)) }),
    ...(arrivesBy && { arrival: arrivalIn(locale, arrivesFrom, arrivesBy) }),
    ...(parcel && { parcel: zh ? `快递：${parcel}` : parcel }),
    ...(kinds && kinds.length > 0 && { evidence: kinds.join(zh ? '、' : ', ').toLowerCase() }),
    ...(parameters.reason && { reason: endless(parameters.reason[locale]) }),
    ...(parameters.pickup && { pickup: true as const }),
    ...(parameters.freightPayer && { freightPayer: parameters.freightPayer }),
    ...(parameters.tier && { tier: ENUM_LABELS.Tier[parameters.tier][locale] }),
    ...(parameters.points !== undefined && { points: String(parameters.points) }),
    ...(parameters.benefit && { benefit: endless(parameters.benefit[locale]) }),
  }
}

/** Days, as channels do not tell hours. */
function arrivalIn(locale: Locale, from: string | undefined, by: string): string {
  const day = (at: string) => dayOf(new Date(new Date(at).getTime() - 1))
  const [first, last] = [from && day(from), day(by)]
  if (locale === 'zh') return first && first !== last ? `${first} 至 ${last}` : `${last} 前`
  return first && first !== last ? `between ${first} and ${last}` : `by ${last}`
}

/** Without the stop at its end: the sentence around it brings its own. */
const endless = (text: string) => text.replace(/[。.！!\s]+$/u, '')
