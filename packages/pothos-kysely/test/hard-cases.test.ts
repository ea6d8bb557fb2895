import { type FieldNode, type GraphQLObjectType, getOperationAST, parse } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answerAsText, encodeGlobalId } from '../src/index.ts'
import { readingOf } from '../src/reads.ts'
import { mapper, schema, type Visitor } from './bookshop.ts'
import { type Answer, ask, id, KEEPER, LIBRARY, OTHER, openShop, type Shop } from './support.ts'

let shop: Shop
const PROSE = 'a "quote", a \\ and a / and\nlines\ttabs \u0001 \u2028 \u{1F600} 书'
const LONG = 'l'.repeat(300)

beforeAll(async () => {
  shop = await openShop()
  const { admin } = shop
  const author = (n: number, name: string, library = LIBRARY) =>
    admin.query('INSERT INTO authors (library, id, name, born, visits) VALUES ($1, $2, $3, $4, $5)', [
      library,
      id(n),
      name,
      n === 1 ? '1969-12-31T23:59:59.999999Z' : null,
      ['2026-05-06T07:08:09.123987Z', '1901-02-03T04:05:06.000001Z'],
    ])
  await author(1, PROSE)
  await author(2, LONG)
  await author(3, 'zoe')
  await author(1, 'of another library', OTHER)
  const kinds = ['NOVEL', 'ATLAS', 'NOVEL', 'ESSAY']
  for (let n = 0; n < 12; n += 1)
    await admin.query(
      'INSERT INTO books (library, id, author, title, price, kind, form, keeper, pages) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
      [
        LIBRARY,
        id(100 + n),
        id(1 + (n % 2)),
        `book ${String.fromCharCode(97 + n)}`,
        [0, -5, 9007199254740991, 100][n % 4],
        kinds[n % 3],
        n % 2 ? 's' : 'p',
        n % 2 ? 'ann' : 'bob',
        n,
      ],
    )
})
afterAll(() => shop.close())

describe('values are written as JavaScript writes them', () => {
  test('points in time with microseconds, and before 1970', async () => {
    const { data, text } = await ask(shop, '{ authors(first: 1) { nodes { born visits } } }')
    expect(data.authors.nodes).toEqual([
      {
        born: new Date('1969-12-31T23:59:59.999999Z').toISOString(),
        visits: ['2026-05-06T07:08:09.123Z', '1901-02-03T04:05:06.000Z'],
      },
    ])
    expect(text).not.toBe(null)
  })
  test('text with all that JSON escapes', async () => {
    const { data, text } = await ask(shop, '{ authors(first: 1) { nodes { name } } }')
    expect(data.authors.nodes[0].name).toBe(PROSE)
    expect(text).not.toBe(null)
  })
  test('numbers that GraphQL says as text', async () => {
    const { data } = await ask(
      shop,
      '{ authors(first: 1) { nodes { shelf } } books(first: 4) { nodes { later { text } } } }',
    )
    expect(data.authors.nodes[0].shelf).toBe('7')
    expect(data.books.nodes.map((b: { later: unknown }) => b.later)).toEqual([
      null,
      { text: '0' },
      { text: '90071992547409' },
      { text: '1' },
    ])
  })
  test('enums by their names, also where the database has others', async () => {
    const { data, text } = await ask(shop, '{ books(first: 2) { nodes { form } } }')
    expect(data.books.nodes).toEqual([{ form: 'PAPER' }, { form: 'SCREEN' }])
    expect(text).toBe(null)
  })
  test('values that were made, under aliases too', async () => {
    const { data } = await ask(shop, '{ books(first: 4) { nodes { halved { c: coins text } } } }')
    expect(data.books.nodes[3]).toEqual({ halved: { c: 50, text: '0.5' } })
  })
})

describe('what is computed', () => {
  const ofPages = (pages: number) =>
    shop.admin.query('UPDATE books SET pages = $1 WHERE title = $2', [pages, 'book a'])

  test('is put into the text, at its place, with arguments, under lists and aliases', async () => {
    await ofPages(7)
    const { data, text } = await ask(
      shop,
      'query ($g: Int!) { authors(first: 2) { nodes { books(first: 2) { nodes { id h: halved { text __typename } light: weight(of: 1) weight(of: $g) title } } } } }',
      { g: 3 },
    )
    expect(text).not.toBe(null)
    expect(data.authors.nodes[0].books.nodes[0]).toMatchObject({ h: { __typename: 'Price' } })
    expect(Object.keys(data.authors.nodes[0].books.nodes[0])).toEqual(['id', 'h', 'light', 'weight', 'title'])
  })
  test('and fails is told by the execution, and paid for once', async () => {
    await ofPages(0)
    const told: number[] = []
    const source = '{ books(first: 100) { nodes { weight(of: 1) } } }'
    const document = parse(source)
    const operation = getOperationAST(document)
    if (!operation) throw new Error('no operation')
    const context = {
      viewer: KEEPER,
      pool: shop.pool,
      denials: new Map(),
      told: new Set<FieldNode>(),
      onCost: (points: number) => told.push(points),
    }
    const question = { schema, document, operation, variables: {} }
    expect(await answerAsText(mapper.reader, question, context)).toBe(null)
    expect(told).toHaveLength(1)
    const mapping = readingOf<Visitor>(schema.getQueryType()?.getFields().books)?.mapping
    if (!mapping) throw new Error('not mapped')
    const nodes = operation.selectionSet.selections as readonly FieldNode[]
    const parentType = schema.getQueryType() as GraphQLObjectType
    const asked = { ...question, fragments: {}, parentType, nodes, path: 'books' }
    for (const times of [1, 2]) {
      mapper.reader.tell(mapper.reader.prepare(mapping, asked, KEEPER, 'object'), context)
      expect(told).toHaveLength(times)
    }
    const { data, errors, text } = await ask(shop, source)
    expect(text).toBe(null)
    expect(errors?.map(({ message }) => message)).toEqual(['no pages'])
    expect(data.books.nodes.length).toBeGreaterThan(1)
    await ofPages(-1)
    expect((await ask(shop, source)).text).toContain('"weight":null')
    await ofPages(0)
  })
})

