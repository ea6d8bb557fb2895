import { type CommandDeps, consumeEvents, consumeSingly, EVENT_BATCH, type EventConsumer } from '@cs/commands'
import { listenToRelay, shopsBehind } from '@cs/data/journal'
import { BackOff } from './back-off.ts'
import { type Loop, startLoop } from './loop.ts'
import { workerOf } from './sources.ts'
import type { Log } from './worker.ts'

export interface ConsumersOptions {
  readonly deps: CommandDeps
  readonly workerUrl: string
  readonly consumers: readonly EventConsumer[]
  readonly log: Log
  readonly tickMs: number
}

/** Ticks between two questions which shops have events before them: for what was announced and not heard. */
const SWEEP = 50
/** Shops at a time, so that connections are left for due work. */
const AT_ONCE = 2
/** Batches of a shop that are done before others get their turn, and before the worker looks whether it is to stop. */
const PARTS = 20
/** Failures of a batch in turn after which its events are done one by one. */
const PATIENCE = 5

/**
 * Lets consumers act on what the relay numbers. Its announcements name the shops, so nothing is searched; where one
 * was missed, or another worker ended in the middle, the next sweep finds it. A consumer that fails in a shop waits,
 * longer each time, and holds up neither other consumers nor other shops. Where it fails again and again, its events are
 * done one by one, and the one that can't be done is parked.
 */
export function startConsumers({ deps, workerUrl, consumers, log, tickMs }: ConsumersOptions): Loop {
  const names = consumers.map((consumer) => consumer.name)
  const backOff = new BackOff()
  const waiting = new Set<string>()
  let ticks = 0

  const stopListening = listenToRelay({
    url: workerUrl,
    announced({ shops }) {
      if (shops) for (const shop of shops) waiting.add(shop)
      else ticks = 0
    },
    connected: () => {
      ticks = 0
    },
    failed: (error) => log.warn({ error: String(error) }, 'consumers: not listening, trying again'),
  })
  const follow = async (shopId: string): Promise<void> => {
    for (const consumer of consumers) {
      const job = { kind: consumer.name, id: shopId }
      if (!backOff.permits(job)) continue
      try {
        if (backOff.failuresOf(job) >= PATIENCE) await goPast(shopId, consumer)
        if (await hasMore(shopId, consumer)) waiting.add(shopId)
        backOff.settled(job)
      } catch (error) {
        backOff.failed(job)
        log.error({ error: String(error), consumer: consumer.name, shopId }, 'consumers: could not go on')
      }
    }
  }
  const goPast = async (shopId: string, consumer: EventConsumer): Promise<void> => {
    const parked = await consumeSingly(deps, workerOf(shopId), consumer)
    if (!parked) return
    const { seq, error } = parked
    const event = { error: String(error), consumer: consumer.name, shopId, seq: String(seq) }
    log.error(event, 'consumers: an event could not be acted on and was parked')
  }
  /** Does what is there, a bounded part of it; answers whether more may be left. */
  const hasMore = async (shopId: string, consumer: EventConsumer): Promise<boolean> => {
    for (let done = 0; done < PARTS; done += 1)
      if ((await consumeEvents(deps, workerOf(shopId), consumer)) < EVENT_BATCH) return false
    return true
  }
  const step = async (): Promise<number> => {
    if (ticks % SWEEP === 0)
      for (const shop of await shopsBehind(deps.database.writer, names)) waiting.add(shop)
    ticks += 1
    const shops = [...waiting]
    waiting.clear()
    for (let i = 0; i < shops.length; i += AT_ONCE) await Promise.all(shops.slice(i, i + AT_ONCE).map(follow))
    return tickMs
  }
  const loop = startLoop(step, (error, failures) => {
    log.warn({ error: String(error), failures }, 'consumers: database not reached, trying again')
  })
  return {
    async stop() {
      await Promise.all([loop.stop(), stopListening()])
    },
  }
}
