import type { Bilingual } from '../decisions/index.ts'
import type { SpecialKind } from './states.ts'

/** How a special kind is handled: for whoever works on it (000 §5.3, CMP-SPC-01 to -06). */
export const SPECIAL_HINTS: Readonly<
  Record<SpecialKind, { readonly rule: string; readonly text: Bilingual }>
> = {
  AGITATED: {
    rule: 'CMP-SPC-01',
    text: {
      zh: '先安抚情绪，耐心倾听，再谈解决办法。',
      en: 'Calm the customer first and listen; solutions come after that.',
    },
  },
  EXCESSIVE_CLAIM: {
    rule: 'CMP-SPC-02',
    text: {
      zh: '说明政策依据，给出可行的替代方案，礼貌而坚定。',
      en: 'Explain what the policy provides and offer another way; be polite and firm.',
    },
  },
  MEDIA: {
    rule: 'CMP-SPC-03',
    text: {
      zh: '不要自行回复，仅由主管或经理通过官方渠道答复。',
      en: 'Do not reply yourself: a supervisor or manager answers through the official channel.',
    },
  },
  MALICIOUS: {
    rule: 'CMP-SPC-04',
    text: {
      zh: '收集聊天记录、质检报告、出库照片等凭证，按平台规则申诉，不轻易妥协。',
      en: 'Collect chat records, reports and outbound photos, and appeal by the rules; do not give in easily.',
    },
  },
  REPEAT: {
    rule: 'CMP-SPC-05',
    text: {
      zh: '客户近期投诉过，请先查明并解决根本原因。',
      en: 'The customer complained before: find and remove the root cause first.',
    },
  },
  GROUP: {
    rule: 'CMP-SPC-06',
    text: {
      zh: '多位客户反映同一问题，立即上报并按应急预案统一处理。',
      en: 'Several customers report the same: report it at once and follow one plan for all.',
    },
  },
}
