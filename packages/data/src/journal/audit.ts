import { newId } from '../database/id.ts'
import type { Tx } from '../database/types.ts'
import type { Origin, Subject } from './origin.ts'

/** Who did or saw what, by which permission and why. Names of fields, never values. */
export interface AuditEntry {
  readonly subject: Subject
  readonly permission: string
  readonly action: string
  readonly purpose: string | null
  readonly fields: readonly string[]
}

/** Writes one audit entry. Entries can't be changed. */
export async function recordAudit(tx: Tx, origin: Origin, entry: AuditEntry): Promise<void> {
  await tx
    .insertInto('audit_entries')
    .values({
      shop_id: origin.shopId,
      id: newId(),
      actor_kind: origin.actorKind,
      actor_id: origin.actorId,
      permission: entry.permission,
      action: entry.action,
      purpose: entry.purpose,
      subject_type: entry.subject.type,
      subject_id: entry.subject.id,
      fields: [...entry.fields],
      command_id: origin.commandId,
      at: origin.at,
    })
    .execute()
}
