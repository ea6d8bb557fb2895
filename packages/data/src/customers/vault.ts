import type { Tx } from '../database/index.ts'
import { newId } from '../database/index.ts'

export type VaultKind = 'PHONE' | 'EMAIL' | 'PLATFORM_ACCOUNT' | 'RECIPIENT' | 'ADDRESS_LINE'

/** One value of the vault, in full. Personal data: reveal it with a purpose and an audit entry only (PRV-01). */
export interface VaultValue {
  readonly id: string
  readonly kind: VaultKind
  readonly value: string
  readonly version: number
}

/** Puts a value into the vault. Returns its id, the only thing that events may name. */
export async function putIntoVault(
  tx: Tx,
  entry: {
    readonly shopId: string
    readonly customerId: string
    readonly kind: VaultKind
    readonly value: string
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
      recorded_at: entry.at,
    })
    .execute()
  return id
}

/** Everything the vault holds of a customer. Takes a Tx: revealing writes its audit entry in the same transaction. */
export async function readVault(tx: Tx, shopId: string, customerId: string): Promise<readonly VaultValue[]> {
  const rows = await tx
    .selectFrom('contact_vault')
    .select(['id', 'kind', 'value', 'version'])
    .where('shop_id', '=', shopId)
    .where('customer_id', '=', customerId)
    .orderBy('recorded_at')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ ...row, kind: row.kind as VaultKind }))
}

/** Erases a person: their vault rows. */
export async function emptyVault(tx: Tx, shopId: string, customerId: string): Promise<void> {
  await tx
    .deleteFrom('contact_vault')
    .where('shop_id', '=', shopId)
    .where('customer_id', '=', customerId)
    .execute()
}
