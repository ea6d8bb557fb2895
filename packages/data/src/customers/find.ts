import type { CustomerFacts, Lifecycle, Salutation } from '@cs/domain/customers'
import { sql } from 'kysely'
import type { Db, Tx } from '../database/index.ts'

/** A customer as commands find it. */
export interface FoundCustomer {
  readonly version: number
  readonly nameMasked: string
  readonly salutation: Salutation | null
  readonly lifecycle: Lifecycle
  readonly facts: CustomerFacts
}

/** A customer as it stands; `null`: none such in this shop. */
export function findCustomer(db: Db, shopId: string, id: string): Promise<FoundCustomer | null> {
  return customerOf(db, shopId, id)
}

/** Locks a customer until the transaction ends, and reads it then. Rows that name it may still be written. */
export async function lockCustomer(tx: Tx, shopId: string, id: string): Promise<FoundCustomer | null> {
  const [locked] = await lockCustomers(tx, shopId, [id])
  return locked ? customerOf(tx, shopId, id) : null
}

/** Locks some customers in the order of their ids, so that two who want the same ones wait for each other. */
export async function lockCustomers(
  tx: Tx,
  shopId: string,
  ids: readonly string[],
): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('customers')
    .select('id')
    .where('shop_id', '=', shopId)
    .where('id', 'in', [...ids])
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  return rows.map((row) => row.id)
}

async function customerOf(db: Db, shopId: string, id: string): Promise<FoundCustomer | null> {
  const row = await db
    .selectFrom('customers as c')
    .select([
      'c.id',
      'c.version',
      'c.name_masked',
      'c.salutation',
      'c.lifecycle',
      'c.vip',
      'c.do_not_contact',
      'c.blacklisted_until',
      'c.merged_into',
      'c.erased_at',
    ])
    .select(
      sql<number>`(SELECT count(*)::int FROM customer_tags t WHERE t.shop_id = c.shop_id AND t.customer_id = c.id)`.as(
        'tags',
      ),
    )
    .where('c.shop_id', '=', shopId)
    .where('c.id', '=', id)
    .executeTakeFirst()
  if (!row) return null
  return {
    version: row.version,
    nameMasked: row.name_masked,
    salutation: row.salutation as Salutation | null,
    lifecycle: row.lifecycle as Lifecycle,
    facts: {
      id: row.id,
      vip: row.vip,
      doNotContact: row.do_not_contact,
      blacklistedUntil: row.blacklisted_until?.toISOString() ?? null,
      mergedInto: row.merged_into,
      erased: row.erased_at !== null,
      tags: row.tags,
    },
  }
}
