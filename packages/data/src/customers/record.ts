import type { Behaviour, BuyingStyle, ContactChannel, Salutation } from '@cs/domain/customers'
import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'

/** A customer who is new to the shop. */
export interface NewCustomer {
  readonly shopId: string
  readonly id: string
  /** The number people see. */
  readonly number: string
  readonly name: string
  readonly nameMasked: string
  readonly formOfAddress: string
  readonly salutation: Salutation | null
  readonly at: Date
}

/** Writes a customer without contacts: they go to the vault. Who never ordered is new and of ordinary value. */
export async function recordCustomer(tx: Tx, customer: NewCustomer): Promise<void> {
  await tx
    .insertInto('customers')
    .values({
      shop_id: customer.shopId,
      id: customer.id,
      number: customer.number,
      name: customer.name,
      name_masked: customer.nameMasked,
      form_of_address: customer.formOfAddress,
      salutation: customer.salutation,
      lifecycle: 'NEW',
      lifecycle_at: customer.at,
      value_class: 'ORDINARY',
      created_at: customer.at,
    })
    .execute()
}

/** What changes of a customer; what is absent stays. */
export interface CustomerPatch {
  readonly name?: string
  readonly name_masked?: string
  readonly form_of_address?: string
  readonly salutation?: Salutation | null
  readonly behaviour?: Behaviour | null
  readonly buying_style?: BuyingStyle | null
  readonly birth_month?: number | null
  readonly birth_day?: number | null
  readonly preferred_channel?: ContactChannel | null
  readonly vip?: boolean
  readonly do_not_contact?: boolean
  readonly blacklisted_until?: Date | null
}

/** Changes a locked customer. Returns its new version. */
export async function changeCustomer(
  tx: Tx,
  shopId: string,
  id: string,
  patch: CustomerPatch = {},
): Promise<number> {
  const row = await tx
    .updateTable('customers')
    .set({ ...patch, version: sql`version + 1` })
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow()
  return row.version
}

/** Whether a customer has a tag. */
export async function hasTag(tx: Tx, shopId: string, customerId: string, tag: string): Promise<boolean> {
  const row = await tx
    .selectFrom('customer_tags')
    .select('tag')
    .where('shop_id', '=', shopId)
    .where('customer_id', '=', customerId)
    .where('tag', '=', tag)
    .executeTakeFirst()
  return row !== undefined
}

/** Sets a tag; one that is there stays as it was set. */
export async function setTag(
  tx: Tx,
  shopId: string,
  entry: {
    readonly customerId: string
    readonly tag: string
    readonly setBy: string | null
    readonly at: Date
  },
): Promise<void> {
  await tx
    .insertInto('customer_tags')
    .values({
      shop_id: shopId,
      customer_id: entry.customerId,
      tag: entry.tag,
      set_by: entry.setBy,
      set_at: entry.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Takes a tag away. */
export async function removeTag(tx: Tx, shopId: string, customerId: string, tag: string): Promise<void> {
  await tx
    .deleteFrom('customer_tags')
    .where('shop_id', '=', shopId)
    .where('customer_id', '=', customerId)
    .where('tag', '=', tag)
    .execute()
}
