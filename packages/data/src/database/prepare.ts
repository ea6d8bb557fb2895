import { hash } from 'node:crypto'
import pg from 'pg'

/** The most texts that are given a name: servers keep what is named, for each connection. */
const MOST = 500
const names = new Map<string, string>()

/**
 * The statement's name from its second use on: a text that repeats is worth preparing, and one that does not is
 * not worth the server's memory. `undefined`: unnamed.
 */
function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known) return known
  if (known === undefined) {
    if (names.size < MOST) names.set(text, '')
    return undefined
  }
  const name = `k${hash('sha256', text, 'base64url').slice(0, 20)}`
  names.set(text, name)
  return name
}

/** A client that prepares statements with parameters: Kysely sends them unnamed, which plans them every time. */
export class PreparingClient extends pg.Client {
  override query = ((text: unknown, values: unknown, ...rest: unknown[]) => {
    const name =
      typeof text === 'string' && Array.isArray(values) && values.length > 0 ? nameOf(text) : undefined
    const query = super.query.bind(this) as (...args: unknown[]) => unknown
    return name === undefined ? query(text, values, ...rest) : query({ name, text, values }, ...rest)
  }) as pg.Client['query']
}
