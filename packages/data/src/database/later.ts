import type { Row } from './batch.ts'
import { type Tx, WAIT } from './types.ts'

/**
 * Has a statement travel with the transaction's next one, before it, or with its commit: it costs no round trip.
 * Its error is thrown there. `answered` is told its rows before that next statement answers.
 */
export function askLater(
  tx: Tx,
  text: string,
  values: readonly unknown[],
  answered: ((rows: readonly Row[]) => void) | null = null,
): void {
  tx[WAIT]({ text, values, table: null, answered })
}

/**
 * The same for a write whose answer nobody needs. Writes that wait one after the other, each to another table,
 * run as one statement: none may depend on what another one of them writes.
 */
export function writeLater(tx: Tx, table: string, text: string, values: readonly unknown[]): void {
  tx[WAIT]({ text, values, table, answered: null })
}
