import { hash } from 'node:crypto'

/** The most texts that are given a name: servers keep what is named, for each connection. */
const MOST = 500
const names = new Map<string, string>()
/** Texts that were used once, oldest first: so many are remembered. */
const once = new Set<string>()

/**
 * The statement's name from its second use on: a text that repeats is worth preparing, and one that does not is
 * not worth the server's memory. Empty: unnamed.
 */
export function statementName(text: string): string {
  const known = names.get(text)
  if (known !== undefined) return known
  if (names.size >= MOST) return ''
  if (!once.delete(text)) {
    once.add(text)
    const [oldest] = once
    if (once.size > MOST && oldest !== undefined) once.delete(oldest)
    return ''
  }
  const name = `k${hash('sha256', text, 'base64url').slice(0, 20)}`
  names.set(text, name)
  return name
}