describe('selections', () => {
  test('one response key merged from several fragments, on an interface too', async () => {
    const { data } = await ask(
      shop,
      `{ books(first: 2) { nodes { writer { name } ...A ... on Novel { pages writer { w: id } } ... on Atlas { maps } } nodes { title } } }
       fragment A on Book { __typename writer { shelf } }`,
    )
    expect(data.books.nodes.map((n: object) => Object.keys(n))).toEqual([
      ['writer', '__typename', 'pages', 'title'],
      ['writer', '__typename', 'maps', 'title'],
    ])
    expect(Object.keys(data.books.nodes[0].writer)).toEqual(['name', 'shelf', 'w'])
  })
  test('aliases that differ only past 63 bytes', async () => {
    const long = 'a'.repeat(80)
    const { data } = await ask(shop, `{ authors(first: 3) { nodes { ${long}1: name ${long}2: shelf } } }`)
    expect(data.authors.nodes[2]).toEqual({ [`${long}1`]: 'zoe', [`${long}2`]: '7' })
  })
  test('more than 200 keys of one row', async () => {
    const keys = Array.from({ length: 300 }, (_, n) => `k${n}: name`).join(' ')
    const { data, text } = await ask(shop, `{ authors(first: 1, orderBy: EMAN) { nodes { ${keys} } } }`)
    expect(Object.values(data.authors.nodes[0])).toEqual(Array(300).fill('zoe'))
    expect(text).not.toBe(null)
  })
  test('the same list twice with other arguments, deep down', async () => {
    const deep = (n: number): string =>
      n === 0 ? 'title' : `writer { books(first: 1) { nodes { ${deep(n - 1)} } } }`
    const { data } = await ask(
      shop,
      `{ a: books(first: 1) { nodes { ${deep(6)} } } b: books(first: 2) { totalCount nodes { title } } }`,
    )
    expect(JSON.stringify(data.a)).toContain('"title":"book a"')
    expect(data.b).toEqual({ totalCount: 12, nodes: [{ title: 'book a' }, { title: 'book b' }] })
  })
  test('a root field whose parts stand behind a condition', async () => {
    const source =
      'query ($v: Boolean!) { authors(first: 1) { nodes { name } } ... @include(if: $v) { authors(first: 1) { nodes { shelf } } } }'
    for (const v of [false, true, false])
      expect(Object.keys((await ask(shop, source, { v })).data.authors.nodes[0])).toEqual(
        v ? ['name', 'shelf'] : ['name'],
      )
  })
  test('nothing selected at all', async () => {
    const { data } = await ask(
      shop,
      '{ books(first: 4) @skip(if: false) { nodes { later { coins @skip(if: true) } } pageInfo { hasNextPage @skip(if: true) } } }',
    )
    expect(data.books).toEqual({
      nodes: [{ later: null }, { later: {} }, { later: {} }, { later: {} }],
      pageInfo: {},
    })
  })
})

