import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HttpConfig } from '../config.ts'
import { type Answer, textOf } from './operation.ts'

/** True for a caller who prefers an event stream. Clients that also take JSON name that first. */
export function wantsEvents(request: IncomingMessage): boolean {
  return /^\s*text\/event-stream\s*(;|,|$)/i.test(request.headers.accept ?? '')
}

/** Sends the answer of one operation as events. */
export interface EventStream {
  /** Sends the head of the response: what is to come may take its time. */
  open(): void
  /** One `next` event; resolves when it is on its way, or the caller is gone. */
  next(text: string): Promise<void>
  /** The last word of a subscription that can't go on. */
  complete(): void
  /** Ends without a last word: the caller comes again. */
  break(): void
  /** One `next` event with the answer, then `complete`. */
  end(answer: Answer): void
  /** Stops the signs of life. */
  release(): void
}

/**
 * GraphQL over Server-Sent Events, distinct connections mode: a response carries one operation. Its status
 * is 200 also where the document is refused: the errors are in the `next` event. While an answer takes
 * longer than `pingInterval` milliseconds, comments keep proxies from cutting the connection.
 */
export function eventStream(
  response: ServerResponse,
  { pingInterval, sendDeadline }: Pick<HttpConfig, 'pingInterval' | 'sendDeadline'>,
): EventStream {
  const open = () => {
    if (response.headersSent) return
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
  }
  const pinging = setInterval(() => {
    open()
    response.write(':\n\n')
  }, pingInterval)
  // A caller who went away is not written to.
  response.once('close', () => clearInterval(pinging))
  return {
    open: () => {
      open()
      response.flushHeaders()
    },
    next: (text) => {
      if (response.destroyed) return Promise.resolve()
      open()
      if (response.write(`event: next\n${dataLines(text)}\n\n`)) return Promise.resolve()
      return drained(response, sendDeadline)
    },
    complete: () => {
      if (response.destroyed) return
      open()
      response.end('event: complete\ndata:\n\n')
    },
    break: () => {
      open()
      response.end()
    },
    end: (answer) => {
      clearInterval(pinging)
      if (response.destroyed) return
      open()
      response.end(`event: next\n${dataLines(textOf(answer))}\n\nevent: complete\ndata:\n\n`)
    },
    release: () => clearInterval(pinging),
  }
}

/** Resolves when what was written is on its way; a caller who does not read is cut off. */
function drained(response: ServerResponse, deadline: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      response.off('drain', done).off('close', done)
      resolve()
    }
    const timer = setTimeout(() => response.destroy(), deadline)
    response.once('drain', done).once('close', done)
  })
}

/** JSON as the data of an event. PostgreSQL breaks lines between rows; a line break ends a field here. */
function dataLines(json: string): string {
  return `data: ${json.trimEnd().replaceAll(/\r\n|[\r\n]/g, '\ndata: ')}`
}
