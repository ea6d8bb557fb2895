import { inShop, newId } from '@cs/data'
import { claimCursor, eventsBehind, moveCursor, type NumberedEvent } from '@cs/data/journal'
import type { Principal } from '@cs/domain/access'
import { openRun, type Run } from '../context.ts'
import { retrying } from '../retry.ts'
import type { CommandDeps } from '../run.ts'

/** Something that acts on what has happened: reads the events of a shop in the order of their numbers. */
export interface EventConsumer {
  /** Never renamed: its place among the events goes by it. */
  readonly name: string
  /** The types it acts on; the others are passed by. */
  readonly types: readonly string[]
  /**
   * Acts on events, in their order and within the transaction that moves the cursor: what it writes is written once,
   * and what it can't do is thrown and tried again. Later events of the shop wait meanwhile.
   */
  readonly handle: (run: Run, events: readonly NumberedEvent[]) => Promise<void>
}

/** The most events that are done in one transaction. */
export const EVENT_BATCH = 100

/**
 * Lets a consumer act on the next events of a shop, in one transaction with its cursor: after a crash it goes on
 * behind the last that was done. Several workers may ask at once: one holds the cursor, and the others are answered
 * with 0. Returns how many events it came on.
 */
export function consumeEvents(
  deps: CommandDeps,
  actor: Extract<Principal, { kind: 'worker' }>,
  consumer: EventConsumer,
  batch = EVENT_BATCH,
): Promise<number> {
  return retrying(() =>
    inShop(deps.database, actor.shop, async (tx) => {
      const seq = await claimCursor(tx, actor.shop, consumer.name)
      if (seq === null) return 0
      const events = await eventsBehind(tx, actor.shop, seq, batch)
      const last = events.at(-1)
      if (!last) return 0
      const concerned = events.filter((event) => consumer.types.includes(event.type))
      if (concerned.length > 0) {
        const commandId = newId(deps.now())
        await consumer.handle(await openRun({ deps, tx, actor, scope: 'shop', commandId }), concerned)
      }
      await moveCursor(tx, actor.shop, consumer.name, last.seq)
      return events.length
    }),
  )
}
