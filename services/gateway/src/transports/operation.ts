import { randomUUID } from 'node:crypto'
import { type BaseContext, HeaderMap } from '@apollo/server'
import { MessageType } from 'graphql-ws'
import {
  answerOperation,
  type LiveAnswer,
  type Operations,
  type Seen,
  statusOf,
  textOf,
} from '../http/index.ts'
import type { IdentityErrorCode, IdentityHeaders } from '../identity/index.ts'
import { type Log, logRequest } from '../logging.ts'

/** One operation of a connection. */
export interface Run<Context extends BaseContext> {
  readonly operations: Operations<Context>
  readonly log: Log
  /** The id the client gave it. */
  readonly id: string
  readonly payload: object
  readonly credentials: IdentityHeaders
  readonly send: (text: string) => Promise<void>
  /** Sends one of many; who does not read it in time is cut off. */
  readonly deliver: (text: string) => Promise<void>
  /** False once the client has completed it, or is gone. */
  readonly isWaiting: () => boolean
  /** Given when nobody waits any more, or the connection is to be closed. */
  readonly signal: AbortSignal
  /** Frees its id and its place; called before the last message, which lets the client ask again. */
  readonly done: () => void
}

/**
 * Runs one operation and sends its messages: `next` and `complete`, or `error` where nothing was executed.
 * The sender is identified again, since a token or a membership may have ended; answers why where it is
 * refused. A run that nobody waits for any more goes on to its end and sends nothing.
 */
export async function runOperation<Context extends BaseContext>(
  run: Run<Context>,
): Promise<IdentityErrorCode | undefined> {
  const { payload: body, credentials } = run
  const started = performance.now()
  const requestId = randomUUID()
  const seen: Seen = { route: 'graphql-ws' }
  let status = 500
  try {
    const accept = 'application/json'
    const headers = () =>
      new HeaderMap([
        ['content-type', 'application/json'],
        ['accept', accept],
      ])
    const streams = run.signal
    const asked = { requestId, method: 'POST', headers, accept, search: '', body, credentials, streams }
    const answer = await answerOperation(run.operations, asked, seen)
    if ('deliveries' in answer) {
      await sendDeliveries(run, answer)
      status = 200
      return seen.refused
    }
    // 499: the caller went away before the answer was complete.
    status = run.isWaiting() ? statusOf(answer) : 499
    if (run.isWaiting()) await reply(run, textOf(answer))
    return seen.refused
  } finally {
    const milliseconds = Math.round((performance.now() - started) * 10) / 10
    const { route, operation, principal, shop } = seen
    logRequest(run.log, {
      requestId,
      route,
      method: 'WS',
      operation,
      status,
      milliseconds,
      principal,
      shop,
    })
  }
}

/** A subscription is never complete by itself: it is refused, or ended by the client, or by a close. */
async function sendDeliveries<Context extends BaseContext>(
  run: Run<Context>,
  { deliveries }: LiveAnswer,
): Promise<void> {
  const id = JSON.stringify(run.id)
  for await (const { kind, text } of deliveries) {
    if (!run.isWaiting()) return
    if (kind === 'refused') return refuse(run, text)
    await run.deliver(`{"id":${id},"type":"${MessageType.Next}","payload":${text}}`)
  }
}

/** Tells the errors of a result, which end the operation. */
function refuse<Context extends BaseContext>(run: Run<Context>, result: string): Promise<void> {
  const { errors } = JSON.parse(result) as { errors: unknown }
  run.done()
  return run.send(
    `{"id":${JSON.stringify(run.id)},"type":"${MessageType.Error}","payload":${JSON.stringify(errors)}}`,
  )
}

async function reply<Context extends BaseContext>(run: Run<Context>, result: string): Promise<void> {
  const id = JSON.stringify(run.id)
  if (isRefusal(result)) return refuse(run, result)
  await run.send(`{"id":${id},"type":"${MessageType.Next}","payload":${result}}`)
  if (!run.isWaiting()) return
  run.done()
  await run.send(`{"id":${id},"type":"${MessageType.Complete}"}`)
}

/** True where nothing was executed: errors, which come first, and no `data`. Quotes inside of texts are escaped. */
function isRefusal(result: string): boolean {
  return result.startsWith('{"errors":') && !result.includes('"data":')
}
