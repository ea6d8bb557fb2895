import type { IncomingMessage } from 'node:http'

/** A request that can't be read, with what to answer. */
export class BodyError extends Error {
  override readonly name = 'BodyError'
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** How much of a body that is too large is still taken off the wire, as a multiple of the limit, so that the sender reads the refusal. */
const DRAINED = 10

/** Reads a JSON body of at most `limit` bytes. Throws BodyError (400, 413, 415). */
export async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  const type = request.headers['content-type'] ?? ''
  if (!/^application\/(json|graphql\+json)\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type)) {
    throw new BodyError(415, 'UNSUPPORTED_MEDIA_TYPE', 'The body must be application/json in UTF-8.')
  }
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') {
    throw new BodyError(415, 'UNSUPPORTED_MEDIA_TYPE', 'The body must not be compressed.')
  }
  const bytes = await read(request, limit)
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new BodyError(400, 'BAD_REQUEST', 'The body is not JSON.')
  }
}

async function read(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  if (Number(request.headers['content-length'] ?? 0) <= limit * DRAINED) {
    // Leaving the loop early must not destroy the socket: the refusal goes out on it.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      size += chunk.length
      if (size <= limit) chunks.push(chunk)
      else if (size > limit * DRAINED) break
    }
    if (size <= limit) return Buffer.concat(chunks)
  }
  throw new BodyError(413, 'PAYLOAD_TOO_LARGE', `The body is larger than ${limit} bytes.`)
}
