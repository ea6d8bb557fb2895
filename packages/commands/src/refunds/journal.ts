import { postJournal } from '@cs/data/ledger'
import { type Movement, postingsFor } from '@cs/domain/after-sales'
import type { Run } from '../context.ts'

/** What moved: the refund, compensation, freight settlement or claim, and what it belongs to. */
export interface Moved {
  readonly subjectId: string
  readonly orderId: string | null
  readonly caseId: string | null
}

/** Posts a movement of money to the ledger, in the command's transaction. A movement of nothing leaves no journal. */
export function postMovement(run: Run, moved: Moved, movement: Movement): Promise<void> {
  return postJournal(run.tx, {
    shopId: run.actor.shop,
    kind: movement.kind,
    ...moved,
    commandId: run.commandId,
    at: run.now,
    lines: postingsFor(movement),
  })
}
