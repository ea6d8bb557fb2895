import { describe, expect, it } from 'vitest'
import { AFTER_SALE_STEPS } from '../src/after-sales/index.ts'
import { isKnownRule } from '../src/rules/index.ts'
import { type NoticeParameters, type NoticeScript, noticeText, rulesOfNotice } from '../src/wording/index.ts'

const MEMBER = ['TIER_RAISED', 'TIER_TO_FALL', 'TIER_FALLEN', 'POINTS_TO_EXPIRE', 'BENEFIT_ISSUED'] as const

/** Every script that a step of an after-sale asks for, and those of applying, choosing and refunding an order; then those of members. */
const SCRIPTS: readonly NoticeScript[] = [
  ...new Set<NoticeScript>([
    'APPLICATION_RECEIVED',
    'APPROVED_SEND_BACK',
    'COMPLAINT_RECEIVED',
    ...Object.values(AFTER_SALE_STEPS).flatMap((step) => ('notice' in step ? [step.notice] : [])),
    ...MEMBER,
  ]),
]

const FULL: NoticeParameters = {
  number: 'CS20261118-000001',
  amountFen: 12_990,
  dueAt: '2026-11-25T16:00:00Z',
  arrivesFrom: '2026-11-19T16:00:00Z',
  arrivesBy: '2026-11-27T16:00:00Z',
  carrier: '顺丰',
  waybill: 'SF100200300',
  evidence: ['PHOTO', 'VIDEO'],
  freightPayer: 'CUSTOMER',
  tier: 'GOLD',
  points: 120,
  benefit: { zh: '生日礼。', en: 'a birthday gift.' },
  reason: { zh: '该承运商不在接收范围内。', en: 'the carrier is not accepted.' },
}

/** The forbidden words of BB.2 that count inside of a sentence, superlatives (C-16) and absolute promises (SCR-F-12). */
const FORBIDDEN = [
  /不归我管|去找别人|我不知道|就那样|自己看|没办法|自己弄错|怎么能怪|真是专业|都不懂|买不买|能不能快点/,
  /可能吧|大概|也许|绝对|100%|不知道|这是规定|不清楚|差不多|就这价|爱买|很便宜|快了|等着吧|很简单|自己研究|说明书有/,
  /最|第一|一定|保证|肯定|亲|mm|偶们/i,
  /\b(best|guarantee|definitely|certainly|always|never|cheapest|perfect|perhaps|maybe)\b/i,
]

describe('the notices', () => {
  it('are twenty-six, each after scripts of the catalogue', () => {
    expect(SCRIPTS).toHaveLength(26)
    for (const script of SCRIPTS) {
      expect(rulesOfNotice(script).length, script).toBeGreaterThan(0)
      expect(
        rulesOfNotice(script).filter((rule) => !isKnownRule(rule)),
        script,
      ).toEqual([])
    }
  })

  for (const script of SCRIPTS)
    for (const locale of ['zh', 'en'] as const)
      it(`${script} in ${locale} greets, is whole sentences, and says nothing forbidden, whatever it is given`, () => {
        for (const parameters of [FULL, {}, { number: 'CS1' }, { ...FULL, freightPayer: 'SHOP' as const }]) {
          const text = noticeText(script, parameters, locale)
          for (const words of FORBIDDEN) expect(text).not.toMatch(words)
          expect(text).toMatch(locale === 'zh' ? /^您好，.*。$/u : /^Hello, .*\.$/)
          expect(text).not.toMatch(/undefined|null|NaN|\(\)|（）| {2}|。。|\.\.|，。|：。/)
        }
      })

  it('tell what they were given, in the time of the shop', () => {
    expect(noticeText('REFUND_ISSUED', FULL, 'zh')).toBe(
      '您好，您的退款（CS20261118-000001）已退出，金额为129.90元。预计到账时间：2026-11-19 至 2026-11-27，具体以支付渠道为准。',
    )
    expect(noticeText('REFUND_ISSUED', FULL, 'en')).toBe(
      'Hello, your refund (CS20261118-000001) of CNY 129.90 has been sent. It is expected to arrive between 2026-11-19 and 2026-11-27, depending on the payment channel.',
    )
    expect(noticeText('SEND_BACK_REMINDER', FULL, 'zh')).toContain('2026-11-25 24:00前')
    expect(noticeText('EVIDENCE_NEEDED', FULL, 'zh')).toContain('麻烦您提供：照片、视频。')
    expect(noticeText('REPLACEMENT_SENT', FULL, 'en')).toContain('(顺丰 SF100200300)')
  })
})
