import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HttpConfig } from '../config.ts'

/** The id of a request: the caller's when it is a plain one, else a new one. */
export function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : randomUUID()
}

/** Headers of every response. A page that needs more sets its own Content-Security-Policy. */
export function setCommonHeaders(response: ServerResponse, requestId: string, config: HttpConfig): void {
  response.setHeader('x-request-id', requestId)
  response.setHeader('x-content-type-options', 'nosniff')
  response.setHeader('x-frame-options', 'DENY')
  response.setHeader('referrer-policy', 'no-referrer')
  response.setHeader('cross-origin-opener-policy', 'same-origin')
  response.setHeader('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
  if (config.secureTransport) response.setHeader('strict-transport-security', 'max-age=31536000')
}

const ALLOWED_HEADERS = 'authorization, content-type, x-shop, x-request-id, apollo-require-preflight'

/** Tells the browser whether the page's origin may read the answer. Answers true when it was a preflight, which is done then. */
export function answerCors(
  request: IncomingMessage,
  response: ServerResponse,
  config: HttpConfig,
  methods = 'GET, POST',
): boolean {
  response.setHeader('vary', 'origin')
  const origin = request.headers.origin
  const allowed = origin !== undefined && config.corsOrigins.includes(origin)
  if (allowed) {
    response.setHeader('access-control-allow-origin', origin)
    response.setHeader('access-control-expose-headers', 'x-request-id, retry-after')
  }
  if (request.method !== 'OPTIONS') return false
  if (allowed) {
    response.setHeader('access-control-allow-methods', methods)
    response.setHeader('access-control-allow-headers', ALLOWED_HEADERS)
    response.setHeader('access-control-max-age', '600')
  }
  response.writeHead(allowed ? 204 : 403, { 'content-length': 0 }).end()
  return true
}
