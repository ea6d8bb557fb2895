import { describe, expect, it } from 'vitest'
import { EXAMPLE_NOW } from '../src/orders/examples.ts'
import { ORDER_RULES } from '../src/orders/index.ts'
import { DEMO_PACKS, loadPack } from '../src/policy/index.ts'

describe.each(ORDER_RULES.map((rule) => ({ id: rule.id, rule })))('$id', ({ rule }) => {
  it.each(rule.cases.map((each) => ({ name: each.name, each })))('$name', ({ each }) => {
    const context = {
      pack: loadPack(DEMO_PACKS[each.shop ?? 'general']),
      now: new Date(each.now ?? EXAMPLE_NOW),
    }
    expect(rule.judge(each.facts, context)?.verdict ?? null).toBe(each.expect)
  })
})
