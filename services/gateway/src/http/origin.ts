import type { IncomingHttpHeaders } from 'node:http'

/** True for the names and addresses of this machine's loopback interface. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** What was found of the last Host: callers send the same one over and over. */
let last: { readonly host: string; readonly loopback: boolean } | undefined

/** True when the Host header names loopback. Guards against DNS rebinding, where a foreign name resolves to us. */
export function hostIsLoopback(headers: IncomingHttpHeaders): boolean {
  const host = headers.host ?? ''
  if (last?.host === host) return last.loopback
  const url = parse(`http://${host}`)
  last = { host, loopback: url !== undefined && isLoopback(url.hostname) }
  return last.loopback
}

/** True when no other site's page sent this: the Origin, if any, is the one in Host, and the browser agrees. */
export function sameOrigin(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false
  return headers.origin === undefined || headers.origin === `http://${headers.host}`
}

/**
 * True when a page of this origin may open a connection that CORS does not guard: no browser at all, a
 * listed origin, or our own pages.
 */
export function originAllowed(
  headers: IncomingHttpHeaders,
  config: { readonly corsOrigins: readonly string[]; readonly secureTransport: boolean },
): boolean {
  const { origin, host } = headers
  if (origin === undefined || config.corsOrigins.includes(origin)) return true
  return host !== undefined && origin === `${config.secureTransport ? 'https' : 'http'}://${host}`
}

function parse(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined
}
