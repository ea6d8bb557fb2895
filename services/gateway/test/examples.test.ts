import { readdir, readFile } from 'node:fs/promises'
import { parse, validate } from 'graphql'
import { describe, expect, it } from 'vitest'
import { schema } from '../src/graphql/schema.ts'

const folder = new URL('../src/graphiql/examples/', import.meta.url)
const files = (await readdir(folder)).filter((name) => name.endsWith('.graphql'))

describe('the example queries of GraphiQL', () => {
  it('exist', () => expect(files.length).toBeGreaterThan(5))
  it.each(files)('%s is valid', async (name) => {
    const document = parse(await readFile(new URL(name, folder), 'utf8'))
    expect(validate(schema, document).map((error) => error.message)).toEqual([])
  })
})
