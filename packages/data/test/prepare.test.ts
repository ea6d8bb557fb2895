import { expect, it } from 'vitest'
import { statementName } from '../src/database/prepare.ts'

it('names a text from its second use on, also after hundreds that were used once', () => {
  const named = (text: string) => {
    expect(statementName(text)).toBe('')
    return statementName(text)
  }
  const first = named('SELECT 1')
  expect(first).toMatch(/^k/)
  for (let i = 0; i < 2_000; i += 1) expect(statementName(`SELECT once ${i}`)).toBe('')
  expect(named('SELECT 2')).toMatch(/^k/)
  expect(statementName('SELECT 1')).toBe(first)
  // What was forgotten meanwhile begins anew.
  expect(statementName('SELECT once 0')).toBe('')
})

it('gives no more names than servers are to keep', () => {
  const names = new Set<string>()
  for (let i = 0; i < 1_000; i += 1) {
    statementName(`SELECT twice ${i}`)
    names.add(statementName(`SELECT twice ${i}`))
  }
  expect(names.size).toBeLessThanOrEqual(500)
  expect(names).toContain('')
})
