import type { IncomingMessage, ServerResponse } from 'node:http'
import { isLoopback, sameOrigin, sendError, sendJson } from '../http/index.ts'
import {
  DEVELOPMENT_ROLES,
  DEVELOPMENT_SHOPS,
  type DevelopmentKeys,
  signDevelopmentToken,
} from '../identity/index.ts'

const HOURS = 8

/** Hands a development token to a page of this origin, on this machine. The Host header was checked before. */
export async function answerToken(
  request: IncomingMessage,
  response: ServerResponse,
  issuer: { readonly keys: DevelopmentKeys; readonly audience: string; readonly now: () => Date },
): Promise<void> {
  const remote = request.socket.remoteAddress?.replace(/^::ffff:/, '') ?? ''
  if (!isLoopback(remote) || !sameOrigin(request.headers)) {
    return sendError(response, 403, 'FORBIDDEN', 'Development tokens are for pages of this server only.')
  }
  response.setHeader('cross-origin-resource-policy', 'same-origin')
  const asked = new URLSearchParams(request.url?.split('?', 2)[1])
  const role = DEVELOPMENT_ROLES.find((name) => name === asked.get('role'))
  const shop = DEVELOPMENT_SHOPS.find((name) => name === (asked.get('shop') ?? 'general'))
  if (!role || !shop)
    return sendError(response, 400, 'BAD_REQUEST', 'role and shop must be of the demo data.')
  const { keys, audience, now } = issuer
  sendJson(response, 200, await signDevelopmentToken(keys, { role, shop, hours: HOURS, audience }, now()))
}
