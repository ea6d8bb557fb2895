import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'

/** A customer's contact data in full, as it is shown once (PRV-01). */
export interface RevealedContact {
  readonly contacts: readonly { readonly kind: string; readonly value: string; readonly primary: boolean }[]
  readonly addresses: readonly {
    readonly id: string
    readonly province: string
    readonly city: string
    readonly district: string
    /** `null` where the value was erased or never given. */
    readonly detail: string | null
    readonly recipient: string | null
    readonly phone: string | null
    readonly isDefault: boolean
  }[]
}

/** Newest addresses that are shown; older ones belong to orders of long ago. */
const ADDRESSES = 20

/**
 * Reads a customer's contact data out of the vault, with the newest addresses or so many as are asked for. Takes a Tx:
 * the audit entry is written in the same transaction.
 */
export async function revealedContact(
  tx: Tx,
  shopId: string,
  customerId: string,
  addressesAtMost: number | 'all' = ADDRESSES,
): Promise<RevealedContact> {
  const contacts = await tx
    .selectFrom('contact_points as c')
    .innerJoin('contact_vault as v', (join) =>
      join.onRef('v.shop_id', '=', 'c.shop_id').onRef('v.id', '=', 'c.vault_id'),
    )
    .select(['c.kind', 'v.value', 'c.is_primary as primary'])
    .where('c.shop_id', '=', shopId)
    .where('c.customer_id', '=', customerId)
    .orderBy('c.kind')
    .orderBy('c.id')
    .execute()
  const inVault = (id: 'detail_vault_id' | 'recipient_vault_id' | 'phone_vault_id') =>
    sql<
      string | null
    >`(SELECT v.value FROM contact_vault v WHERE v.shop_id = a.shop_id AND v.id = ${sql.ref(`a.${id}`)})`
  const addresses = await tx
    .selectFrom('addresses as a')
    .select(['a.id', 'a.province', 'a.city', 'a.district', 'a.is_default as isDefault'])
    .select([
      inVault('detail_vault_id').as('detail'),
      inVault('recipient_vault_id').as('recipient'),
      inVault('phone_vault_id').as('phone'),
    ])
    .where('a.shop_id', '=', shopId)
    .where('a.customer_id', '=', customerId)
    .orderBy('a.recorded_at', 'desc')
    .orderBy('a.id', 'desc')
    .$if(addressesAtMost !== 'all', (query) => query.limit(addressesAtMost as number))
    .execute()
  return { contacts, addresses }
}

/** Whose case it is, for the scope of a permission. */
export interface CaseReach {
  readonly id: string
  readonly customerId: string
  readonly ownerId: string
  readonly assigneeId: string
  readonly open: boolean
}

/** Who works on a case, and for whom. `null`: no such case in this shop. */
export async function caseReach(tx: Tx, shopId: string, caseId: string): Promise<CaseReach | null> {
  const row = await tx
    .selectFrom('cases')
    .select(['id', 'customer_id as customerId', 'owner_id as ownerId', 'assignee_id as assigneeId'])
    .select(sql<boolean>`status <> 'CLOSED'`.as('open'))
    .where('shop_id', '=', shopId)
    .where('id', '=', caseId)
    .executeTakeFirst()
  return row ?? null
}

/** The version of a customer; `null`: not in this shop. */
export async function customerVersion(tx: Tx, shopId: string, customerId: string): Promise<number | null> {
  const row = await tx
    .selectFrom('customers')
    .select('version')
    .where('shop_id', '=', shopId)
    .where('id', '=', customerId)
    .executeTakeFirst()
  return row?.version ?? null
}

/**
 * When somebody used a counted look-up since a time, oldest first: entries of the audit that name fields, as a
 * refused one showed nothing. Holds a lock until the transaction ends, so that two at once can't both be the last.
 */
async function usesSince(
  tx: Tx,
  shopId: string,
  actorId: string,
  action: string,
  since: Date,
): Promise<readonly Date[]> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`${action}:${shopId}:${actorId}`}, 0))`.execute(
    tx,
  )
  const rows = await tx
    .selectFrom('audit_entries')
    .select('at')
    .where('shop_id', '=', shopId)
    .where('at', '>', since)
    .where('actor_id', '=', actorId)
    .where('action', '=', action)
    .where(sql<boolean>`cardinality(fields) > 0`)
    .orderBy('at')
    .execute()
  return rows.map((row) => row.at)
}

/** The reveals of contact data by somebody since a time, oldest first. */
export const revealsSince = (tx: Tx, shopId: string, actorId: string, since: Date) =>
  usesSince(tx, shopId, actorId, 'revealContact', since)

/** The searches by a whole phone number by somebody since a time, oldest first. */
export const phoneSearchesSince = (tx: Tx, shopId: string, actorId: string, since: Date) =>
  usesSince(tx, shopId, actorId, 'searchByPhone', since)