describe('pages', () => {
  const page = 'nodes { title } pageInfo { startCursor endCursor hasNextPage hasPreviousPage }'
  const titles = (books: { nodes: { title: string }[] }) => books.nodes.map((b) => b.title.slice(-1)).join('')

  test('forwards to the end and backwards to the start', async () => {
    const seen: string[] = []
    let after: string | null = null
    for (;;) {
      const { books }: Answer['data'] = (
        await ask(shop, `query ($after: String) { books(first: 5, after: $after) { ${page} } }`, { after })
      ).data
      seen.push(titles(books))
      if (!books.pageInfo.hasNextPage) break
      after = books.pageInfo.endCursor
    }
    expect(seen).toEqual(['abcde', 'fghij', 'kl'])
    const back = `query ($before: String) { books(last: 4, before: $before) { ${page} } }`
    const { books } = (await ask(shop, back, { before: after })).data
    expect([titles(books), books.pageInfo.hasPreviousPage]).toEqual(['fghi', true])
    const start = (await ask(shop, back, { before: books.pageInfo.startCursor })).data.books
    expect([titles(start), start.pageInfo.hasPreviousPage]).toEqual(['bcde', true])
  })
  test('a cursor longer than a line of base64', async () => {
    const { data } = await ask(shop, '{ authors(first: 2) { pageInfo { endCursor } } }')
    expect(data.authors.pageInfo.endCursor).toMatch(/^[\w-]{400,}$/)
    const next = await ask(shop, 'query ($c: String) { authors(first: 2, after: $c) { nodes { name } } }', {
      c: data.authors.pageInfo.endCursor,
    })
    expect(next.data.authors.nodes).toEqual([{ name: 'zoe' }])
  })
  test('a cursor of another order, another filter or by hand is refused', async () => {
    const { data } = await ask(
      shop,
      '{ authors(first: 1) { pageInfo { endCursor } } books(first: 1) { pageInfo { endCursor } } }',
    )
    const after = data.authors.pageInfo.endCursor
    const bad = [
      ask(shop, 'query ($c: String) { authors(first: 2, after: $c, orderBy: EMAN) { nodes { name } } }', {
        c: after,
      }),
      ask(
        shop,
        'query ($c: String) { authors(first: 2, after: $c, filter: { ratio: 1 }) { nodes { name } } }',
        { c: after },
      ),
      ask(shop, 'query ($c: String) { books(first: 2, after: $c) { nodes { title } } }', { c: after }),
      ask(shop, 'query ($c: String) { books(first: 2, after: $c) { nodes { title } } }', { c: 'nonsense' }),
      ask(shop, 'query ($c: String) { books(last: 2, before: $c, after: $c) { nodes { title } } }', {
        c: data.books.pageInfo.endCursor,
      }),
      ask(shop, '{ books(first: 101) { nodes { title } } }'),
    ]
    for (const { errors } of await Promise.all(bad))
      expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
  })
  test('several predicates that exclude each other keep the order, the page and the total', async () => {
    const { data } = await ask(
      shop,
      '{ books(first: 5, filter: { kinds: ["ATLAS", "NOVEL"] }) { totalCount nodes { title } pageInfo { hasNextPage } } none: books(filter: { kinds: [] }) { totalCount nodes { title } } }',
    )
    expect([titles(data.books), data.books.totalCount, data.books.pageInfo.hasNextPage]).toEqual([
      'abcde',
      12,
      true,
    ])
    expect(data.none).toEqual({ totalCount: 0, nodes: [] })
  })
  test('an argument behind a condition that does not hold is not checked', async () => {
    const source =
      'query ($v: Boolean!, $n: Int) { authors(first: 1) { nodes { name books(first: $n) @include(if: $v) { totalCount } } } }'
    expect((await ask(shop, source, { v: true, n: 1 })).errors).toBe(undefined)
    expect((await ask(shop, source, { v: false, n: 500 })).errors).toBe(undefined)
    expect((await ask(shop, source, { v: true, n: 500 })).errors?.[0]?.extensions).toMatchObject({
      argument: 'first',
    })
  })
})

describe('permissions', () => {
  const reader = { ...KEEPER, may: { 'book.read': 'kept' } }
  test('a denied selection is null in object and text, and told once', async () => {
    const { data, denials, text } = await ask(
      shop,
      '{ authors(first: 3) { nodes { born name } } }',
      {},
      reader,
    )
    expect(data.authors.nodes.map((a: { born: unknown }) => a.born)).toEqual([null, null, null])
    expect(denials).toMatchObject([{ permission: 'author.born', selection: 'authors.nodes[*].born' }])
    expect(text).not.toBe(null)
  })
  test('a guarded type shows the rows in reach, in lists, totals and by id', async () => {
    const { data } = await ask(shop, '{ books(first: 9) { totalCount nodes { title } } }', {}, reader)
    expect([data.books.totalCount, data.books.nodes.length]).toEqual([6, 6])
    const ids = [100, 101, 100].map((n) => encodeGlobalId({ code: 2, tenant: LIBRARY, id: id(n) }))
    const found = await ask(
      shop,
      'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on Atlas { title price { coins } } } }',
      { ids },
      reader,
    )
    expect(found.data.nodes).toEqual([null, { __typename: 'Atlas', title: 'book b', price: null }, null])
    expect(found.denials).toMatchObject([{ selection: 'nodes[*].price' }])
  })
  test('ids of another library, of nothing, and asked by somebody without a library find nothing', async () => {
    const ids = [
      encodeGlobalId({ code: 1, tenant: OTHER, id: id(1) }),
      'none',
      encodeGlobalId({ code: 99, tenant: LIBRARY, id: id(1) }),
    ]
    expect((await ask(shop, 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids })).data.nodes).toEqual(
      [null, null, null],
    )
    const nobody = { library: '', name: '', may: {} }
    const { data, denials } = await ask(
      shop,
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
      { ids },
      nobody,
    )
    expect([data.nodes, denials.map((d) => d.permission)]).toEqual([[null, null, null], ['book.read']])
  })
})
