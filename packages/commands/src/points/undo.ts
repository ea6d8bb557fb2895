import { lotsOfJournal, type PointsAccounts, type PointsJournal, postPoints } from '@cs/data/points'
import { pointsLines, returnedLots } from '@cs/domain/points'
import type { Run } from '../context.ts'
import { movedBy } from './by-hand.ts'
import { originOfPoints } from './member.ts'

/**
 * Undoes a journal that gave or took points: what it gave is taken back even where it was spent, what it took is given
 * back with its old last days or later ones (Q09). The member is locked. Returns the new journal's id.
 */
export async function undo(run: Run, journal: PointsJournal, accounts: PointsAccounts): Promise<string> {
  const { points, expiresOn } = journal
  const movement =
    points > 0
      ? ({ kind: 'REVERSAL', points, against: journal.against ?? 'ADJUSTED', lot: expiresOn } as const)
      : ({
          kind: 'REVERSAL_OF_DEDUCTION',
          lots: returnedLots(
            await lotsOfJournal(run.tx, run.actor.shop, journal.id),
            { before: 0, points: -points },
            run.now,
            run.context.pack,
          ),
        } as const)
  const origin = { ...originOfPoints(run, journal.customerId), ...movedBy(run), reversesId: journal.id }
  return postPoints(run.tx, origin, 'REVERSAL', pointsLines(movement, accounts))
}
