import type { Tx } from '../database/types.ts'

/** One idempotency key: its scope is shop, principal and command. */
export interface KeyClaim {
  readonly shopId: string
  readonly principalId: string
  readonly command: string
  readonly key: string
  /** A keyed hash of the input: the same key with other input is an error. */
  readonly fingerprint: string
  readonly commandId: string
  readonly at: Date
}

export type IdempotencyClaim =
  | { readonly claimed: true }
  | { readonly claimed: false; readonly fingerprint: string; readonly outcome: unknown }

/**
 * Claims a key. Waits for a transaction that holds it: then answers what that one kept, or, where it was
 * rolled back, claims. The claim ends with the transaction unless it commits.
 */
export async function claimKey(tx: Tx, claim: KeyClaim): Promise<IdempotencyClaim> {
  const inserted = await tx
    .insertInto('idempotency_keys')
    .values({
      shop_id: claim.shopId,
      principal_id: claim.principalId,
      command: claim.command,
      key: claim.key,
      fingerprint: claim.fingerprint,
      command_id: claim.commandId,
      created_at: claim.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('key')
    .executeTakeFirst()
  if (inserted) return { claimed: true }
  const kept = await tx
    .selectFrom('idempotency_keys')
    .select(['fingerprint', 'outcome'])
    .where('shop_id', '=', claim.shopId)
    .where('principal_id', '=', claim.principalId)
    .where('command', '=', claim.command)
    .where('key', '=', claim.key)
    .executeTakeFirstOrThrow()
  return { claimed: false, ...kept }
}

/** Keeps the kind and the ids of an outcome, from which the answer to a duplicate is rebuilt. */
export async function keepOutcome(tx: Tx, claim: KeyClaim, outcome: object): Promise<void> {
  await tx
    .updateTable('idempotency_keys')
    .set({ outcome: JSON.stringify(outcome) })
    .where('shop_id', '=', claim.shopId)
    .where('principal_id', '=', claim.principalId)
    .where('command', '=', claim.command)
    .where('key', '=', claim.key)
    .execute()
}
