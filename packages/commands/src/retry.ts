import { setTimeout as sleep } from 'node:timers/promises'

const ATTEMPTS = 5
/** serialization_failure and deadlock_detected: the database undid the transaction and asks to try again. */
const WORTH_RETRYING = new Set(['40001', '40P01'])

/** The transaction worked with a pack that is no longer in force. */
export class PackChanged extends Error {
  constructor(id: string) {
    super(`The policy pack ${id} is no longer the one in force.`)
  }
}

/**
 * Runs a transaction again, a bounded number of times, when the database gave it up for another one or when a new
 * pack has come into force.
 */
export async function retrying<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction()
    } catch (error) {
      if (attempt === ATTEMPTS || !worthRetrying(error)) throw error
      if (!(error instanceof PackChanged)) await sleep(attempt * (10 + Math.random() * 20))
    }
  }
}

function worthRetrying(error: unknown): boolean {
  if (error instanceof PackChanged) return true
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' && WORTH_RETRYING.has(code)
}
