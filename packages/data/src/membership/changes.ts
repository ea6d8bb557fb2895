import type { PackRef } from '@cs/domain/decisions'
import type { Tier, TierMove, TierState } from '@cs/domain/membership'
import type { Fen } from '@cs/domain/money'
import { sql } from 'kysely'
import { appendLater, newId, type Tx } from '../database/index.ts'

/** One move of one member's tier, and what it was judged by. */
export interface TierChange {
  readonly customerId: string
  /** The first tier has no move before it. */
  readonly kind: TierMove['kind'] | 'ENROLLED'
  readonly from: Tier | null
  readonly to: Tier
  readonly paidFen: Fen
  readonly thresholdFen: Fen
  /** `YYYY-MM-DD`. */
  readonly effectiveOn: string
  readonly ruleId: string
}

/** Writes how tiers stand now. The members are locked. */
export async function setTiers(
  tx: Tx,
  shopId: string,
  states: readonly { readonly customerId: string; readonly state: TierState }[],
): Promise<void> {
  if (states.length === 0) return
  const rows = states.map(({ customerId, state: { tier, since, notice } }) => ({
    customer_id: customerId,
    tier,
    since,
    lowers_to: notice?.to ?? null,
    lowers_on: notice?.on ?? null,
  }))
  await sql`UPDATE members m SET tier = n.tier, tier_since = n.since, lowers_to = n.lowers_to, lowers_on = n.lowers_on,
      version = m.version + 1
    FROM json_to_recordset(${JSON.stringify(rows)}::json)
      AS n(customer_id uuid, tier text, since date, lowers_to text, lowers_on date)
    WHERE m.shop_id = ${shopId} AND m.customer_id = n.customer_id`.execute(tx)
}

/** Appends to the history of tiers. */
export function addTierChanges(
  tx: Tx,
  on: { readonly shopId: string; readonly pack: PackRef; readonly commandId: string; readonly at: Date },
  changes: readonly TierChange[],
): void {
  const rows = changes.map((change) => ({
    shop_id: on.shopId,
    id: newId(on.at),
    customer_id: change.customerId,
    kind: change.kind,
    from_tier: change.from,
    to_tier: change.to,
    paid_fen: change.paidFen,
    threshold_fen: change.thresholdFen,
    effective_on: change.effectiveOn,
    rule_id: change.ruleId,
    pack_id: on.pack.id,
    pack_version: on.pack.version,
    command_id: on.commandId,
    occurred_at: on.at,
  }))
  for (let i = 0; i < rows.length; i += ROWS) appendLater(tx, 'tier_changes', rows.slice(i, i + ROWS))
}

/** Rows of one statement: texts are kept by their number of rows. */
const ROWS = 100
