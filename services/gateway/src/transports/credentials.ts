import type { IncomingHttpHeaders } from 'node:http'
import type { IdentityHeaders } from '../identity/index.ts'

const NAMES = ['authorization', 'x-shop'] as const

/**
 * Who says to ask: the payload of connection_init (browsers can set no headers), else the headers of the
 * upgrade. Names are taken in any case, as in headers. `undefined` where a value is no text: taking it for
 * absent would make its sender public without a word.
 */
export function credentialsOf(payload: unknown, headers: IncomingHttpHeaders): IdentityHeaders | undefined {
  const given = new Map(Object.entries(payload ?? {}).map(([name, value]) => [name.toLowerCase(), value]))
  const found: Record<string, string | string[] | undefined> = {}
  for (const name of NAMES) {
    const value: unknown = given.get(name) ?? headers[name]
    if (value === undefined) continue
    if (typeof value !== 'string') return undefined
    found[name] = value
  }
  return found
}
