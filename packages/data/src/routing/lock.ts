import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'

/**
 * One case of a shop is given to somebody at a time, until the transaction ends: else two that come at once would
 * both go to whoever has the fewest, and over the limit.
 */
export async function lockRouting(tx: Tx, shopId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`routing:${shopId}`}, 0))`.execute(tx)
}
