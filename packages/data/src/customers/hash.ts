import { createHmac } from 'node:crypto'

/** What can be looked up whole without being stored in the open. */
export type LookupKind = 'PHONE' | 'EMAIL' | 'PLATFORM_ACCOUNT'

/**
 * The look-up hash of a normalised contact value: hex HMAC-SHA256 of `shop:kind:value`. Keyed, because all
 * phone numbers can be tried in minutes; with the shop in it, so that shops can't compare their customers.
 */
export function lookupHash(key: string, shopId: string, kind: LookupKind, value: string): string {
  return createHmac('sha256', key).update(`${shopId}:${kind}:${value}`).digest('hex')
}
