import type { Tx } from '../database/index.ts'
import { newId } from '../database/index.ts'
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

/** Appends an event to the outbox in the command's transaction; the relay numbers it later. Returns its id. */
export async function recordEvent(tx: Tx, origin: Origin, event: NewEvent): Promise<string> {
  const id = newId(origin.at)
  await tx
    .insertInto('events')
    .values({
      ...originColumns(origin, event.subject),
      id,
      type: event.type,
      version: event.version ?? 1,
      decision_id: event.decisionId ?? null,
      rule_ids: [...(event.ruleIds ?? [])],
      pack: event.pack ?? null,
      data: JSON.stringify(event.data ?? {}),
      occurred_at: origin.at,
    })
    .execute()
  return id
}
