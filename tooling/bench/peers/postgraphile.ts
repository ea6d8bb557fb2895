import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openDatabase } from '@cs/data'
import { PersistedPlugin } from '@grafserv/persisted'
import pg from 'pg'
import { postgraphile } from 'postgraphile'
import { makePgService } from 'postgraphile/adaptors/pg'
import { constant, object, sideEffect } from 'postgraphile/grafast'
import { grafserv } from 'postgraphile/grafserv/node'
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber'
import { extendSchema, gql } from 'postgraphile/utils'
import { packLoader, remark } from '../floor/remark.ts'
import { listening, serverOptions } from '../servers/child.ts'
import { persisted } from './persisted.ts'
import { POSTGRAPHILE } from './postgraphile-documents.ts'
import { lists } from './postgraphile-lists.ts'

// PostGraphile 5 with its recommended preset, as fast as its settings make it: production mode (GRAPHILE_ENV),
// no GraphiQL, no explain, no watch, results as strings, persisted operations, plain lists where no page is asked for,
// prepared statements (its default keeps 100 on a connection; fewer are asked), a pool as large as everyone's. The
// shop is set by pgSettings, PostGraphile's own way to row-level security: begin, set_config, the statement, commit.
const { readUrl, writeUrl, shop, agentId, pool: max } = serverOptions()
const writer = new pg.Pool({ connectionString: writeUrl, max, idleTimeoutMillis: 0 })
writer.on('error', () => {})
const loadPack = packLoader(openDatabase({ readUrl, writeUrl, max: 1 }), shop)

/** The same hand-written transaction as the floor's; the order is then read by PostGraphile. */
const remarkOrder = extendSchema((build) => {
  const { orders } = build.input.pgRegistry.pgResources
  return {
    typeDefs: gql`
      input RemarkOrderInput { orderId: UUID! action: String! text: String! }
      type RemarkOrderPayload { order: Order }
      extend type Mutation { remarkOrder(input: RemarkOrderInput!): RemarkOrderPayload }
    `,
    objects: {
      Mutation: {
        plans: {
          remarkOrder(_, { $input }: never) {
            const $id = sideEffect($input as never, async (input: never) => {
              const asked = input as { orderId: string; action: 'SPECIAL_REQUEST'; text: string }
              await remark(writer, loadPack, { shop, agentId }, asked)
              return asked.orderId
            })
            return object({ id: $id })
          },
        },
      },
      RemarkOrderPayload: {
        plans: {
          order($payload: { get(name: string): never }) {
            return orders.get({ shop_id: constant(shop), id: $payload.get('id') })
          },
        },
      },
    },
  }
})

const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  plugins: [lists, remarkOrder, PersistedPlugin],
  pgServices: [
    makePgService({
      connectionString: readUrl,
      schemas: ['public'],
      poolConfig: { max, idleTimeoutMillis: 0 },
    }),
  ],
  schema: { defaultBehavior: '+connection +list' },
  grafast: { context: () => ({ pgSettings: { 'app.shop': shop } }), explain: false },
  grafserv: {
    graphiql: false,
    watch: false,
    websockets: false,
    outputDataAsString: true,
    persistedOperations: persisted(Object.values(POSTGRAPHILE)),
  },
})
const server = createServer()
server.keepAliveTimeout = 65_000
server.on('error', (error) => console.error(error))
const serv = instance.createServ(grafserv)
await serv.addTo(server)
await serv.ready()
server.listen(0, '127.0.0.1', () => listening((server.address() as AddressInfo).port))
