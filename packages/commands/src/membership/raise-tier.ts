import { lockStanding } from '@cs/data/membership'
import { dayOf } from '@cs/domain/calendar'
import { moveUp } from '@cs/domain/membership'
import { originOf, type Run } from '../context.ts'
import { windowAt } from './window.ts'
import { writeMoves } from './write-moves.ts'

/**
 * Raises a member's tier to what has been reached, and takes back the notice of a lower one that is not due any more
 * (defaults.md, Members). To be called, in the same transaction, after all that can raise the sum: a payment above all.
 * It lowers nothing. Locks the member after the caller's own locks. Does nothing for a customer who is no member.
 */
export async function raiseTier(run: Run, customerId: string): Promise<void> {
  const { tx, now, actor } = run
  const { pack } = run.context
  const standing = await lockStanding(tx, actor.shop, customerId, windowAt(now, pack))
  if (!standing) return
  const moves = moveUp(standing.state, standing.paidFen, dayOf(now), pack)
  await writeMoves({ tx, origin: originOf(run), pack }, [{ ...standing, moves }])
}
