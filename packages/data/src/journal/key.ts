import type { Tx } from '../database/index.ts'
import { writeLater } from '../database/index.ts'

/** A caller's idempotency key for one command. `fingerprint` is a keyed hash of the input. */
export interface KeyClaim {
  readonly shopId: string
  readonly principalId: string
  readonly command: string
  readonly key: string
  readonly fingerprint: string
  readonly commandId: string
  readonly at: Date
}

/** Not claimed: the key was used before, for the input with that fingerprint and with that outcome. */
export type ClaimedKey =
  | { readonly claimed: true }
  | {
      readonly claimed: false
      readonly fingerprint: string
      readonly commandId: string
      readonly outcome: unknown
    }

/** Claims a key. A second caller with the same key waits here until the first one's transaction ends. */
export async function claimKey(tx: Tx, claim: KeyClaim): Promise<ClaimedKey> {
  const fresh = await tx
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
    .returning('command_id')
    .executeTakeFirst()
  if (fresh) return { claimed: true }
  const kept = await tx
    .selectFrom('idempotency_keys')
    .select(['fingerprint', 'command_id as commandId', 'outcome'])
    .where('shop_id', '=', claim.shopId)
    .where('principal_id', '=', claim.principalId)
    .where('command', '=', claim.command)
    .where('key', '=', claim.key)
    .executeTakeFirstOrThrow()
  return { claimed: false, ...kept }
}

/** Keeps the outcome's ids under the key, by the commit at the latest; the answer is rebuilt from them. */
export async function keepOutcome(tx: Tx, claim: KeyClaim, outcome: unknown): Promise<void> {
  const { shopId, principalId, command, key } = claim
  const values = [shopId, principalId, command, key, JSON.stringify(outcome)]
  writeLater(tx, 'idempotency_keys', KEEP, values)
}

const KEEP = `UPDATE idempotency_keys SET outcome = $5
  WHERE shop_id = $1 AND principal_id = $2 AND command = $3 AND key = $4`
