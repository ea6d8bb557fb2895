import type { IncomingMessage, ServerResponse } from 'node:http'
import type { CommandDeps } from '@cs/commands'
import type { Files } from '@cs/data/files'
import type { Principal } from '@cs/domain/access'
import { decodeGlobalId, encodeGlobalId } from '@cs/pothos-kysely'
import { CODES } from '../graphql/mapping.ts'
import { sendError, sendJson } from '../http/index.ts'
import { type Identity, identityErrorCode } from '../identity/index.ts'
import { serveArchive } from './archive.ts'
import { FileProblem } from './problem.ts'
import { receiveFile } from './receive.ts'
import { serveFile } from './serve.ts'

export interface FileRoutesOptions {
  readonly deps: CommandDeps
  readonly files: Files
  /** Bytes of one file. */
  readonly limit: number
}

/**
 * Answers for `/evidence/<rest>`: PUT takes bytes in under a token, GET hands them out to who may see them; GET of a
 * complaint hands out all that proves it as one archive.
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
        const caseId = caseOf(principal, rest)
        if (caseId && principal.kind !== 'public')
          return await serveArchive(options, principal, caseId, response)
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
function caseOf(principal: Principal, globalId: string): string | null {
  const decoded = decodeGlobalId(globalId)
  const ours = principal.kind !== 'public' && decoded?.tenant === principal.shop
  return ours && decoded.code === CODES.Case ? decoded.id : null
}

async function refuse(request: IncomingMessage, response: ServerResponse, error: unknown): Promise<void> {
  const code = error instanceof FileProblem ? error.code : identityErrorCode(error)
  if (code === undefined) throw error
  if (!request.complete && !request.destroyed) {
    await drain(request)
    // What is left of the bytes must not be taken for the next request.
    if (!request.complete) response.setHeader('connection', 'close')
  }
  const status = error instanceof FileProblem ? error.status : statusOfIdentity(code)
  sendError(response, status, code, (error as Error).message)
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

const statusOfIdentity = (code: string) =>
  code === 'UNAUTHENTICATED' ? 401 : code === 'UNAVAILABLE' ? 503 : 400
