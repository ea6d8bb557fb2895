import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { BaseContext } from '@apollo/server'
import { CloseCode, type Message, MessageType, parseMessage } from 'graphql-ws'
import type { RawData, WebSocket } from 'ws'
import { type Identity, type IdentityHeaders, whenReached } from '../identity/index.ts'
import type { Seats } from '../seats.ts'
import { Closing, endingOf, fitting } from './closing.ts'
import { credentialsOf } from './credentials.ts'
import { runOperation } from './operation.ts'
import type { WebSocketsOptions } from './options.ts'

export interface ConnectionOptions<Context extends BaseContext> extends WebSocketsOptions<Context> {
  readonly socket: WebSocket
  readonly request: IncomingMessage
  readonly seats: Seats
}

/** Milliseconds in which the other side has to agree to a close. */
const CLOSE_GRACE = 2_000
/** Answers to pings and refusals that may wait for a caller who does not read. */
const MOST_UNREAD = 1_000

/** One WebSocket that speaks graphql-transport-ws. */
export class Connection<Context extends BaseContext> {
  readonly #options: ConnectionOptions<Context>
  readonly #socket: WebSocket
  /** What calls off a timer, or gives back a seat, when the socket is closed. */
  readonly #undo: (() => void)[] = []
  /** Operations whose answer is waited for, by the id the client gave them. */
  readonly #waiting = new Map<string, AbortController>()
  /** Operations that run, also those that nobody waits for any more. */
  #running = 0
  #unread = 0
  #initialised = false
  #credentials: IdentityHeaders | undefined
  #draining = false

  constructor(options: ConnectionOptions<Context>) {
    this.#options = options
    this.#socket = options.socket
  }

