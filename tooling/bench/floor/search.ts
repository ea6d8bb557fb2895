import { lookupHash } from '@cs/data/customers'
import { normaliseAccount } from '@cs/domain/contacts'

/** What a text may stand for, as the gateway's search takes it: fields, terms, and how many parts the name has. */
export function searchTerms(text: string, shop: string, hashKey: string): [string[], string[], number] {
  const signs = [...text.toLowerCase()]
  const parts = [...new Set(signs.slice(1).map((sign, i) => `${signs[i]}${sign}`))]
  const account = lookupHash(hashKey, shop, 'PLATFORM_ACCOUNT', normaliseAccount(text))
  const whole = text.toUpperCase()
  return [
    ['NUMBER', 'WAYBILL', ...parts.map(() => 'NAME'), 'ACCOUNT_HASH'],
    [whole, whole, ...parts, account],
    parts.length,
  ]
}
