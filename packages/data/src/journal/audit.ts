import type { Tx } from '../database/index.ts'
import { appendLater, newId } from '../database/index.ts'
import { type Origin, originColumns, type Subject } from './origin.ts'

/** Who did or saw what, by which permission and for what. Names of fields, never values (PRV-01). */
export interface NewAuditEntry {
  readonly subject: Subject
  readonly permission: string
  readonly action: string
  readonly purpose?: string | null
  readonly fields?: readonly string[]
}

/** Writes an audit entry, by the commit at the latest; it can't be changed afterwards. Returns its id. */
export async function recordAudit(tx: Tx, origin: Origin, entry: NewAuditEntry): Promise<string> {
  const row = rowOf(origin, entry)
  appendLater(tx, 'audit_entries', [row])
  return row.id
}

/** Writes many audit entries, as `recordAudit` does one. */
export function recordAudits(tx: Tx, origin: Origin, entries: readonly NewAuditEntry[]): void {
  appendLater(
    tx,
    'audit_entries',
    entries.map((entry) => rowOf(origin, entry)),
  )
}

const rowOf = (origin: Origin, entry: NewAuditEntry) => ({
  ...originColumns(origin, entry.subject),
  id: newId(origin.at),
  permission: entry.permission,
  action: entry.action,
  purpose: entry.purpose ?? null,
  fields: [...(entry.fields ?? [])],
  at: origin.at,
})
