import type { Row } from './batch.ts'
import { BatchingConnection } from './connection.ts'
import type { Tx } from './types.ts'

/** The connection of each transaction that `inShop` runs. */
const connections = new WeakMap<Tx, BatchingConnection>()

/** Lets statements of a transaction wait. Kysely's own way to a connection is asynchronous, so it is gone once. */
export async function letWait(tx: Tx): Promise<void> {
  await tx.getExecutor().provideConnection(async (connection) => {
    if (connection instanceof BatchingConnection) connections.set(tx, connection)
  })
}

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
  connectionOf(tx).wait({ text, values, table: null, answered })
}

/**
 * The same for a write whose answer nobody needs. Writes that wait one after the other, each to another table,
 * run as one statement: none may depend on what another one of them writes.
 */
export function writeLater(tx: Tx, table: string, text: string, values: readonly unknown[]): void {
  connectionOf(tx).wait({ text, values, table, answered: null })
}

function connectionOf(tx: Tx): BatchingConnection {
  const connection = connections.get(tx)
  if (!connection) throw new TypeError('not a transaction of inShop')
  return connection
}
