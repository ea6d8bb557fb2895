import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Example, readExamples } from '../harness/gateway.ts'
import { openWorld, type World } from '../harness/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld('examples')
})
afterAll(() => world.close())

/** As the page does it: the one value of a query, or a new key. */
async function variablesOf({ values }: Example): Promise<Record<string, unknown>> {
  const client = await world.as('specialist')
  const found = values.map(async ({ name, query }) => [
    name,
    query === null ? crypto.randomUUID() : onlyValue(await client.ask(query)),
  ])
  return Object.fromEntries(await Promise.all(found))
}

const onlyValue = (data: unknown): unknown =>
  data !== null && typeof data === 'object' ? onlyValue(Object.values(data)[0]) : data

describe('the examples of GraphiQL run as they are', async () => {
  test.each((await readExamples()).map((example) => [example.id, example] as const))(
    '%s',
    async (_id, example) => {
      const client = await world.as('specialist')
      const variables = await variablesOf(example)
      for (const value of Object.values(variables)) expect(value).toEqual(expect.any(String))
      const { data, errors } = await client.post(example.query, variables)
      expect(errors.filter(({ extensions }) => extensions.code !== 'FORBIDDEN')).toEqual([])
      const answer = Object.values(data ?? {})[0]
      expect(answer).not.toBeNull()
      if (example.query.includes('\nmutation '))
        expect(answer).toMatchObject({ __typename: expect.stringMatching(/Success$/) })
    },
  )
})
