import type { Tx } from '../database/index.ts'
import { appendLater, newId } from '../database/index.ts'
import { type Origin, originColumns, type Subject } from './origin.ts'

/** A past-tense business fact for the outbox. No personal data: ids, codes and amounts only. */
export interface NewEvent {
  readonly type: string
  readonly version?: number
  readonly subject: Subject
  readonly decisionId?: string | null
  readonly ruleIds?: readonly string[]
  /** `pack@version`. */
  readonly pack?: string | null
  readonly data?: Readonly<Record<string, unknown>>
}

/** Appends one event, as `recordEvents` does. Returns its id. */
export async function recordEvent(tx: Tx, origin: Origin, event: NewEvent): Promise<string> {
  const [id] = await recordEvents(tx, origin, [event])
  if (!id) throw new Error('an event has no id')
  return id
}

/**
 * Appends events to the outbox in the command's transaction, by its commit at the latest and in this order; the
 * relay numbers them later. Returns their ids.
 */
export async function recordEvents(
  tx: Tx,
  origin: Origin,
  events: readonly NewEvent[],
): Promise<readonly string[]> {
  const rows = events.map((event) => ({
    ...originColumns(origin, event.subject),
    id: newId(origin.at),
    type: event.type,
    version: event.version ?? 1,
    decision_id: event.decisionId ?? null,
    rule_ids: [...(event.ruleIds ?? [])],
    pack: event.pack ?? null,
    data: JSON.stringify(event.data ?? {}),
    occurred_at: origin.at,
  }))
  appendLater(tx, 'events', rows)
  return rows.map(({ id }) => id)
}
