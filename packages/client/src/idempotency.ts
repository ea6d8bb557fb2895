/**
 * A key for one intention of a user, such as one press of a button. Keep it for all tries of that intention: the
 * same key with the same input is done once.
 */
export function newIdempotencyKey(): string {
  // Not crypto.randomUUID: browsers have it on https pages only.
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
