import { type CommandDeps, consumeEvents, EVENT_BATCH, type EventConsumer } from '@cs/commands'
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

/**
 * Lets consumers act on what the relay numbers. Its announcements name the shops, so nothing is searched; where one
 * was missed, or another worker ended in the middle, the next sweep finds it. A consumer that fails in a shop waits,
 * longer each time, and holds up neither other consumers nor other shops.
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
        while ((await consumeEvents(deps, workerOf(shopId), consumer)) === EVENT_BATCH);
        backOff.settled(job)
      } catch (error) {
        backOff.failed(job)
        log.error({ error: String(error), consumer: consumer.name, shopId }, 'consumers: could not go on')
      }
    }
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
