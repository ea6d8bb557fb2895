import { newId } from '../database/id.ts'
import type { Tx } from '../database/types.ts'
import type { Origin, Subject } from './origin.ts'

/** A business fact, past tense. `data` holds ids, codes, counts and amounts: no personal data, no free text. */
export interface EventEntry {
  readonly type: string
  readonly subject: Subject
  readonly decisionId: string | null
  readonly ruleIds: readonly string[]
  /** `id@version` of the pack that judged. */
  readonly pack: string | null
  readonly data: Readonly<Record<string, unknown>>
}

/** Puts an event into the outbox. The relay numbers and announces it after the commit. */
export async function recordEvent(tx: Tx, origin: Origin, event: EventEntry): Promise<void> {
  await tx
    .insertInto('events')
    .values({
      shop_id: origin.shopId,
      id: newId(), // of the real clock: two events of one command keep their order
      type: event.type,
      subject_type: event.subject.type,
      subject_id: event.subject.id,
      actor_kind: origin.actorKind,
      actor_id: origin.actorId,
      command_id: origin.commandId,
      decision_id: event.decisionId,
      rule_ids: [...event.ruleIds],
      pack: event.pack,
      data: JSON.stringify(event.data),
      occurred_at: origin.at,
    })
    .execute()
}
