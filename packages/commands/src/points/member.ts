import { lockPoints, type PointsAccounts, readPoints } from '@cs/data/points'
import { dayOf } from '@cs/domain/calendar'
import { spendable } from '@cs/domain/points'
import type { Run } from '../context.ts'

/** The points of a member, locked unless somebody only asks; `null`: no member of this shop. */
export function loadPoints(run: Run, customerId: string): Promise<PointsAccounts | null> {
  const read = run.asking ? readPoints : lockPoints
  return read(run.tx, run.actor.shop, customerId)
}

/** What can be spent today; `null`: the customer is no member. */
export function spendableNow(run: Run, accounts: PointsAccounts | null): number | null {
  return accounts && spendable(accounts, dayOf(run.now))
}

/** Of which member, when, and by which command points are moved. */
export const originOfPoints = (run: Run, customerId: string) => ({
  shopId: run.actor.shop,
  customerId,
  at: run.now,
  commandId: run.commandId,
})

/** The grade of the agent who acts; `null` for partners and the service itself. */
export const gradeOf = ({ actor }: Run) => (actor.kind === 'agent' ? actor.grade : null)
