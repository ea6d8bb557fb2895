import type { ConsentInForce, ConsentPurpose, ConsentSource, ContactChannel } from '@cs/domain/customers'
import type { Db, Tx } from '../database/index.ts'
import { newId } from '../database/index.ts'

/** An answer of a customer to being contacted for a purpose through a channel. */
export interface ConsentEntry extends ConsentInForce {
  readonly customerId: string
  readonly source: ConsentSource
  /** The agent who heard it; `null`: it came from a storefront. */
  readonly recordedBy: string | null
  readonly at: Date
}

/** What a customer agreed to and refused, one answer for a purpose and a channel. */
export async function consentsInForce(
  db: Db,
  shopId: string,
  customerId: string,
): Promise<readonly ConsentInForce[]> {
  return (await db
    .selectFrom('consents')
    .select(['purpose', 'channel', 'given'])
    .where('shop_id', '=', shopId)
    .where('customer_id', '=', customerId)
    .where('ended_at', 'is', null)
    .execute()) as ConsentInForce[]
}

/** Whether a customer agreed to a purpose and a channel; never asked is no. */
export async function consentGiven(
  db: Db,
  shopId: string,
  customerId: string,
  purpose: ConsentPurpose,
  channel: ContactChannel,
): Promise<boolean> {
  const row = await db
    .selectFrom('consents')
    .select('given')
    .where('shop_id', '=', shopId)
    .where('customer_id', '=', customerId)
    .where('purpose', '=', purpose)
    .where('channel', '=', channel)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return row?.given ?? false
}

/**
 * Records an answer; the one before it stays as history. The customer is locked by the caller. Answers its id; `null`:
 * it says what is in force already.
 */
export async function recordConsent(tx: Tx, shopId: string, entry: ConsentEntry): Promise<string | null> {
  const { customerId, purpose, channel, given, at } = entry
  const before = await tx
    .selectFrom('consents')
    .select(['id', 'given'])
    .where('shop_id', '=', shopId)
    .where('customer_id', '=', customerId)
    .where('purpose', '=', purpose)
    .where('channel', '=', channel)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  if (before?.given === given) return null
  if (before)
    await tx
      .updateTable('consents')
      .set({ ended_at: at })
      .where('shop_id', '=', shopId)
      .where('id', '=', before.id)
      .execute()
  const id = newId(at)
  await tx
    .insertInto('consents')
    .values({
      shop_id: shopId,
      id,
      customer_id: customerId,
      purpose,
      channel,
      given,
      source: entry.source,
      recorded_by: entry.recordedBy,
      at,
    })
    .execute()
  return id
}
