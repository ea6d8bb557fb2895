import { describe, expect, it } from 'vitest'
import { newId } from '../src/index.ts'

describe('newId', () => {
  it('keeps the order of ids of one moment, though others make theirs in between', () => {
    const moment = new Date('2026-11-18T04:00:00.000Z')
    const ids = Array.from({ length: 200 }, (_, i) => {
      const id = newId(moment)
      newId(new Date(moment.getTime() + 1 + (i % 3)))
      return id
    })
    expect(ids).toEqual([...ids].sort())
    expect(new Set(ids).size).toBe(200)
  })

  it('is ordered by time', () => {
    expect(newId(new Date(2)) > newId(new Date(1))).toBe(true)
  })
})
