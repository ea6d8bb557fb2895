import { movedByHand, type PointsAccounts } from '@cs/data/points'
import { addDays, dayOf, endOfDay } from '@cs/domain/calendar'
import { type ByHand, judgePoints, type PointsRequest } from '@cs/domain/points'
import { agentOf, type Run } from '../context.ts'
import { conflict } from '../outcomes.ts'
import { gradeOf, spendableNow } from './member.ts'

/**
 * What is judged of points that are moved by hand. The member is locked. What an agent let others move counts as moved,
 * and who approves answers for what the one who asks has moved as well: two of a grade have no more authority than one.
 */
export async function byHand(
  run: Run,
  customerId: string,
  accounts: PointsAccounts,
  points: number,
): Promise<ByHand> {
  const { tx, actor, now } = run
  const agentIds = [agentOf(run), run.approval?.requestedBy].flatMap((each) => each ?? [])
  const from = endOfDay(addDays(dayOf(now), -1))
  const of = { shopId: actor.shop, customerId, agentIds, from }
  const sameDay = agentIds.length > 0 ? await movedByHand(tx, of) : 0
  return { customerId, points, spendable: spendableNow(run, accounts) ?? 0, sameDay, grade: gradeOf(run) }
}

/** Nobody approves what is beyond their own authority (Q05): throws Conflict, so that it waits for a higher grade. */
export function requireOwnAuthority(run: Run, version: number, request: PointsRequest): void {
  if (run.approval && judgePoints(request, run.context).outcome === 'NEEDS_APPROVAL')
    throw conflict(version, BEYOND)
}

/** Who moves points by hand, and who let it happen where that was somebody else. */
export function movedBy(run: Run): { readonly agentId: string | null; readonly approvedBy: string | null } {
  const acting = agentOf(run)
  return run.approval
    ? { agentId: run.approval.requestedBy, approvedBy: acting }
    : { agentId: acting, approvedBy: null }
}

const BEYOND = {
  zh: '积分数量超出您的审批权限，请由更高级别审批。',
  en: 'These are more points than you may approve: somebody of a higher grade decides.',
}
