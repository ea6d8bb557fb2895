import { sql } from 'kysely'
import type { Db, Tx } from '../database/index.ts'
import { newId } from '../database/index.ts'
import type { LookupKind } from './hash.ts'
import { nameTerms, type SearchTerm, setSearchTerms } from './search-terms.ts'
import { putIntoVault } from './vault.ts'

/** A phone, e-mail or platform account, normalised, with what may be seen of it. */
export interface NewContact {
  readonly customerId: string
  readonly kind: LookupKind
  readonly value: string
  readonly masked: string
  /** Of a phone. */
  readonly last4: string | null
  readonly lookupHash: string
  readonly at: Date
}

/** A contact point as it was written: its version in the vault. */
export interface ContactWritten {
  readonly contactId: string
  readonly vaultId: string
  readonly vaultVersion: number
}

/**
 * Makes a contact the primary one of its kind. The value that was the primary one before leaves the vault: nothing
 * points to it any more.
 */
export async function setContact(tx: Tx, shopId: string, contact: NewContact): Promise<ContactWritten> {
  const { customerId, kind, at } = contact
  const before = await tx
    .selectFrom('contact_points as p')
    .leftJoin('contact_vault as v', (join) =>
      join.onRef('v.shop_id', '=', 'p.shop_id').onRef('v.id', '=', 'p.vault_id'),
    )
    .select(['p.id', 'p.vault_id', 'v.version'])
    .where('p.shop_id', '=', shopId)
    .where('p.customer_id', '=', customerId)
    .where('p.kind', '=', kind)
    .orderBy('p.is_primary', 'desc')
    .orderBy('p.id')
    .executeTakeFirst()
  const vaultVersion = (before?.version ?? 0) + 1
  const vaultId = await putIntoVault(tx, {
    shopId,
    customerId,
    kind,
    value: contact.value,
    version: vaultVersion,
    at,
  })
  const seen = {
    masked: contact.masked,
    last4: contact.last4,
    lookup_hash: contact.lookupHash,
    vault_id: vaultId,
    is_primary: true,
    recorded_at: at,
  }
  if (!before) {
    const contactId = newId(at)
    await tx
      .insertInto('contact_points')
      .values({ shop_id: shopId, id: contactId, customer_id: customerId, kind, ...seen })
      .execute()
    return { contactId, vaultId, vaultVersion }
  }
  await tx
    .updateTable('contact_points')
    .set(seen)
    .where('shop_id', '=', shopId)
    .where('id', '=', before.id)
    .execute()
  await tx
    .deleteFrom('contact_vault')
    .where('shop_id', '=', shopId)
    .where('id', '=', before.vault_id)
    .execute()
  return { contactId: before.id, vaultId, vaultVersion }
}

/**
 * The customer to whom a platform account belongs; `null`: nobody. Holds a lock on the account until the transaction
 * ends, so that one that is recorded twice at once becomes one customer.
 */
export async function ownerOfAccount(tx: Tx, shopId: string, hash: string): Promise<string | null> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`account:${hash}`}, 0))`.execute(tx)
  const row = await tx
    .selectFrom('contact_points')
    .select('customer_id')
    .where('shop_id', '=', shopId)
    .where('kind', '=', 'PLATFORM_ACCOUNT')
    .where('lookup_hash', '=', hash)
    .orderBy('recorded_at')
    .executeTakeFirst()
  return row?.customer_id ?? null
}

/** Makes a customer be found by number, name and contacts as they stand now. */
export async function indexCustomer(tx: Tx, shopId: string, customerId: string): Promise<void> {
  const { number, name } = await tx
    .selectFrom('customers')
    .select(['number', 'name'])
    .where('shop_id', '=', shopId)
    .where('id', '=', customerId)
    .executeTakeFirstOrThrow()
  const points = await contactsOf(tx, shopId, customerId)
  await setSearchTerms(
    tx,
    shopId,
    'CUSTOMER',
    customerId,
    ['NUMBER', 'NAME', 'PHONE_LAST4', 'PHONE_HASH', 'ACCOUNT_HASH'],
    [
      { field: 'NUMBER', term: number },
      ...nameTerms(name),
      ...points.flatMap(({ kind, last4, lookup_hash: hash }): SearchTerm[] => {
        if (kind === 'PLATFORM_ACCOUNT') return [{ field: 'ACCOUNT_HASH', term: hash }]
        if (kind !== 'PHONE') return []
        const whole: SearchTerm = { field: 'PHONE_HASH', term: hash }
        return last4 ? [{ field: 'PHONE_LAST4', term: last4 }, whole] : [whole]
      }),
    ],
  )
}

function contactsOf(db: Db, shopId: string, customerId: string) {
  return db
    .selectFrom('contact_points')
    .select(['kind', 'last4', 'lookup_hash'])
    .where('shop_id', '=', shopId)
    .where('customer_id', '=', customerId)
    .execute()
}
