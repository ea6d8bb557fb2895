import { type CommandDeps, type EventConsumer, followUpPlanner } from '@cs/commands'
import { openDatabase } from '@cs/data'
import type { Files } from '@cs/data/files'
import { startConsumers } from './consumers.ts'
import { blacklistingsDue, erasedFilesDue, lifecyclesDue, valuesDue } from './customers.ts'
import { startDueWork } from './due.ts'
import { followUpRounds, followUpsDue } from './follow-ups.ts'
import { memberRoundsDue } from './members.ts'
import { ordersUnpaid, receiptsDue } from './orders.ts'
import { pointsExpiryDue, pointsHoldsDue, pointsNoticesDue } from './points.ts'
import { startRelay } from './relay.ts'
import { parcelsSilent, uploadsForgotten } from './rounds.ts'
import { approvalsDue, clocksDue, escalationsDue } from './sources.ts'

/** What the worker says; a pino logger fits. */
export interface Log {
  info(data: object, message: string): void
  warn(data: object, message: string): void
  error(data: object, message: string): void
}

export interface WorkerOptions {
  /** Connection string of the cs_worker login. */
  readonly workerUrl: string
  /** The secret of look-up hashes, as the gateway has it. */
  readonly hashKey: string
  /** The clock of due work; the system's by default. */
  readonly now?: () => Date
  /** Where files of proof are kept; absent: nothing is cleared there. */
  readonly files?: Files | undefined
  readonly log: Log
  /**
   * Milliseconds between two looks into the outbox. Due work is looked for every ten of them, what may wait every
   * hundred.
   */
  readonly tickMs?: number
  /** Who acts on events; the service's own by default. */
  readonly consumers?: readonly EventConsumer[]
}

/** Who acts on what has happened. */
const CONSUMERS: readonly EventConsumer[] = [followUpPlanner]

export interface Worker {
  /** Whether this worker is the one that relays now; the others stand by. */
  relays(): boolean
  /** Finishes what is under way, gives up the lock and closes every connection. May be called again. */
  stop(): Promise<void>
}

/** Starts what time does: the relay of the outbox, who acts on events, and due work. Several may run: one relays. */
export function startWorker(options: WorkerOptions): Worker {
  const { workerUrl, log, hashKey, files, now = () => new Date(), tickMs = 100 } = options
  const database = openDatabase({ readUrl: workerUrl, writeUrl: workerUrl, max: 4 })
  const deps: CommandDeps = { database, now, hashKey }
  const relay = startRelay({ workerUrl, log, tickMs })
  const due = startDueWork({
    sources: [
      clocksDue(deps),
      escalationsDue(deps),
      approvalsDue(deps),
      memberRoundsDue(deps),
      blacklistingsDue(deps),
      ordersUnpaid(deps),
      pointsHoldsDue(deps),
      pointsExpiryDue(deps),
    ],
    log,
    everyMs: tickMs * 10,
  })
  const patient = [
    parcelsSilent(deps),
    receiptsDue(deps),
    lifecyclesDue(deps),
    valuesDue(deps),
    pointsNoticesDue(deps),
    ...(files ? [uploadsForgotten(deps, files), erasedFilesDue(deps, files)] : []),
    followUpRounds(deps),
    followUpsDue(deps),
  ]
  const rounds = startDueWork({ sources: patient, log, everyMs: tickMs * 100 })
  const consumers = startConsumers({
    deps,
    workerUrl,
    consumers: options.consumers ?? CONSUMERS,
    log,
    tickMs,
  })
  const end = async () => {
    await Promise.all([relay.stop(), due.stop(), rounds.stop(), consumers.stop()])
    await database.close()
  }
  let ending: Promise<void> | null = null
  return {
    relays: () => relay.leads(),
    stop() {
      ending ??= end()
      return ending
    },
  }
}
