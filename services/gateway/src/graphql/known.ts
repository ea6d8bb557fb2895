import type { GraphQLRequest } from '@apollo/server'
import type { TextQuestion } from '@cs/pothos-kysely'
import { getOperationAST } from 'graphql'
import { type BoundedCache, Caches } from '../caches.ts'

/** A document that was parsed and validated, and answered with text. */
type Known = Pick<TextQuestion, 'schema' | 'document'>

/** Characters of all documents that are remembered. */
const MOST_TEXT = 8_000_000

/**
 * Documents that may be answered without parsing, validating and executing them again: those that were answered
 * with text once. By their text, or by their hash where they were asked by it. Bounded, and safe to lose.
 */
export class KnownDocuments {
  readonly #documents: BoundedCache<Known>

  constructor(caches = new Caches()) {
    this.#documents = caches.bounded('known_documents', {
      maxSize: MOST_TEXT,
      // Under a hash, too, what is kept is the document.
      sizeCalculation: ({ document }, key) => key.length + (document.loc?.source.body.length ?? 0) + 1,
    })
  }

  add(request: Pick<GraphQLRequest, 'query' | 'extensions'>, known: Known): void {
    const key = keyOf(request)
    if (key !== undefined) this.#documents.set(key, known)
  }

  /** The question that the body of a request asks, where its document is known; what is odd about it is told elsewhere. */
  find(body: unknown): TextQuestion | undefined {
    if (!isRecord(body)) return undefined
    const { operationName, variables = {}, extensions } = body
    const key = keyOf(body)
    const known = key === undefined ? undefined : this.#documents.get(key)
    if (!known || !isOptional(extensions) || !isOptional(variables)) return undefined
    const name = operationName ?? undefined
    if (name !== undefined && typeof name !== 'string') return undefined
    const operation = getOperationAST(known.document, name)
    return operation ? { ...known, operation, variables: variables ?? {} } : undefined
  }
}

/** The text of a document, or the hash that stands for it; undefined where there are both, which has to be checked. */
function keyOf({ query, extensions }: { readonly query?: unknown; readonly extensions?: unknown }) {
  const hash = isRecord(extensions) ? persistedHash(extensions.persistedQuery) : undefined
  if (hash === undefined) return typeof query === 'string' ? query : undefined
  return query === undefined && hash !== null ? hash : undefined
}

/** The hash of a persisted document; `null` where it is not said as it has to be. */
function persistedHash(persisted: unknown): string | null | undefined {
  if (persisted === undefined) return undefined
  if (!isRecord(persisted) || persisted.version !== 1) return null
  return typeof persisted.sha256Hash === 'string' ? persisted.sha256Hash : null
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isOptional = (value: unknown): value is Record<string, unknown> | null | undefined =>
  value === undefined || value === null || isRecord(value)
