import { sql } from 'kysely'
import type { Db, Tx } from '../database/index.ts'

/** Marks proof as stored: its bytes are there, and are those that were announced. */
export async function setEvidenceStored(tx: Tx, shopId: string, id: string, at: Date): Promise<void> {
  await tx
    .updateTable('evidence')
    .set({ status: 'STORED', stored_at: at })
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .execute()
}

/** Marks proof as erased: there is no file of it. */
export async function setEvidenceErased(tx: Tx, shopId: string, id: string): Promise<void> {
  await tx
    .updateTable('evidence')
    .set({ status: 'ERASED' })
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .execute()
}

/** Proof whose file never came. */
export interface StaleEvidence {
  readonly shopId: string
  readonly id: string
  readonly addedAt: Date
}

/** The next proof, over all shops, that was announced before a time and never came; in the order of those times. */
export async function staleEvidence(
  db: Db,
  before: Date,
  after: { readonly at: Date; readonly id: string },
  batch: number,
): Promise<readonly StaleEvidence[]> {
  const { rows } = await sql<StaleEvidence>`
    SELECT shop_id AS "shopId", id, added_at AS "addedAt"
    FROM cs.stale_evidence(${before}, ${after.at}, ${after.id}, ${batch})`.execute(db)
  return rows
}
