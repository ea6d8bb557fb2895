import type { Tx } from '../database/index.ts'
import { newId } from '../database/index.ts'

/** One line of a journal: positive is debit, negative credit, in fen. */
export interface JournalLine {
  readonly account: string
  readonly amountFen: number
}

/** A movement of money as double entry. */
export interface Journal {
  readonly shopId: string
  readonly kind: string
  readonly orderId: string | null
  readonly caseId: string | null
  /** The refund, compensation, freight settlement or claim that moved. */
  readonly subjectId: string
  readonly commandId: string
  readonly at: Date
  readonly lines: readonly JournalLine[]
}

/**
 * Writes a journal; it can't be changed afterwards. Lines of nothing are left out, and a journal of nothing is not
 * written. Throws where the lines do not sum to zero: the database says the same at the end of the transaction.
 */
export async function postJournal(tx: Tx, journal: Journal): Promise<void> {
  const lines = journal.lines.filter((line) => line.amountFen !== 0)
  const sum = lines.reduce((total, line) => total + line.amountFen, 0)
  if (sum !== 0) throw new RangeError(`a journal ${journal.kind} sums to ${sum} fen`)
  if (lines.length === 0) return
  const id = newId(journal.at)
  await tx
    .insertInto('ledger_journals')
    .values({
      shop_id: journal.shopId,
      id,
      kind: journal.kind,
      order_id: journal.orderId,
      case_id: journal.caseId,
      subject_id: journal.subjectId,
      command_id: journal.commandId,
      at: journal.at,
    })
    .execute()
  await tx
    .insertInto('ledger_lines')
    .values(
      lines.map((line, i) => ({
        shop_id: journal.shopId,
        journal_id: id,
        position: i + 1,
        account: line.account,
        amount_fen: line.amountFen,
      })),
    )
    .execute()
}
