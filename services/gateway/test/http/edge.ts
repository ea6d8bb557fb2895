import { setTimeout as sleep } from 'node:timers/promises'
import { ApolloServer } from '@apollo/server'
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled'
import type { ShopId } from '@cs/domain/access'
import { Caches } from '../../src/caches.ts'
import { readConfig } from '../../src/config.ts'
import type { Identity, Member } from '../../src/identity/index.ts'
import { createLog } from '../../src/logging.ts'
import { startGateway } from '../../src/start.ts'

interface Context {
  readonly identity: Identity
}

/** A running edge around a tiny schema, with what it logged and what was written. */
export interface Edge {
  readonly url: string
  readonly operatorPort: number | undefined
  readonly lines: Record<string, unknown>[]
  readonly state: { ready: boolean; written: number; closed: boolean }
  stop(): Promise<void>
}

const typeDefs = `#graphql
  type Query { whoAmI: String! slow(milliseconds: Int!): Boolean! echo(text: String!): String! }
  type Mutation { write: Int! }
`

/** Members of general: general-manager only. */
async function findMember(subject: string, shop: string): Promise<Member | null> {
  if (subject !== 'general-manager' || shop !== 'general') return null
  const id = 'agent-1' as Extract<Member, { kind: 'agent' }>['id']
  const place = { department: 'service', function: 'in_sale', grade: 'manager', team: [] } as const
  return { kind: 'agent', id, shop: 'shop-1' as ShopId, ...place }
}

export async function startEdge(environment: Readonly<Record<string, string>>): Promise<Edge> {
  const config = readConfig({
    DATABASE_READ_URL: 'postgres://reader@127.0.0.1/none',
    DATABASE_WRITE_URL: 'postgres://writer@127.0.0.1/none',
    PORT: '0',
    LOG_LEVEL: 'debug',
    ...environment,
  })
  const lines: Record<string, unknown>[] = []
  const log = createLog(config.logLevel, { write: (line) => void lines.push(JSON.parse(line)) })
  const state = { ready: true, written: 0, closed: false }
  const apollo = new ApolloServer<Context>({
    typeDefs,
    resolvers: {
      Query: {
        whoAmI: (_root: unknown, _args: unknown, { identity }: Context) => identity.subject ?? 'public',
        slow: (_root: unknown, { milliseconds }: { milliseconds: number }) => sleep(milliseconds, true),
        echo: (_root: unknown, { text }: { text: string }) => text,
      },
      Mutation: { write: () => ++state.written },
    },
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    plugins: [ApolloServerPluginLandingPageDisabled()],
  })
  const gateway = await startGateway(config, log, {
    apollo,
    caches: new Caches(),
    store: { findMember, shopsOf: async () => [] },
    context: (identity) => ({ identity }),
    ready: async () => state.ready,
    close: async () => void Object.assign(state, { closed: true }),
  })
  return {
    url: `http://127.0.0.1:${gateway.port}`,
    operatorPort: gateway.operatorPort,
    lines,
    state,
    stop: () => gateway.stop(),
  }
}

/** Posts a GraphQL request. */
export function post(
  edge: Edge,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(`${edge.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}
