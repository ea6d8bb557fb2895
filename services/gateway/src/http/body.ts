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

const UTF8 = new TextDecoder('utf-8', { fatal: true })

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
    return JSON.parse(UTF8.decode(bytes))
  } catch {
    throw new BodyError(400, 'BAD_REQUEST', 'The body is not JSON.')
  }
}

/** By events: an iterator over the request costs several promises more, on each request there is. */
function read(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const refuse = () => {
      request.off('data', take).pause()
      reject(new BodyError(413, 'PAYLOAD_TOO_LARGE', `The body is larger than ${limit} bytes.`))
    }
    const take = (chunk: Buffer) => {
      size += chunk.length
      if (size <= limit) chunks.push(chunk)
      else if (size > limit * DRAINED) refuse()
    }
    if (Number(request.headers['content-length'] ?? 0) > limit * DRAINED) return refuse()
    request.on('data', take)
    request.on('end', () => {
      const [only] = chunks
      if (size > limit) refuse()
      else resolve(only && chunks.length === 1 ? only : Buffer.concat(chunks))
    })
    request.on('error', reject)
    request.on('close', () => {
      // Every request is closed at last; most have been read by then.
      if (!request.readableEnded) reject(new Error('the request ended before its body'))
    })
  })
}
