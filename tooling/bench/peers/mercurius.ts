import type { AddressInfo } from 'node:net'
import { openDatabase } from '@cs/data'
import Fastify from 'fastify'
import { type FieldNode, type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql'
import { mercurius } from 'mercurius'
import pg from 'pg'
import { readUnderTenant } from '../../../packages/pothos-kysely/src/index.ts'
import { packLoader, remark } from '../floor/remark.ts'
import { searchTerms } from '../floor/search.ts'
import { board, list, POINT, SEARCH, view } from '../floor/statements.ts'
import { listening, serverOptions } from '../servers/child.ts'
import { SCHEMA } from './mercurius-schema.ts'

// Mercurius with graphql-jit, written as well as we can: each root resolver looks ahead and reads everything in
// one statement, the floor's own, under the same setting in the same single round trip; fields below have no
// resolvers, so the compiled executor reads plain properties. Parsed documents and compiled queries are cached.
const { readUrl, writeUrl, shop, agentId, hashKey, pool: max } = serverOptions()
const reader = new pg.Pool({ connectionString: readUrl, max, idleTimeoutMillis: 0 })
const writer = new pg.Pool({ connectionString: writeUrl, max, idleTimeoutMillis: 0 })
for (const each of [reader, writer]) each.on('error', () => {})
const database = openDatabase({ readUrl, writeUrl, max: 1 })
const loadPack = packLoader(database, shop)

async function read<Data>(name: string, text: string, values: readonly unknown[]): Promise<Data> {
  const json = await readUnderTenant(reader, 'app.shop', {
    tenant: shop,
    name,
    text,
    values: [shop, ...values],
  })
  return JSON.parse(json ?? 'null')
}

/** The names of the fields asked for below a field, two levels deep: `nodes.lines`, `orders`. */
function asked(info: GraphQLResolveInfo): Set<string> {
  const names = new Set<string>()
  const walk = (set: SelectionSetNode | undefined, prefix: string, depth: number): void => {
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FRAGMENT_SPREAD)
        walk(info.fragments[selection.name.value]?.selectionSet, prefix, depth)
      else if (selection.kind === Kind.INLINE_FRAGMENT) walk(selection.selectionSet, prefix, depth)
      else {
        names.add(prefix + selection.name.value)
        if (depth < 2) walk(selection.selectionSet, `${prefix}${selection.name.value}.`, depth + 1)
      }
    }
  }
  for (const node of info.fieldNodes) walk(node.selectionSet, '', 1)
  return names
}

/** Looks ahead once for each parsed document. */
function once(make: (asked: Set<string>) => string) {
  const known = new WeakMap<FieldNode, { text: string; name: string }>()
  let plans = 0
  return (info: GraphQLResolveInfo, prefix: string) => {
    const [node] = info.fieldNodes
    if (!node) throw new Error('no field')
    const kept = known.get(node)
    if (kept) return kept
    plans += 1
    const made = { text: make(asked(info)), name: `${prefix}-${plans}` }
    known.set(node, made)
    return made
  }
}

const listText = once((names) =>
  list({ customer: names.has('nodes.customer'), lines: names.has('nodes.lines') }),
)
const boardText = once((names) =>
  board({ owner: names.has('nodes.owner'), customer: names.has('nodes.customer') }),
)
const viewText = once((names) =>
  view({
    contacts: names.has('contacts'),
    member: names.has('member'),
    orders: names.has('orders'),
    cases: names.has('cases'),
    reviews: names.has('reviews'),
  }),
)

const resolvers = {
  Query: {
    order: async (_: unknown, { id }: { id: string }) =>
      (await read<{ order: unknown }>('point', POINT, [id])).order,
    orders: async (
      _: unknown,
      args: { filter: { placedBefore: string } },
      __: unknown,
      info: GraphQLResolveInfo,
    ) => {
      const { text, name } = listText(info, 'list')
      return (await read<{ orders: unknown }>(name, text, [args.filter.placedBefore])).orders
    },
    customer: async (_: unknown, { id }: { id: string }, __: unknown, info: GraphQLResolveInfo) => {
      const { text, name } = viewText(info, 'view')
      return (await read<{ customer: unknown }>(name, text, [id])).customer
    },
    cases: async (
      _: unknown,
      args: { filter: { openedBefore: string } },
      __: unknown,
      info: GraphQLResolveInfo,
    ) => {
      const { text, name } = boardText(info, 'board')
      return (await read<{ cases: unknown }>(name, text, [args.filter.openedBefore])).cases
    },
    searchCustomers: async (_: unknown, { text }: { text: string }) =>
      (await read<{ searchCustomers: unknown }>('search', SEARCH, searchTerms(text, shop, hashKey)))
        .searchCustomers,
  },
  Mutation: {
    remarkOrder: async (
      _: unknown,
      { input }: { input: { orderId: string; action: 'SPECIAL_REQUEST'; text: string } },
    ) => {
      const { remarkOrder } = JSON.parse(await remark(writer, loadPack, { shop, agentId }, input))
      return { __typename: 'RemarkOrderSuccess', ...remarkOrder }
    },
  },
  RemarkOrderResult: { resolveType: (value: { __typename: string }) => value.__typename },
}

const app = Fastify({ logger: false, keepAliveTimeout: 65_000 })
await app.register(mercurius, {
  schema: SCHEMA,
  resolvers: resolvers as never,
  jit: 1,
  cache: true,
  graphiql: false,
  compilerOptions: { disableLeafSerialization: true, disablingCapturingStackErrors: true } as never,
})
await app.listen({ port: 0, host: '127.0.0.1' })
listening((app.server.address() as AddressInfo).port)
