import { createHmac, timingSafeEqual } from 'node:crypto'

/** Signs a text for one purpose: a signature of another purpose is worth nothing here. Base64url, 43 characters. */
export const signatureOf = (hashKey: string, purpose: string, text: string): string =>
  createHmac('sha256', hashKey).update(`${purpose}:${text}`).digest('base64url')

/** Whether a signature is the expected one, in a time that does not tell how much of it is right. */
export function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}
