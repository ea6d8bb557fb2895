import type { ShopCode } from '../harness/world.ts'

// Written from the table of promises of the handbooks (I.1) alone: nothing here is taken from the code that is tested.

const SECOND = 1000
const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** Shanghai is eight hours ahead all the year. */
const ZONE = 8 * HOUR

/** How a promise is counted: on duty (09:00-24:00), by the wall, or until the next noon. */
type Counted =
  | { readonly by: 'duty' | 'wall'; readonly target: number; readonly latest: number }
  | { readonly by: 'noon' }
  /** To the end of a day; the day after is the first. */
  | { readonly by: 'days'; readonly days: number }

const duty = (latest: number, target = latest): Counted => ({ by: 'duty', target, latest })
const wall = (latest: number): Counted => ({ by: 'wall', target: latest, latest })
/** What this shop does not promise. */
const none = null

type Row = Readonly<Record<ShopCode, Counted | null>>
const every = (counted: Counted): Row => ({ general: counted, guided: counted, apparel: counted })

/** The promises that the day makes. */
const TABLE = {
  'chat.first_response': {
    ...every(duty(3 * MINUTE)),
    guided: duty(30 * SECOND, 15 * SECOND),
  },
  'chat.human_takeover': { general: none, guided: duty(15 * SECOND), apparel: none },
  'chat.after_sales_reply': { general: none, guided: none, apparel: duty(5 * MINUTE) },
  'question.unlisted_detail': { general: none, guided: none, apparel: wall(24 * HOUR) },
  'after_sale.acknowledge': every(wall(2 * HOUR)),
  'after_sale.review': every(wall(24 * HOUR)),
  'after_sale.send_back': every({ by: 'days', days: 7 }),
  'complaint.first_response.ordinary': { ...every(wall(4 * HOUR)), guided: wall(2 * HOUR) },
  'complaint.first_response.serious': every(wall(HOUR)),
  'complaint.escalate': every(wall(HOUR)),
  'complaint.progress': every(wall(24 * HOUR)),
  'complaint.promised': every(wall(0)),
  'handover.item': every({ by: 'noon' }),
} as const satisfies Record<string, Row>

export type PromiseName = keyof typeof TABLE
export const PROMISE_NAMES = Object.keys(TABLE) as PromiseName[]

/** Milliseconds after which nobody on call having acknowledged an escalation, it goes on to the manager. */
export const PASSED_ON_AFTER = 30 * MINUTE

/** Waiting for the customer makes these stand still; of the others neither the chat, progress nor escalation does. */
export const STANDS_STILL: ReadonlySet<PromiseName> = new Set([
  'question.unlisted_detail',
  'after_sale.acknowledge',
  'after_sale.review',
  'complaint.first_response.ordinary',
  'complaint.first_response.serious',
])

/** Times in milliseconds since the epoch. */
export interface Times {
  readonly startedAt: number
  readonly targetAt: number
  readonly warnAt: number
  readonly breachAt: number
}

/** The times of a promise made at a moment; `until`: a latest time of its own. `null`: this shop does not make it. */
export function timesOf(name: PromiseName, shop: ShopCode, at: number, until?: number): Times | null {
  const counted = TABLE[name][shop]
  if (!counted) return null
  if (until !== undefined)
    return { startedAt: at, targetAt: until, warnAt: share(at, until), breachAt: until }
  if (counted.by === 'noon') {
    const noon = midnightOf(at) + 12 * HOUR
    const breachAt = at < noon ? noon : noon + DAY
    return { startedAt: at, targetAt: breachAt, warnAt: share(at, breachAt), breachAt }
  }
  if (counted.by === 'days') {
    const breachAt = midnightOf(at) + (counted.days + 1) * DAY
    return { startedAt: at, targetAt: breachAt, warnAt: share(at, breachAt), breachAt }
  }
  if (counted.by === 'wall') {
    const breachAt = at + counted.latest
    return { startedAt: at, targetAt: at + counted.target, warnAt: share(at, breachAt), breachAt }
  }
  return {
    startedAt: at,
    targetAt: onDuty(at, counted.target),
    warnAt: onDuty(at, counted.latest * 0.75),
    breachAt: onDuty(at, counted.latest),
  }
}

/** Three quarters of the way. */
const share = (from: number, to: number) => Math.round(from + (to - from) * 0.75)

const midnightOf = (at: number) => at - ((at + ZONE) % DAY)

/** So long after a moment, counted from 09:00 to 24:00; less than a day. */
function onDuty(at: number, milliseconds: number): number {
  const midnight = midnightOf(at)
  const from = Math.max(at, midnight + 9 * HOUR)
  const left = midnight + DAY - from
  return milliseconds <= left ? from + milliseconds : midnight + DAY + 9 * HOUR + (milliseconds - left)
}
