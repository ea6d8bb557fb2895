import type { AddressInfo } from 'node:net'
import { inShop, openDatabase } from '@cs/data'
import { packInForce } from '@cs/data/policy'
import Fastify from 'fastify'
import { mercurius } from 'mercurius'
import pg from 'pg'
import { readUnderTenant } from '../../../packages/pothos-kysely/src/index.ts'
import { packLoader, remark } from '../floor/remark.ts'
import { listening, serverOptions } from '../servers/child.ts'
import { SHAPES } from '../shapes.ts'
import { SCHEMA } from './mercurius-schema.ts'
import { persisted } from './persisted.ts'

// What both Mercurius servers share: pools as large as everyone's, the floor's one-Sync context around each
// statement, Fastify without a log, graphql-jit from the second request, the questions as persisted queries.
const { readUrl, writeUrl, shop, agentId, pool: max } = serverOptions()
const reader = new pg.Pool({ connectionString: readUrl, max, idleTimeoutMillis: 0 })
const writer = new pg.Pool({ connectionString: writeUrl, max, idleTimeoutMillis: 0 })
for (const each of [reader, writer]) each.on('error', () => {})
const database = openDatabase({ readUrl, writeUrl, max: 1 })
const loadPack = packLoader(database, shop)

/** What the domain's functions are judged by. */
export const pack = await inShop(database, shop, (tx) => packInForce(tx, shop, new Date()))

/** Runs a prepared statement under the shop, whose JSON is the answer. $1 is the shop. */
export async function read<Data>(
  { name, text }: { readonly name: string; readonly text: string },
  values: readonly unknown[],
): Promise<Data> {
  const json = await readUnderTenant(reader, 'app.shop', {
    tenant: shop,
    name,
    text,
    values: [shop, ...values],
  })
  return JSON.parse(json ?? 'null')
}

/** The mutation: the floor's own transaction. The order is what its last statement returns. */
export const mutations = {
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

/** Serves the schema with these resolvers and loaders. */
export async function serve(how: { readonly resolvers: object; readonly loaders?: object }): Promise<void> {
  const app = Fastify({ logger: false, keepAliveTimeout: 65_000 })
  await app.register(mercurius, {
    schema: SCHEMA,
    resolvers: how.resolvers as never,
    ...(how.loaders && { loaders: how.loaders as never }),
    jit: 1,
    cache: true,
    graphiql: false,
    persistedQueries: persisted(SHAPES.map(({ document }) => document)),
    // The values come from typed columns, which is the assurance that graphql-jit asks for here.
    compilerOptions: { disableLeafSerialization: true, disablingCapturingStackErrors: true } as never,
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  listening((app.server.address() as AddressInfo).port)
}
