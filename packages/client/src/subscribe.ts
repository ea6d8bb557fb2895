import { CsError, isCsError } from './errors.ts'
import { eventsIn } from './events.ts'
import { type Answer, answerIn, type Fetch, factsOf } from './http.ts'
import type { Result } from './result.ts'

/** What may be said of one subscription. */
export interface SubscribeOptions {
  /** Ends it: what follows it comes to its end. */
  readonly signal?: AbortSignal
}

/** What a subscription is made of. */
export interface Subscribing<Data> {
  readonly fetch: Fetch
  readonly url: string
  /** The headers of a new stream, with a token of that moment. */
  readonly headers: () => Promise<Record<string, string>>
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  /** The result of an answer. Throws its first error where it has no data. */
  readonly judge: (answer: Answer) => Result<Data>
  readonly signal: AbortSignal | undefined
}

/** Milliseconds without a sign of life after which a stream counts as lost; the service gives one each 20 seconds. */
const SILENCE = 60_000
const LONGEST_PAUSE = 15_000

/** Follows a subscription, and goes on behind the last cursor whenever its stream is lost. */
export async function* follow<Data>(subscribing: Subscribing<Data>): AsyncGenerator<Result<Data>, void> {
  const { signal } = subscribing
  let variables = subscribing.variables
  let failures = 0
  while (!signal?.aborted) {
    let heard = false
    try {
      for await (const result of stream(subscribing, variables)) {
        heard = true
        failures = 0
        const cursor = cursorIn(result.data)
        if (cursor !== undefined) variables = { ...variables, after: cursor }
        yield result
      }
    } catch (error) {
      if (signal?.aborted) return
      if (!isPassing(error, heard)) throw error
      failures += 1
      await pause(waitAfter(error, failures), signal)
    }
  }
}

/** One stream, up to its break; throws what it was ended with. */
async function* stream<Data>(
  { fetch, url, headers, query, judge, signal: outer }: Subscribing<Data>,
  variables: Readonly<Record<string, unknown>>,
): AsyncGenerator<Result<Data>, void> {
  const lost = new AbortController()
  const signal = outer ? AbortSignal.any([outer, lost.signal]) : lost.signal
  let timer = setTimeout(() => lost.abort(), SILENCE)
  const alive = () => {
    clearTimeout(timer)
    timer = setTimeout(() => lost.abort(), SILENCE)
  }
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...(await headers()), accept: 'text/event-stream' },
      body: JSON.stringify({ query, variables }),
      signal,
    })
    const facts = factsOf(response)
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream')
    if (!isStream || !response.body) {
      judge(answerIn(await response.text(), facts))
      throw new CsError('PROTOCOL', 'The service answered a subscription without an event stream.', facts)
    }
    for await (const event of eventsIn(response.body)) {
      alive()
      if (event?.event !== 'next') continue
      const answer = answerIn(event.data, facts)
      const result = judge(answer)
      // What is refused at the start or can't go on has no value and says why.
      if (result.errors[0] && isEmpty(result.data)) throw result.errors[0]
      yield result
    }
    throw new CsError('NETWORK', `The stream of ${url} broke off.`, facts)
  } catch (error) {
    throw error instanceof CsError
      ? error
      : new CsError('NETWORK', `No answer from ${url}.`, { cause: error })
  } finally {
    clearTimeout(timer)
    lost.abort()
  }
}

const isEmpty = (data: unknown) => Object.values(data ?? {}).every((value) => value === null)

function cursorIn(data: unknown): string | undefined {
  const [told] = Object.values(data ?? {}) as ({ readonly cursor?: unknown } | null)[]
  return typeof told?.cursor === 'string' ? told.cursor : undefined
}

/** Whether to come again: a lost stream, a budget that refills, a token that ended after it had been good. */
function isPassing(error: unknown, heard: boolean): boolean {
  if (isCsError(error, 'UNAUTHENTICATED')) return heard
  return isCsError(error, 'NETWORK') || isCsError(error, 'UNAVAILABLE') || isCsError(error, 'COST_THROTTLED')
}

function waitAfter(error: unknown, failures: number): number {
  const asked = isCsError(error) ? (error.retryAfterMs ?? 0) : 0
  return Math.max(asked, Math.min(LONGEST_PAUSE, 100 * 2 ** failures) * (0.75 + Math.random() / 2))
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    signal?.addEventListener('abort', done)
  })
}
