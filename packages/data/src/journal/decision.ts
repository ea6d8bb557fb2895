import type { Decision } from '@cs/domain/decisions'
import type { Db, Tx } from '../database/index.ts'
import { appendLater, newId } from '../database/index.ts'
import { type Origin, originColumns, type Subject } from './origin.ts'

/** A decision to store, with the facts it was judged on: `decision(id)` replays it from them. */
export interface NewDecision {
  readonly subject: Subject
  readonly decision: Decision
  /** Plain JSON without personal data. */
  readonly facts: unknown
}

/**
 * Stores a decision, with the transaction's next statement or its commit, and before any row that refers to it;
 * it can't be changed afterwards. Returns its id.
 */
export async function recordDecision(tx: Tx, origin: Origin, entry: NewDecision): Promise<string> {
  const id = newId(origin.at)
  const { decision } = entry
  appendLater(tx, 'decisions', [
    {
      ...originColumns(origin, entry.subject),
      id,
      action: decision.action,
      outcome: decision.outcome,
      findings: JSON.stringify(decision.findings),
      facts: JSON.stringify(entry.facts),
      pack_id: decision.pack.id,
      pack_version: decision.pack.version,
      pack_hash: decision.pack.hash,
      decided_at: origin.at,
    },
  ])
  return id
}

/** A stored decision. */
export interface StoredDecision {
  readonly id: string
  readonly subject: Subject
  readonly decision: Decision
  readonly facts: unknown
  readonly decidedAt: Date
}

/** Reads a stored decision with its facts. */
export async function findDecision(db: Db, shopId: string, id: string): Promise<StoredDecision | null> {
  const row = await db
    .selectFrom('decisions')
    .selectAll()
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) return null
  return {
    id: row.id,
    subject: { type: row.subject_type, id: row.subject_id },
    decision: {
      action: row.action,
      outcome: row.outcome as Decision['outcome'],
      findings: row.findings as unknown as Decision['findings'],
      pack: { id: row.pack_id, version: row.pack_version, hash: row.pack_hash },
    },
    facts: row.facts,
    decidedAt: row.decided_at,
  }
}
