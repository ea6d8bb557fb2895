import type { Followed } from '@cs/pothos-kysely'
import { GraphQLError } from 'graphql'
import type { Delivery, Turns } from '../../http/index.ts'
import { identityErrorCode } from '../../identity/index.ts'
import { databaseIsAway, seqIn } from '../../live/index.ts'
import { type RequestContext, shopOf, type Viewer } from '../context.ts'
import { answerErrors } from '../errors.ts'
import { principalKey, readContext } from '../mapping.ts'
import { resultOf, resultOfText } from '../text.ts'
import type { Topic } from './topics.ts'

/** Where a subscription stands: the operation that opened it is not held on to. */
interface Subscription {
  readonly field: Followed<Viewer>
  readonly topic: Topic
  readonly shop: string
  readonly start: number
  readonly holder: string
  readonly live: RequestContext['live']
  readonly log: RequestContext['log']
}

/** Opens a subscription that may be followed. Throws BAD_REQUEST, BAD_USER_INPUT, CURSOR_EXPIRED or UNAVAILABLE. */
export async function openSubscription(
  field: Followed<Viewer>,
  topic: Topic,
  after: string | null | undefined,
  { opening, live, log, viewer }: RequestContext,
): Promise<void> {
  if (!opening)
    throw new GraphQLError('A subscription takes a WebSocket, or a POST that accepts text/event-stream.', {
      extensions: { code: 'BAD_REQUEST' },
    })
  const shop = shopOf(viewer)
  const start = await live.startOf(shop, typeof after === 'string' ? seqIn(after) : null).catch((error) => {
    throw databaseIsAway(error) ? away() : error
  })
  const holder = principalKey(viewer)
  opening.opened = (turns) => deliveries({ field, topic, shop, start, holder, live, log }, turns)
}

/** Follows the events of the shop; each that concerns the viewer becomes a result. */
async function* deliveries(
  subscription: Subscription,
  turns: Turns<RequestContext>,
): AsyncGenerator<Delivery, void> {
  const { live, shop, start, holder, topic, log } = subscription
  if (!live.seats.take(holder)) {
    yield refusal(new GraphQLError(FULL, { extensions: { code: 'TOO_MANY_OPERATIONS' } }), log)
    return
  }
  try {
    for await (const page of live.follow(shop, start, turns.signal)) {
      for (const { seq } of topic(page)) {
        if (turns.signal.aborted) return
        const delivery = await live.inTurn(() => deliver(subscription, turns, seq))
        if (delivery) yield delivery
        if (delivery?.kind === 'refused') return
      }
    }
  } catch (error) {
    yield refusal(error, log)
  } finally {
    live.seats.release(holder)
  }
}

const FULL = 'Too many subscriptions are open; end one first, or try again later.'

/** One event for one viewer, whose identity, permissions and reach are those of this moment. */
async function deliver(
  { field, shop, log }: Subscription,
  turns: Turns<RequestContext>,
  seq: number,
): Promise<Delivery | undefined> {
  try {
    const context = await turns.context()
    // Who is refused by then has no shop at all; another one is not what was subscribed to.
    if (shopOf(context.viewer) !== shop) throw new Error('the shop of a subscription has changed')
    context.event = { seq }
    const delivered = await field.read(context.event, readContext(context), context)
    if (delivered.kind === 'absent') return undefined
    if (delivered.kind === 'executes') return await executed(field, context, turns.variables)
    const data = delivered.kind === 'found' ? delivered.text : NULL
    const text = resultOfText([Buffer.from(`{"${field.key}":`), data, END], context)
    return { kind: delivered.kind === 'found' ? 'next' : 'refused', text }
  } catch (error) {
    return refusal(error, log)
  }
}

const NULL = Buffer.from('null')
const END = Buffer.from('}')

/** Executes a delivery: meanwhile it may have gone out of the list, or cost too much. */
async function executed(
  field: Followed<Viewer>,
  context: RequestContext,
  variables: Turns<RequestContext>['variables'],
): Promise<Delivery | undefined> {
  const { data, errors } = await field.execute(context, variables)
  const found = (data?.[field.key] ?? null) !== null
  if (!found && !errors) return undefined
  const told = errors?.map((error) => answerErrors(context.log)(error.toJSON(), error))
  return { kind: found ? 'next' : 'refused', text: resultOf(data ?? null, context, told) }
}

const away = () =>
  new GraphQLError('What has happened can not be read at the moment; come again behind your last cursor.', {
    extensions: { code: 'UNAVAILABLE' },
  })

/** The errors that end a subscription, as a result. */
function refusal(error: unknown, log: RequestContext['log']): Delivery {
  if (databaseIsAway(error)) {
    log.warn({ error: String(error) }, 'live: a subscription ends, since the database can not be reached')
    return refusal(away(), log)
  }
  const told = error instanceof GraphQLError ? error : new GraphQLError('unexpected')
  const { http: _, ...extensions } = told.extensions
  const formatted = identityErrorCode(error)
    ? { message: told.message, extensions }
    : answerErrors(log)(told.toJSON(), error)
  return { kind: 'refused', text: JSON.stringify({ errors: [formatted] }) }
}
