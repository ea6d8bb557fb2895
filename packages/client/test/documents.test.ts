import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { buildSchema, type GraphQLObjectType, Kind, parse } from 'graphql'
import { afterEach, describe, expect, test } from 'vitest'
import { documents } from '../src/generated/documents.ts'
import { createClient } from '../src/index.ts'
import { answer, type Received, refusal, type Service, serve } from './service.ts'

let service: Service | undefined
afterEach(() => service?.stop())

const VIEWER = { data: { viewer: { kind: 'PUBLIC' } } }
const sentText = ({ body }: Received) => body.query !== undefined
const sentHash = ({ body }: Received) => body.extensions?.persistedQuery?.sha256Hash

describe('documents are sent by hash', () => {
  test('and as text once, where the service does not know the hash yet', async () => {
    const known = new Set<string>()
    service = await serve(({ body }, response) => {
      const hash = body.extensions?.persistedQuery?.sha256Hash ?? ''
      if (body.query !== undefined) known.add(hash)
      answer(response, 200, known.has(hash) ? VIEWER : refusal('PERSISTED_QUERY_NOT_FOUND'))
    })
    const client = createClient({ url: service.url })
    expect((await client.viewer()).data).toEqual(VIEWER.data)
    expect((await client.viewer()).data).toEqual(VIEWER.data)
    expect(service.received.map(sentText)).toEqual([false, true, false])
    expect(new Set(service.received.map(sentHash))).toEqual(new Set([documents.viewer.hash]))
  })

  test('and as text alone, where the service takes no hashes', async () => {
    service = await serve(({ body }, response) =>
      answer(response, 200, body.extensions ? refusal('PERSISTED_QUERY_NOT_SUPPORTED') : VIEWER),
    )
    const client = createClient({ url: service.url })
    await client.viewer()
    await client.viewer()
    expect(service.received.map(sentHash)).toEqual([documents.viewer.hash, undefined, undefined])
    expect(service.received.map(sentText)).toEqual([false, true, true])
  })

  test('but a document of one’s own is sent as text', async () => {
    service = await serve((_, response) => answer(response, 200, { data: { a: 1 } }))
    const client = createClient({ url: service.url })
    const text = 'query Mine { viewer { kind } }'
    expect((await client.request({ text }, {})).data).toEqual({ a: 1 })
    expect(service.received[0]?.body).toEqual({ query: text, variables: {} })
  })
})

test('every command of the service and every list has a document', async () => {
  const schema = buildSchema(
    await readFile(new URL('../../../schema/schema.graphql', import.meta.url), 'utf8'),
  )
  const asked = new Set(
    Object.values(documents).flatMap(({ text }) =>
      parse(text).definitions.flatMap((definition) =>
        definition.kind === Kind.OPERATION_DEFINITION
          ? definition.selectionSet.selections.flatMap((each) =>
              each.kind === Kind.FIELD ? each.name.value : [],
            )
          : [],
      ),
    ),
  )
  const unasked = (type: GraphQLObjectType | null | undefined) =>
    Object.keys(type?.getFields() ?? {}).filter((name) => !asked.has(name))
  expect(unasked(schema.getMutationType())).toEqual([])
  // Whatever has an id can be asked by it: what of it is the caller's own document.
  expect(unasked(schema.getQueryType())).toEqual(['node', 'nodes'])
})

test('every document is in the manifest of trusted documents under the hash of its text', async () => {
  const file = new URL('../../../schema/operations.json', import.meta.url)
  const manifest = JSON.parse(await readFile(file, 'utf8'))
  const sent = Object.values(documents).map(({ name, kind, text }) => [
    createHash('sha256').update(text).digest('hex'),
    { name, kind, document: text },
  ])
  expect(manifest.documents).toEqual(Object.fromEntries(sent))
  expect(Object.values(documents).map(({ hash }) => hash)).toEqual(sent.map(([hash]) => hash))
})
