import type { PointsLine } from '@cs/domain/points'
import { appendLater, newId, type Tx } from '../database/index.ts'

/** The kinds of journals of points. */
export type PointsJournalKind =
  | 'PURCHASE'
  | 'RECEIPT'
  | 'REVIEW'
  | 'CHECK_IN'
  | 'PRIZE'
  | 'HOLD'
  | 'RELEASE'
  | 'OFFSET'
  | 'EXCHANGE'
  | 'DRAW'
  | 'CLAW_BACK'
  | 'RETURNED'
  | 'EXPIRY'
  | 'ADJUSTMENT'
  | 'REVERSAL'

/** Whose points move, because of what, and by which command. */
export interface PointsOrigin {
  readonly shopId: string
  readonly customerId: string
  readonly at: Date
  readonly commandId: string
  readonly orderId?: string | null
  readonly reviewId?: string | null
  readonly holdId?: string | null
  /** The journal that is undone. */
  readonly reversesId?: string | null
  /** The number of what they are given for, or why they were moved by hand. */
  readonly reason?: string | null
  /** Who moved them by hand, and who let it happen where that was somebody else. */
  readonly agentId?: string | null
  readonly approvedBy?: string | null
}

/**
 * Posts a journal of points; it can't be changed afterwards. The balances and lots of the member follow in the
 * database, which refuses a journal that does not sum to zero, and one that spends what is not there. The caller has
 * locked the member. Returns the journal's id.
 */
export async function postPoints(
  tx: Tx,
  origin: PointsOrigin,
  kind: PointsJournalKind,
  lines: readonly PointsLine[],
): Promise<string> {
  const journalId = newId(origin.at)
  const shared = {
    shop_id: origin.shopId,
    kind,
    order_id: origin.orderId ?? null,
    reason: origin.reason ?? null,
    occurred_at: origin.at,
  }
  appendLater(tx, 'points_journals', [
    {
      ...shared,
      id: journalId,
      customer_id: origin.customerId,
      review_id: origin.reviewId ?? null,
      hold_id: origin.holdId ?? null,
      reverses_id: origin.reversesId ?? null,
      agent_id: origin.agentId ?? null,
      approved_by: origin.approvedBy ?? null,
      command_id: origin.commandId,
    },
  ])
  await tx
    .insertInto('points_entries')
    .values(
      lines.map(({ account, points, expiresOn }) => ({
        ...shared,
        id: newId(origin.at),
        journal_id: journalId,
        customer_id: OF_MEMBERS.has(account) ? origin.customerId : null,
        account,
        points,
        expires_on: expiresOn,
      })),
    )
    .execute()
  return journalId
}

const OF_MEMBERS: ReadonlySet<string> = new Set(['PENDING', 'AVAILABLE', 'HELD'])
