import { GraphQLError } from 'graphql'
import { describe, expect, it } from 'vitest'
import { answerErrors } from '../src/graphql/errors.ts'

const log = { error: () => {} } as never

describe('errors of statements', () => {
  const told = (error: unknown) => answerErrors(log)(new GraphQLError('unexpected').toJSON(), error)

  it('that ran too long say so and nothing of the statement', () => {
    const cancelled = Object.assign(new Error('canceling statement due to statement timeout'), {
      code: '57014',
    })
    expect(told(cancelled)).toEqual({
      message: 'This took too long and was cancelled. Ask for less, or narrow the filter.',
      extensions: { code: 'TIMEOUT' },
    })
  })

  it('that are bugs are masked under an id', () => {
    const bug = Object.assign(new Error('relation "orders" does not exist'), { code: '42P01' })
    const { message, extensions } = told(bug)
    expect(extensions).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', id: expect.any(String) })
    expect(message).not.toContain('orders')
  })
})
