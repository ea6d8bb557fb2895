import { migrate } from '@cs/data'
import { describe, expect, test } from 'vitest'
import { databaseProblem } from '../database.ts'

describe('what a person is told of a database that can not be used', () => {
  test('one that is not there', async () => {
    const error = await migrate('postgres://nobody@127.0.0.1:1/none').catch((thrown: unknown) => thrown)
    expect(databaseProblem(error)).toMatch(/^the database can not be used: .*ECONNREFUSED/)
  })
  test('one that does not let them in', () => {
    const error = Object.assign(new Error('password authentication failed for user "x"'), { code: '28P01' })
    expect(databaseProblem(error)).toContain('password authentication failed')
  })
  test('one of another version of the code', () => {
    const error = new Error('Migration failed: Error: corrupted migrations: executed migration x is missing')
    expect(databaseProblem(error)).toContain('delete .data/postgres')
  })
  test('a fault of ours is not explained away', () => {
    expect(databaseProblem(new TypeError('x is not a function'))).toBeUndefined()
    expect(databaseProblem(Object.assign(new Error('syntax error'), { code: '42601' }))).toBeUndefined()
  })
})
