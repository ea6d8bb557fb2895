import { describe, expect, it } from 'vitest'
import { AFTER_SALE_RULES } from '../src/after-sales/index.ts'
import { DEMO_PACKS, loadPack } from '../src/policy/index.ts'
import { assertKnown } from '../src/rules/index.ts'

for (const rule of AFTER_SALE_RULES)
  describe(rule.id, () => {
    it('known, varied', () => {
      assertKnown([rule.id])
      expect(new Set(rule.cases.map((c) => c.expect)).size).toBeGreaterThan(1)
      expect(rule.title.en + rule.message.en).not.toMatch(/\p{Script=Han}/u)
    })
    it.each(rule.cases)('$name', (each) => {
      const context = {
        pack: loadPack(DEMO_PACKS[each.shop ?? 'general']),
        now: new Date(each.now ?? '2026-03-10T04:00:00Z'),
      }
      expect(rule.judge(each.facts, context)?.verdict ?? null).toBe(each.expect)
    })
  })
