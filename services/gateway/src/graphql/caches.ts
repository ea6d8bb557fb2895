import { preparedStatements } from '@cs/pothos-kysely'
import type { DocumentNode } from 'graphql'
import { type BoundedCache, Caches } from '../caches.ts'
import { mapper } from './mapping.ts'

/** Characters of all documents that are kept parsed and validated. Parsed, each character takes some fifty bytes. */
const MOST_TEXT = 2_000_000
/** What a document without its text counts as: none that a client sent is. */
const UNKNOWN = 10_000

/** The caches of an API; plans and prepared statements are the process's. */
export function apiCaches(): Caches {
  const caches = new Caches()
  caches.watch('plans', mapper.reader.plans)
  caches.watch('statements', preparedStatements)
  return caches
}

/** Where Apollo keeps documents that it has parsed and validated. */
export function documentStore(caches: Caches) {
  const documents: BoundedCache<DocumentNode> = caches.bounded('documents', {
    maxSize: MOST_TEXT,
    sizeCalculation: ({ loc }) => Math.max(1, loc?.source.body.length ?? UNKNOWN),
  })
  return {
    get: async (key: string) => documents.get(key),
    set: async (key: string, document: DocumentNode) => documents.set(key, document),
    delete: async (key: string) => {
      documents.delete(key)
      return true
    },
  }
}
