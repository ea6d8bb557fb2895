import { ApolloServer } from '@apollo/server'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled'
import { openDatabase } from '@cs/data'
import { findMember, shopsOf } from '@cs/data/access'
import { lookupHash } from '@cs/data/customers'
import { openFiles } from '@cs/data/files'
import { grantsOf } from '@cs/domain/access'
import { sql } from 'kysely'
import type { Config } from './config.ts'
import { fileRoutes } from './evidence/index.ts'
import { Budgets } from './graphql/budget.ts'
import { apiCaches, documentStore } from './graphql/caches.ts'
import { type RequestContext, shopOf } from './graphql/context.ts'
import { answerErrors } from './graphql/errors.ts'
import { KnownDocuments } from './graphql/known.ts'
import { boundedDocuments } from './graphql/limits.ts'
import { schema } from './graphql/schema.ts'
import { answerKnown, answerWithText, stringifyResult, tellDenialsAndCost } from './graphql/text.ts'
import { Live } from './live/index.ts'
import type { Log } from './logging.ts'
import { packsOf } from './packs.ts'
import type { Api } from './start.ts'

/** The API over a database: schema, contexts, identities. */
export function createApi(config: Config, log: Log, now: () => Date = () => new Date()): Api<RequestContext> {
  const database = openDatabase({
    readUrl: config.database.readUrl,
    writeUrl: config.database.writeUrl,
    max: config.database.pool,
  })
  const hashKey = config.contactHashKey
  const caches = apiCaches()
  const packs = packsOf(database, caches)
  const live = new Live({
    pool: database.reader,
    listenUrl: config.database.readUrl,
    config: config.live,
    log,
  })
  const budgets = new Budgets(config.cost)
  const known = new KnownDocuments(caches)
  const commands = { database, now, hashKey, evidenceLimit: config.evidence.limit }
  const files = openFiles(config.evidence.files)
  const apollo = new ApolloServer<RequestContext>({
    schema,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    csrfPrevention: true,
    ...boundedDocuments,
    documentStore: documentStore(caches),
    formatError: answerErrors(log),
    stringifyResult,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      tellDenialsAndCost,
      answerWithText(known),
    ],
  })
  return {
    apollo,
    caches,
    known: { find: (body) => known.find(body), answer: answerKnown },
    store: {
      findMember: (subject, shop) => findMember(database.writer, subject, shop),
      shopsOf: (subject) => shopsOf(database.writer, subject),
    },
    context: (identity, request) => {
      const { principal } = identity
      const viewer = {
        principal,
        grants: grantsOf(principal),
        now: request.now,
        lookupHash: (kind: 'PHONE' | 'PLATFORM_ACCOUNT', value: string) =>
          lookupHash(hashKey, principal.kind === 'public' ? '' : principal.shop, kind, value),
      }
      return {
        requestId: request.id,
        viewer,
        database,
        commands,
        log,
        pack: () => packs.inForce(shopOf(viewer), request.now),
        packVersion: (id, version) => packs.version(shopOf(viewer), id, version),
        shops: () => identity.shops(),
        denials: new Map(),
        traced: new Map(),
        told: new Set(),
        budgets,
        live,
        opening: request.opening,
        event: null,
        cost: 0,
      }
    },
    endSubscriptions: () => live.stop(),
    files: fileRoutes({ deps: commands, files, limit: config.evidence.limit, budgets, now }),
    ready: async () => {
      try {
        await sql`SELECT 1`.execute(database.writer)
        return true
      } catch {
        return false
      }
    },
    close: () => database.close(),
  }
}
