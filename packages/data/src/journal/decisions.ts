import type { Decision } from '@cs/domain/decisions'
import { newId } from '../database/id.ts'
import type { Tx } from '../database/types.ts'
import type { Origin, Subject } from './origin.ts'

/** A decision with the facts it was judged on, so that it can be replayed. Facts hold no personal data. */
export interface DecisionEntry {
  readonly subject: Subject
  readonly decision: Decision
  readonly facts: object
}

/** Stores a decision and returns its id. Decisions can't be changed. */
export async function recordDecision(tx: Tx, origin: Origin, entry: DecisionEntry): Promise<string> {
  const id = newId(origin.at)
  const { action, outcome, findings, pack } = entry.decision
  await tx
    .insertInto('decisions')
    .values({
      shop_id: origin.shopId,
      id,
      action,
      subject_type: entry.subject.type,
      subject_id: entry.subject.id,
      outcome,
      findings: JSON.stringify(findings),
      facts: JSON.stringify(entry.facts),
      pack_id: pack.id,
      pack_version: pack.version,
      pack_hash: pack.hash,
      actor_kind: origin.actorKind,
      actor_id: origin.actorId,
      command_id: origin.commandId,
      decided_at: origin.at,
    })
    .execute()
  return id
}
