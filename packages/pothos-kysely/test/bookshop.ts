import SchemaBuilder from '@pothos/core'
import { GraphQLError, type GraphQLSchema } from 'graphql'
import { type ColumnType, type RawBuilder, sql } from 'kysely'
import { byName, Mapper } from '../src/index.ts'

/** The tables, as kysely-codegen would write them. */
export interface Tables {
  authors: { library: string; id: string; name: string; born: Date | null; visits: Date[]; shelf: number }
  books: {
    library: string
    id: string
    author: string
    title: string
    pages: number
    price: ColumnType<number, number, number>
    form: string
    kind: string
    added: Date
    keeper: string
  }
}

export interface Visitor {
  readonly library: string
  readonly name: string
  /** How far each permission reaches. */
  readonly may: Readonly<Record<string, string>>
}

export interface Context {
  readonly visitor: Visitor
  readonly pool: import('pg').Pool
  readonly denials: Map<string, import('../src/index.ts').Denial>
}

type Permission = 'book.read' | 'book.price' | 'author.born'

const builder = new SchemaBuilder<{
  Context: Context
  DefaultFieldNullability: false
  Scalars: { ID: { Input: string; Output: string }; Time: { Input: string; Output: string | Date } }
}>({ defaultFieldNullability: false })
builder.queryType({})
builder.scalarType('Time', {
  serialize: (value) => (value instanceof Date ? value.toISOString() : value),
})

export const mapper = new Mapper<Tables, Visitor, Permission, Context>(builder, {
  tenantColumn: 'library',
  tenantReach: 'library',
  setting: 'app.library',
  tenant: (visitor) => visitor.library,
  grant: (visitor, permission) => visitor.may[permission],
  grantsKey: (visitor) => JSON.stringify(visitor.may),
  codecs: { Time: (value) => sql`to_char(${value} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')` },
  context: ({ visitor, pool, denials }) => ({
    viewer: visitor,
    pool,
    denials,
    onCost: (points) => {
      if (points > 50_000) throw new GraphQLError('too dear', { extensions: { code: 'COST_LIMIT' } })
    },
  }),
})

const Price = mapper.value('Price', 'A price.', {
  text: { type: 'String', description: 'In coins.', sql: (v) => sql`(${v} / 100)` },
  coins: { type: 'Int', description: 'In hundredths.', sql: (v) => v },
})

const Form = builder.enumType('Form', { values: { PAPER: { value: 'p' }, SCREEN: { value: 's' } } })

const Author = mapper.type('Author', 'authors', {
  code: 1,
  nodeGuard: 'book.read',
  description: 'Who writes.',
})
export const Book = mapper.interface('Book', 'books', {
  code: 2,
  guard: 'book.read',
  discriminator: 'kind',
  description: 'What is read.',
  reaches: { kept: (b, { viewer }) => sql`${b.keeper} = ${viewer((v) => v.name)}` },
})
const Novel = mapper.implementation(Book, 'Novel', 'NOVEL', 'A long story.')
const Atlas = mapper.implementation(Book, 'Atlas', 'ATLAS', 'Maps.')

Author.fields((f) => ({
  id: f.id(),
  name: f.col('name', { type: 'String', description: 'The name.' }),
  born: f.col('born', { type: 'Time', nullable: true, guard: 'author.born', description: 'The birth.' }),
  visits: f.col('visits', { type: ['Time'], description: 'When the author came.' }),
  shelf: f.col('shelf', { type: 'ID', description: 'The number of the shelf.' }),
  books: f.connection(Book, { description: 'The books.', where: (b, a) => sql`${b.author} = ${a.id}` }),
})).listed({
  filters: {
    ratio: {
      type: 'Int',
      description: 'Fails where it is 0.',
      sql: (a, value) => sql`length(${a.name}) / ${value}::int >= 0`,
    },
  },
  orders: {
    NAME: { description: 'By name.', by: [{ column: 'name', cast: 'text' }], direction: 'ASC' },
    EMAN: { description: 'By name, backwards.', by: [{ column: 'name', cast: 'text' }], direction: 'DESC' },
  },
})

Book.fields((f) => ({
  id: f.id(),
  title: f.col('title', { type: 'String', description: 'The title.' }),
  added: f.col('added', { type: 'Time', description: 'When it came.' }),
  form: f.col('form', { type: Form, description: 'What it is made of.' }),
  price: f.embed(Price, (b) => b.price, { guard: 'book.price', description: 'The price.' }),
  later: f.embed(Price, (b) => sql`nullif(${b.price}, 0)`, {
    nullable: true,
    description: 'The price, if any.',
  }),
  halved: f.domain({
    type: Price.ref,
    description: 'The price next week.',
    reads: (b) => sql`json_build_object('price', ${b.price})` as RawBuilder<{ price: number }>,
    run: ({ price }) => byName({ text: `${price / 200}`, coins: Math.trunc(price / 2) % 1000 }),
  }),
  weight: f.domain({
    type: 'Int',
    nullable: true,
    description: 'In grams; fails for a book without pages.',
    args: (arg) => ({ of: arg({ type: 'Int', required: true, description: 'Grams of a page.' }) }),
    reads: (b) => sql`json_build_object('pages', ${b.pages})` as RawBuilder<{ pages: number }>,
    run: async ({ pages }, { of }: { of: number }) => {
      if (pages === 0) throw new Error('no pages')
      return pages < 0 ? null : pages * of
    },
  }),
  writer: f.one(Author, {
    nullable: false,
    description: 'By whom.',
    where: (a, b) => sql`${a.id} = ${b.author}`,
  }),
})).listed({
  filters: {
    kinds: {
      type: ['String'],
      description: 'One of these kinds.',
      shape: (kinds: string[]) => `of ${kinds.length}`,
      sql: (b, value, _context, shape) =>
        Array.from(
          { length: Number(shape.slice(3)) },
          (_, i) => sql`${b.kind} = (${value}::text[])[${sql.lit(i + 1)}]`,
        ),
    },
  },
  orders: { TITLE: { description: 'By title.', by: [{ column: 'title', cast: 'text' }], direction: 'ASC' } },
})
Novel.fields((f) => ({ pages: f.col('pages', { type: 'Int', description: 'How long.' }) }))
Atlas.fields((f) => ({ maps: f.col('pages', { type: 'Int', description: 'How many.' }) }))

builder.queryFields((t) => ({
  authors: mapper.read(t, (f) => f.connection(Author, { description: 'All authors.' })),
  books: mapper.read(t, (f) => f.connection(Book, { description: 'All books.' })),
  node: mapper.node(t),
  nodes: mapper.nodes(t),
}))

export const schema: GraphQLSchema = builder.toSchema()
