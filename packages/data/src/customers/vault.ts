import type { Tx } from '../database/index.ts'
import { newId } from '../database/index.ts'

export type VaultKind = 'PHONE' | 'EMAIL' | 'PLATFORM_ACCOUNT' | 'RECIPIENT' | 'ADDRESS_LINE'

/** Puts a value into the vault. Returns its id, the only thing that events may name. */
export async function putIntoVault(
  tx: Tx,
  entry: {
    readonly shopId: string
    readonly customerId: string
    readonly kind: VaultKind
    readonly value: string
    /** Counts the values of one contact; 1 where nothing is said. */
    readonly version?: number
    readonly at: Date
  },
): Promise<string> {
  const id = newId(entry.at)
  await tx
    .insertInto('contact_vault')
    .values({
      shop_id: entry.shopId,
      id,
      customer_id: entry.customerId,
      kind: entry.kind,
      value: entry.value,
      ...(entry.version === undefined ? {} : { version: entry.version }),
      recorded_at: entry.at,
    })
    .execute()
  return id
}
