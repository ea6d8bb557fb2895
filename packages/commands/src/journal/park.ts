import { inShop } from '@cs/data'
import { claimCursor, eventsBehind, moveCursor, type NumberedEvent, parkEvent } from '@cs/data/journal'
import type { Principal } from '@cs/domain/access'
import { retrying } from '../retry.ts'
import type { CommandDeps } from '../run.ts'
import { consumeEvents, EVENT_BATCH, type EventConsumer } from './consume.ts'

/** An event that a consumer went past, and why it could not act on it. */
export interface ParkedEvent {
  readonly seq: bigint
  readonly error: unknown
}

type Worker = Extract<Principal, { kind: 'worker' }>

/**
 * For a batch that has failed again and again: lets a consumer act on the next events of a shop one by one, each in a
 * transaction of its own, and parks the first that can't be done, so that one event does not stop all that follow. Up to a
 * batch; answers what was parked, `null` where all could be done. What fails because of the database itself is thrown, and
 * parks nothing.
 */
export async function consumeSingly(
  deps: CommandDeps,
  actor: Worker,
  consumer: EventConsumer,
): Promise<ParkedEvent | null> {
  for (let done = 0; done < EVENT_BATCH; done += 1) {
    const next = await inShop(deps.database, actor.shop, async (tx) => {
      const seq = await claimCursor(tx, actor.shop, consumer.name)
      return seq === null ? undefined : (await eventsBehind(tx, actor.shop, seq, 1))[0]
    })
    if (!next) return null
    try {
      await consumeEvents(deps, actor, consumer, 1)
    } catch (error) {
      if (isOfDatabase(error)) throw error
      if (await park(deps, actor, consumer, next, error)) return { seq: next.seq, error }
    }
  }
  return null
}

/** Goes past an event. Answers `false` where another worker has come further meanwhile. */
function park(
  deps: CommandDeps,
  actor: Worker,
  { name: consumer }: EventConsumer,
  { seq }: NumberedEvent,
  error: unknown,
): Promise<boolean> {
  return retrying(() =>
    inShop(deps.database, actor.shop, async (tx) => {
      const behind = await claimCursor(tx, actor.shop, consumer)
      if (behind === null) return false
      const [next] = await eventsBehind(tx, actor.shop, behind, 1)
      if (next?.seq !== seq) return false
      await parkEvent(tx, actor.shop, { consumer, seq, error: nameOf(error), at: deps.now() })
      await moveCursor(tx, actor.shop, consumer, seq)
      return true
    }),
  )
}

/** What another try may mend: no connection (08), undone for others (40), no room (53), no lock (55), ended by it (57, 58). */
const PASSING = ['08', '40', '53', '55', '57', '58']

const codeOf = (error: unknown): string => {
  const { code } = (error ?? {}) as { readonly code?: unknown }
  return typeof code === 'string' ? code : ''
}
const isState = (code: string) => /^[0-9A-Z]{5}$/.test(code)

/** Whether it was the database or the way to it that failed, not the work. */
function isOfDatabase(error: unknown): boolean {
  const code = codeOf(error)
  if (isState(code)) return PASSING.includes(code.slice(0, 2))
  return code.startsWith('E') || (error instanceof Error && /connection|timeout/i.test(error.message))
}

const nameOf = (error: unknown) => codeOf(error) || (error instanceof Error ? error.name : typeof error)
