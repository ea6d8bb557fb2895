import { inShop, newId, type Tx } from '@cs/data'
import {
  lockStandings,
  moveRound,
  nextStandings,
  type PaidWindow,
  type Round,
  type Standing,
  takeRound,
} from '@cs/data/membership'
import { packInForce } from '@cs/data/policy'
import { addDays, dayOf, startOfDay } from '@cs/domain/calendar'
import { firstFrom, moveOnFirst } from '@cs/domain/membership'
import { type Actor, originFor } from '../context.ts'
import { Forbidden } from '../outcomes.ts'
import { retrying } from '../retry.ts'
import type { CommandDeps } from '../run.ts'
import { windowOnFirst } from './window.ts'
import { type Moved, writeMoves } from './write-moves.ts'

/** Members of one part of the step: as many as are read, judged and written in one short transaction. */
const BATCH = 1000

/** What a part of the monthly step came to. */
export interface TiersStepped {
  /** The first of the month it was for; `null`: no step is due, or another worker is at it. */
  readonly day: string | null
  /** Whether all members are done for that day. */
  readonly finished: boolean
}

/**
 * Does a part of the monthly step of a shop (Q42): the next members are judged as on the first of the month that is due,
 * those whose tier moves are locked and judged again, and the place is kept, all in one transaction. So it goes on where
 * it broke off, does nothing twice, and catches up with months that were missed, in order. The worker's: throws
 * Forbidden for anybody else.
 */
export async function stepTiers(
  deps: CommandDeps,
  actor: Actor,
  { batch = BATCH }: { readonly batch?: number } = {},
): Promise<TiersStepped> {
  if (actor.kind !== 'worker') throw new Forbidden('member.manage')
  const now = deps.now()
  return retrying(() =>
    inShop(deps.database, actor.shop, async (tx) => {
      const round = await takeRound(tx, actor.shop, 'TIERS', now)
      if (!round) return { day: null, finished: true }
      const done = await stepPart(tx, actor, now, round, batch)
      await moveRound(tx, actor.shop, 'TIERS', done)
      return { day: dayOf(round.dueAt), finished: 'nextAt' in done }
    }),
  )
}

async function stepPart(
  tx: Tx,
  actor: Actor,
  now: Date,
  { dueAt, doneUpTo }: Round,
  batch: number,
): Promise<{ readonly doneUpTo: string } | { readonly nextAt: Date }> {
  const shop = actor.shop
  const day = dayOf(dueAt)
  const pack = await packInForce(tx, shop, dueAt)
  const window = windowOnFirst(day, dueAt, pack)
  const judged = (each: Standing): Moved => ({
    ...each,
    moves: moveOnFirst(each.state, each.paidFen, day, dayOf(now), pack),
  })
  const members = await nextStandings(tx, shop, doneUpTo, window, batch)
  const moving = members.map(judged).filter(({ moves }) => moves.length > 0)
  const locked = await lockedAgain(tx, shop, moving, window)
  await writeMoves({ tx, origin: originFor(actor, newId(now), now), pack }, locked.map(judged))
  const last = members.length === batch ? members.at(-1) : undefined
  return last ? { doneUpTo: last.customerId } : { nextAt: startOfDay(firstFrom(addDays(day, 1))) }
}

/** Those that move as they stand under a lock: a payment may have come between. */
async function lockedAgain(
  tx: Tx,
  shop: string,
  moving: readonly Moved[],
  window: PaidWindow,
): Promise<readonly Standing[]> {
  if (moving.length === 0) return []
  return lockStandings(
    tx,
    shop,
    moving.map(({ customerId }) => customerId),
    window,
  )
}