  /** Starts to listen; closes with 4406 where the client speaks another protocol. */
  serve(protocolIsOurs: boolean): void {
    const { log } = this.#options
    const socket = this.#socket
    socket.on('error', (err) => {
      // Such as a message that is too large, for which the socket is being closed (1009).
      log.debug({ err }, 'websocket error')
      this.#terminateSoon()
    })
    socket.once('close', () => {
      this.#endSubscriptions()
      this.#waiting.clear()
      for (const undo of this.#undo) undo()
    })
    if (protocolIsOurs) this.#listen()
    else this.#close(CloseCode.SubprotocolNotAcceptable, 'Subprotocol not acceptable')
  }

  #listen(): void {
    const { config } = this.#options
    const initTimer = setTimeout(() => {
      if (!this.#initialised)
        this.#close(CloseCode.ConnectionInitialisationTimeout, 'Connection initialisation timeout')
    }, config.webSocket.initTimeout)
    this.#undo.push(() => clearTimeout(initTimer))
    this.#keepAlive(config.http.pingInterval)
    this.#socket.on('message', (data, isBinary) => {
      this.#receive(data, isBinary).catch((error: unknown) => this.#fail(error))
    })
  }

  /** Takes no more operations; closes (1001) when the running ones have been answered. Resolves once closed. */
  drain(): Promise<void> {
    if (this.#socket.readyState === this.#socket.CLOSED) return Promise.resolve()
    const closed = new Promise<void>((resolve) => this.#socket.once('close', () => resolve()))
    this.#draining = true
    this.#endSubscriptions()
    this.#closeIfDrained()
    return closed
  }

  /** Cuts the connection off. */
  terminate(): void {
    this.#socket.terminate()
  }

  async #receive(data: RawData, isBinary: boolean): Promise<void> {
    // A close is under way: what comes on is not answered.
    if (this.#socket.readyState !== this.#socket.OPEN) return
    const message = isBinary ? undefined : parse(data)
    switch (message?.type) {
      case MessageType.ConnectionInit:
        return this.#init(message.payload)
      case MessageType.Subscribe:
        return this.#subscribe(message.id, message.payload)
      case MessageType.Complete:
        this.#waiting.get(message.id)?.abort()
        return void this.#waiting.delete(message.id)
      case MessageType.Ping:
        return this.#sendSmall({
          type: MessageType.Pong,
          ...(message.payload && { payload: message.payload }),
        })
      case MessageType.Pong:
        return
      default:
        this.#close(CloseCode.BadRequest, 'Invalid message')
    }
  }

  /** Identifies the sender: 4403 where that fails, 1013 where it can't be done now or there are too many connections. */
  async #init(payload: unknown): Promise<void> {
    if (this.#initialised)
      return this.#close(CloseCode.TooManyInitialisationRequests, 'Too many initialisation requests')
    this.#initialised = true
    const { operations, request, now } = this.#options
    const credentials = credentialsOf(payload, request.headers)
    if (!credentials) return this.#close(CloseCode.BadRequest, 'authorization and x-shop must be text')
    const identity = await operations.identify(credentials)
    if (this.#socket.readyState !== this.#socket.OPEN) return
    if (!this.#takeSeat(identity)) return this.#close(Closing.TRY_LATER, 'Too many connections')
    if (identity.tokenExpiresAt)
      this.#undo.push(whenReached(identity.tokenExpiresAt, now, () => this.#expire()))
    this.#credentials = credentials
    this.#sendSmall({ type: MessageType.ConnectionAck })
  }

  #takeSeat({ principal }: Identity): boolean {
    const { seats, request } = this.#options
    const holder = 'id' in principal ? principal.id : `${principal.kind} ${request.socket.remoteAddress}`
    if (!seats.take(holder)) return false
    this.#undo.push(() => seats.release(holder))
    return true
  }

  async #subscribe(id: string, payload: object): Promise<void> {
    const credentials = this.#credentials
    if (!credentials) return this.#close(CloseCode.Unauthorized, 'Unauthorized')
    if (this.#waiting.has(id))
      return this.#close(CloseCode.SubscriberAlreadyExists, `Subscriber for ${id} already exists`)
    if (this.#draining) return this.#refuse(id, 'UNAVAILABLE', 'The server is stopping; connect again.')
    const limit = this.#options.config.webSocket.operations
    if (this.#running >= limit)
      return this.#refuse(
        id,
        'TOO_MANY_OPERATIONS',
        `At most ${limit} operations may run at once on a connection; wait for one to end.`,
      )
    const mark = new AbortController()
    this.#waiting.set(id, mark)
    this.#running += 1
    const isWaiting = () => this.#waiting.get(id) === mark
    let running = true
    const done = () => {
      if (isWaiting()) this.#waiting.delete(id)
      if (running) this.#running -= 1
      running = false
    }
    try {
      const { operations, log } = this.#options
      const { signal } = mark
      const send = (text: string) => this.#send(text)
      const deliver = (text: string) => this.#sendInTime(text)
      const run = { operations, log, id, payload, credentials, send, deliver, isWaiting, signal, done }
      const refused = await runOperation(run)
      if (refused && refused !== 'UNAVAILABLE')
        this.#close(CloseCode.Forbidden, `${refused}: the connection's sender no longer holds.`)
    } finally {
      done()
      this.#closeIfDrained()
    }
  }

  #refuse(id: string, code: string, message: string): void {
    this.#sendSmall({ id, type: MessageType.Error, payload: [{ message, extensions: { code } }] })
  }

  #expire(): void {
    this.#close(CloseCode.Forbidden, 'UNAUTHENTICATED: The token has expired.')
  }

  /** Resolves when the text is on its way, or the socket is closed. */
  #send(text: string): Promise<void> {
    return new Promise((resolve) => this.#socket.send(text, () => resolve()))
  }

  /** The same; a caller who does not read is cut off. */
  async #sendInTime(text: string): Promise<void> {
    const timer = setTimeout(() => this.terminate(), this.#options.config.http.sendDeadline)
    await this.#send(text)
    clearTimeout(timer)
  }

  /** Subscriptions end; other operations go on to their end. */
  #endSubscriptions(): void {
    for (const operation of this.#waiting.values()) operation.abort()
  }

  /** Sends what nothing waits for; a caller who asks on without reading is cut off. */
  #sendSmall(message: object): void {
    this.#unread += 1
    if (this.#unread > MOST_UNREAD) this.terminate()
    this.#send(JSON.stringify(message)).then(() => {
      this.#unread -= 1
    })
  }

  #keepAlive(interval: number): void {
    let alive = true
    this.#socket.on('pong', () => {
      alive = true
    })
    const timer = setInterval(() => {
      if (!alive) this.terminate()
      else this.#socket.ping()
      alive = false
    }, interval)
    timer.unref()
    this.#undo.push(() => clearInterval(timer))
  }

  #closeIfDrained(): void {
    if (this.#draining && this.#running === 0) this.#close(Closing.GOING_AWAY, 'The server is stopping.')
  }

  #fail(error: unknown): void {
    const ending = endingOf(error)
    const errorId = randomUUID()
    if (!ending) this.#options.log.error({ errorId, err: error }, 'websocket failed')
    if (ending) this.#close(ending.code, ending.reason)
    else this.#close(Closing.INTERNAL_ERROR, `Something went wrong; its id is ${errorId}.`)
  }

  #close(code: number, reason: string): void {
    this.#socket.close(code, fitting(reason))
    this.#terminateSoon()
  }

  #terminateSoon(): void {
    const timer = setTimeout(() => this.terminate(), CLOSE_GRACE)
    this.#socket.once('close', () => clearTimeout(timer))
  }
}

function parse(data: RawData): Message | undefined {
  try {
    return parseMessage(data.toString())
  } catch {
    return undefined
  }
}
