import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildSchema } from 'graphql'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readOperations } from '../documents.ts'

const schema = buildSchema('type Query { order(id: ID!): Order } type Order { id: ID!, number: String! }')
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'operations-'))
})
afterEach(() => rm(folder, { recursive: true }))

const read = async (files: Readonly<Record<string, string>>) => {
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return readOperations(pathToFileURL(`${folder}/`), schema)
}

describe('an operation of the client', () => {
  test('is sent with just the fragments that it uses, and known by the hash of that text', async () => {
    const { operations } = await read({
      'a.graphql': '# One order.\nquery Order($id: ID!) { order(id: $id) { ...Card } }',
      'b.graphql': 'fragment Card on Order { ...Id number }\nfragment Id on Order { id }',
      'c.graphql': '# Its number.\nquery Number($id: ID!) { order(id: $id) { number } }',
    })
    const [number, order] = operations
    expect(number?.text).toBe('query Number($id:ID!){order(id:$id){number}}')
    expect(order).toMatchObject({
      name: 'Order',
      kind: 'query',
      comment: 'One order.',
      hasRequiredVariables: true,
      text: 'query Order($id:ID!){order(id:$id){...Card}}fragment Card on Order{...Id number}fragment Id on Order{id}',
    })
    expect(order?.hash).toBe(
      createHash('sha256')
        .update(order?.text ?? '')
        .digest('hex'),
    )
  })

  test('has to fit the schema', async () => {
    const files = { 'a.graphql': '# Wrong.\nquery Order { order(id: 1) { nunber } }' }
    await expect(read(files)).rejects.toThrow('nunber')
  })

  test('has to say what it is for', async () => {
    await expect(read({ 'a.graphql': 'query Order { order(id: 1) { id } }' })).rejects.toThrow(
      'comment above',
    )
  })
})
