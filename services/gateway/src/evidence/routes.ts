import type { IncomingMessage, ServerResponse } from 'node:http'
import type { CommandDeps } from '@cs/commands'
import type { Files } from '@cs/data/files'
import { decodeGlobalId, encodeGlobalId } from '@cs/pothos-kysely'
import { GraphQLError } from 'graphql'
import type { Budgets } from '../graphql/budget.ts'
import { CODES, principalKey } from '../graphql/mapping.ts'
import { sendError, sendJson } from '../http/index.ts'
import type { Identity } from '../identity/index.ts'
import { serveArchive } from './archive.ts'
import { servePerson } from './person.ts'
import { FileProblem } from './problem.ts'
import { receiveFile } from './receive.ts'
import { type Asker, serveFile } from './serve.ts'

export interface FileRoutesOptions {
  readonly deps: CommandDeps
  readonly files: Files
  /** Bytes of one file. */
  readonly limit: number
  /** What fetching a file takes from the points of its principal. */
  readonly budgets: Budgets
  readonly now: () => Date
}

/** Points that a file costs, and an archive of all that proves a complaint (docs/reading.md). */
const COST = { file: 50, archive: 500 } as const
/** What is known of a person, under a token. */
const PERSON = 'person/'

/**
 * Answers for `/evidence/<rest>`: PUT takes bytes in under a token, GET hands them out to who may see them; GET of a
 * complaint hands out all that proves it as one archive; GET of `person/<token>` all that is known of somebody.
 */
export type FileRoutes = (
  request: IncomingMessage,
  response: ServerResponse,
  rest: string,
  identify: () => Promise<Identity>,
) => Promise<void>

export function fileRoutes(options: FileRoutesOptions): FileRoutes {
  return async (request, response, rest, identify) => {
    try {
      if (request.method === 'PUT') {
        const { shopId, evidenceId, number } = await receiveFile(options, rest, request)
        const id = encodeGlobalId({ code: CODES.Evidence, tenant: shopId, id: evidenceId })
        return sendJson(response, 201, { evidence: { id, number, status: 'STORED' } })
      }
      if (request.method === 'GET') {
        const { principal } = await identify()
        if (principal.kind === 'public')
          throw new FileProblem(401, 'UNAUTHENTICATED', 'A file takes an access token.')
        if (rest.startsWith(PERSON)) {
          options.budgets.take(principalKey({ principal }), COST.archive, options.now().getTime())
          return await servePerson(options, principal, rest.slice(PERSON.length), response)
        }
        const caseId = caseOf(principal, rest)
        const cost = caseId ? COST.archive : COST.file
        options.budgets.take(principalKey({ principal }), cost, options.now().getTime())
        if (caseId) return await serveArchive(options, principal, caseId, response)
        return await serveFile(options, principal, rest, response)
      }
      response.setHeader('allow', 'GET, PUT, OPTIONS')
      throw new FileProblem(405, 'METHOD_NOT_ALLOWED', 'A file is sent by PUT and fetched by GET.')
    } catch (error) {
      await refuse(request, response, error)
    }
  }
}

/** The case that an id is of, in the shop of who asks; `null`: it is of something else. */
function caseOf({ shop }: Asker, globalId: string): string | null {
  const decoded = decodeGlobalId(globalId)
  return decoded?.tenant === shop && decoded.code === CODES.Case ? decoded.id : null
}

async function refuse(request: IncomingMessage, response: ServerResponse, error: unknown): Promise<void> {
  const refusal = refusalOf(error)
  if (!refusal) throw error
  if (!request.complete && !request.destroyed) {
    await drain(request)
    // What is left of the bytes must not be taken for the next request.
    if (!request.complete) response.setHeader('connection', 'close')
  }
  for (const [name, value] of refusal.headers) response.setHeader(name, value)
  sendError(response, refusal.status, refusal.code, (error as Error).message)
}

interface Refusal {
  readonly status: number
  readonly code: string
  readonly headers: Iterable<readonly [string, string]>
}

/** How an error is answered: one of files, of identity, or of a budget that is used up; `null`: it is a bug. */
function refusalOf(error: unknown): Refusal | null {
  if (error instanceof FileProblem) return { status: error.status, code: error.code, headers: [] }
  if (!(error instanceof GraphQLError)) return null
  const { code, http, retryAfter }: RefusalExtensions = error.extensions
  if (code === 'COST_THROTTLED') return { status: 429, code, headers: [['retry-after', String(retryAfter)]] }
  return http && code ? { status: http.status, code, headers: http.headers ?? [] } : null
}

interface RefusalExtensions {
  readonly code?: string
  readonly retryAfter?: number
  readonly http?: { readonly status: number; readonly headers?: Iterable<readonly [string, string]> }
}

/** How much of refused bytes is still taken off the wire, so that a sender who is nearly done reads the refusal. */
const DRAINED = 4_000_000

function drain(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    let left = DRAINED
    request.on('data', (chunk: Buffer) => {
      left -= chunk.length
      if (left < 0) resolve(void request.pause())
    })
    for (const event of ['end', 'close', 'error']) request.on(event, () => resolve())
    request.resume()
  })
}
