import {
  type CryptoKey,
  createLocalJWKSet,
  errors,
  type JSONWebKeySet,
  type JWTHeaderParameters,
  type LocalJWKSet,
} from 'jose'
import { z } from 'zod'
import { identityError } from './errors.ts'

/** Answers the key that a token names. Throws UNAUTHENTICATED for a key that does not exist, UNAVAILABLE when it can't tell. */
export type KeySource = (header: JWTHeaderParameters, now: Date) => Promise<CryptoKey>

export interface RemoteKeysOptions {
  readonly url: string
  /** How long fetched keys are used before they are fetched again. Milliseconds; 10 minutes by default. */
  readonly maxAge?: number
  /** How long the last good keys outlive their age when the issuer can't be reached. Milliseconds; 1 hour by default. */
  readonly maxStale?: number
  /** Least time between two fetches, whatever strangers put into `kid`. Milliseconds; 30 seconds by default. */
  readonly cooldown?: number
  /** The same after a fetch that failed. Milliseconds; 5 seconds by default. */
  readonly retry?: number
  /** Milliseconds; 3 seconds by default. */
  readonly timeout?: number
  readonly log?: (event: string, detail: Readonly<Record<string, unknown>>) => void
}

/** More than any issuer publishes; a longer document is taken for a fault. */
const MOST_KEYS = 50
const MOST_BYTES = 200_000

const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).max(MOST_KEYS) })

/**
 * Keys by URL. A `kid` that is not known is looked for once per cooldown, which is how a rotation is noticed;
 * an outage is ridden out on the last good keys, for a bounded time.
 */
export function remoteKeys(options: RemoteKeysOptions): KeySource {
  const {
    url,
    maxAge = 600_000,
    maxStale = 3_600_000,
    cooldown = 30_000,
    retry = 5_000,
    timeout = 3_000,
    log,
  } = options
  let good: { readonly keys: LocalJWKSet; readonly at: number } | undefined
  let attempt: { readonly at: number; readonly failed: boolean } | undefined
  let running: Promise<void> | undefined

  async function refresh(now: number): Promise<void> {
    try {
      good = { keys: await fetchKeys(url, timeout), at: now }
      attempt = { at: now, failed: false }
    } catch (error) {
      attempt = { at: now, failed: true }
      log?.('key set can not be fetched', {
        url,
        reason: error instanceof Error ? error.message : String(error),
      })
    }
  }

  /** At most one fetch at a time, at most one per cooldown. A clock that was set back does not block. */
  function mayRefresh(now: number): Promise<void> | undefined {
    if (running) return running
    const pause = attempt?.failed ? retry : cooldown
    if (attempt && now >= attempt.at && now - attempt.at < pause) return undefined
    running = refresh(now).finally(() => {
      running = undefined
    })
    return running
  }

  return async (header, date) => {
    const now = date.getTime()
    if (!good || now - good.at >= maxAge) await mayRefresh(now)
    const usable = () => (good && now - good.at < maxAge + maxStale ? good.keys : undefined)
    const found = await find(usable(), header)
    if (found) return found
    await mayRefresh(now)
    const rotated = await find(usable(), header)
    if (rotated) return rotated
    if (!usable() || attempt?.failed)
      throw identityError('UNAVAILABLE', 'Tokens can not be checked at the moment.')
    throw identityError('UNAUTHENTICATED', 'The token is signed by an unknown key.')
  }
}

/** A fixed set of keys. */
export function localKeys(set: JSONWebKeySet): KeySource {
  const keys = createLocalJWKSet(set)
  return async (header) => {
    const found = await find(keys, header)
    if (!found) throw identityError('UNAUTHENTICATED', 'The token is signed by an unknown key.')
    return found
  }
}

/** jose matches kid, kty, use, key_ops and alg. */
async function find(
  keys: LocalJWKSet | undefined,
  header: JWTHeaderParameters,
): Promise<CryptoKey | undefined> {
  try {
    return await keys?.(header)
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys)
      return undefined
    throw error
  }
}

async function fetchKeys(url: string, timeout: number): Promise<LocalJWKSet> {
  const response = await fetch(url, {
    headers: { accept: 'application/jwk-set+json, application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(timeout),
  })
  if (!response.ok) {
    await response.body?.cancel()
    throw new Error(`status ${response.status}`)
  }
  const set = keySet.parse(JSON.parse(await readAtMost(response, MOST_BYTES)))
  return createLocalJWKSet(set as JSONWebKeySet)
}

async function readAtMost(response: Response, most: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > most) throw new Error(`longer than ${most} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
