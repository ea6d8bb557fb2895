import type { ApolloServer, BaseContext } from '@apollo/server'
import type { Caches } from './caches.ts'
import type { Config } from './config.ts'
import type { FileRoutes } from './evidence/index.ts'
import { createGraphiql } from './graphiql/index.ts'
import { createHttpServer, type KnownQuestions, type Operations } from './http/index.ts'
import {
  ALGORITHMS,
  cachedMembers,
  type DevelopmentKeys,
  developmentIssuer,
  developmentKeys,
  type Identity,
  type IdentityStore,
  identifier,
  remoteKeys,
  type TrustedIssuer,
  tokenVerifier,
} from './identity/index.ts'
import type { Log } from './logging.ts'
import { startOperator } from './operator.ts'
import { createWebSockets } from './transports/index.ts'

/** What the edge serves: the API and where its identities are kept. */
export interface Api<Context extends BaseContext> {
  /** Not started yet. */
  readonly apollo: ApolloServer<Context>
  /** Answers what was asked before without Apollo. */
  readonly known?: KnownQuestions<Context>
  readonly store: IdentityStore
  /** What it caches; the caches of identities join them. */
  readonly caches: Caches
  /** The context of one request whose sender is known. */
  context(identity: Identity, request: { readonly id: string; readonly now: Date }): Context
  /** The files of proof, which travel apart from GraphQL. */
  readonly files?: FileRoutes
  /** True when the database answers. */
  ready(): Promise<boolean>
  /** Closes the connections to the database. */
  close(): Promise<void>
}

export interface Gateway {
  readonly port: number
  /** Absent where none is configured. */
  readonly operatorPort: number | undefined
  /** Drains requests, then closes the API. */
  stop(): Promise<void>
}

/** Starts the gateway around an API. On an error (a taken port: EADDRINUSE) the API is closed again. */
export async function startGateway<Context extends BaseContext>(
  config: Config,
  log: Log,
  api: Api<Context>,
  now: () => Date = () => new Date(),
): Promise<Gateway> {
  try {
    await api.apollo.start()
    const keys = config.development ? await developmentKeys(config.development.keyFile) : undefined
    const identify = identifier(
      tokenVerifier(trustedIssuers(config, log, keys), api.caches),
      cachedMembers(api.store, undefined, api.caches),
    )
    const operations: Operations<Context> = {
      apollo: api.apollo,
      known: api.known,
      identify: (headers) => identify(headers, now()),
      context: (identity, id) => api.context(identity, { id, now: now() }),
    }
    const sockets = createWebSockets({ operations, config, log, now })
    const server = createHttpServer<Context>({
      operations,
      config,
      log,
      ready: () => api.ready(),
      files: api.files,
      upgrade: sockets.upgrade,
      ...(keys && { graphiql: await createGraphiql({ keys, audience: config.audience, now }) }),
    })
    const operator = config.operator && (await startOperator(config.operator, api.caches))
    const port = await server.listen().catch(async (error) => {
      await operator?.stop()
      throw error
    })
    return {
      port,
      operatorPort: operator?.port,
      stop: async () => {
        await Promise.all([server.stop(), sockets.stop(), operator?.stop()])
        await api.apollo.stop()
        await api.close()
      },
    }
  } catch (error) {
    await api.apollo.stop().catch(() => undefined)
    await api.close()
    throw error
  }
}

function trustedIssuers(config: Config, log: Log, keys: DevelopmentKeys | undefined): TrustedIssuer[] {
  const issuers: TrustedIssuer[] = []
  if (config.issuer) {
    const { issuer, jwksUrl: url } = config.issuer
    const warn = (event: string, detail: Readonly<Record<string, unknown>>) => log.warn(detail, event)
    issuers.push({
      issuer,
      audience: config.audience,
      algorithms: ALGORITHMS,
      keys: remoteKeys({ url, log: warn }),
    })
  }
  if (keys) issuers.push(developmentIssuer(keys, config.audience))
  return issuers
}
