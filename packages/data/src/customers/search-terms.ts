import type { Tx } from '../database/index.ts'

export type SearchEntity = 'CUSTOMER' | 'ORDER'
export type SearchField = 'NUMBER' | 'NAME' | 'PHONE_LAST4' | 'PHONE_HASH' | 'ACCOUNT_HASH' | 'WAYBILL'

/** A term that finds a customer or an order by equality. */
export interface SearchTerm {
  readonly field: SearchField
  readonly term: string
}

/** The terms of a name: whole, and every pair of neighbouring characters, so that parts of it are found. */
export function nameTerms(name: string): readonly SearchTerm[] {
  const signs = [...name.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, '')]
  const pairs = signs.slice(1).map((sign, i) => `${signs[i]}${sign}`)
  return [...new Set([signs.join(''), ...pairs])].filter(Boolean).map((term) => ({ field: 'NAME', term }))
}

/** Makes these the terms of some fields of an entity; terms of other fields stay. */
export async function setSearchTerms(
  tx: Tx,
  shopId: string,
  entity: SearchEntity,
  entityId: string,
  fields: readonly SearchField[],
  terms: readonly SearchTerm[],
): Promise<void> {
  await tx
    .deleteFrom('search_terms')
    .where('shop_id', '=', shopId)
    .where('entity', '=', entity)
    .where('entity_id', '=', entityId)
    .where('field', 'in', [...fields])
    .execute()
  if (terms.length === 0) return
  await tx
    .insertInto('search_terms')
    .values(terms.map(({ field, term }) => ({ shop_id: shopId, entity, entity_id: entityId, field, term })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
