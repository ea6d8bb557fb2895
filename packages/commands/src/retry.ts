import { setTimeout as sleep } from 'node:timers/promises'

const ATTEMPTS = 5
/** serialization_failure and deadlock_detected: the database undid the transaction and asks to try again. */
const WORTH_RETRYING = new Set(['40001', '40P01'])

/** Runs a transaction again, a bounded number of times, when the database gave it up for another one. */
export async function retrying<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction()
    } catch (error) {
      const code = (error as { code?: unknown }).code
      if (attempt === ATTEMPTS || typeof code !== 'string' || !WORTH_RETRYING.has(code)) throw error
      await sleep(attempt * (10 + Math.random() * 20))
    }
  }
}
