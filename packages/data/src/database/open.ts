import type { ShopId } from '@cs/domain/access'
import { Kysely } from 'kysely'
import pg from 'pg'
import type { Waiter } from './connection.ts'
import { batching, batchingDialect } from './driver.ts'
import { askLater } from './later.ts'
import { type DB, type Db, type Tx, typeParsers, WAIT } from './types.ts'

/** The service's two ways in: the pool of the read path (no vault), and Kysely over the writer's login. */
export interface Database {
  readonly reader: pg.Pool
  readonly writer: Db
  close(): Promise<void>
}

export interface DatabaseOptions {
  readonly readUrl: string
  readonly writeUrl: string
  /** Connections of each pool. */
  readonly max?: number
}

/** Milliseconds after which the database cancels a statement of the service. */
const STATEMENT_TIMEOUT = 15_000

/** Opens both pools; connects on first use. */
export function openDatabase({ readUrl, writeUrl, max = 10 }: DatabaseOptions): Database {
  const reader = openPool(readUrl, max, { statementTimeout: STATEMENT_TIMEOUT })
  const pool = openPool(writeUrl, max, { statementTimeout: STATEMENT_TIMEOUT })
  const writer = new Kysely<DB>({ dialect: batchingDialect(pool) })
  return {
    reader,
    writer,
    async close() {
      await Promise.all([reader.end(), writer.destroy()])
    },
  }
}

interface PoolOptions {
  /** Milliseconds after which the database cancels a statement; none where nothing is said. */
  readonly statementTimeout?: number
}

/** A pool with our type parsers. A lost connection, idle or at work, must not end the process: its query fails. */
export function openPool(
  connectionString: string,
  max: number,
  { statementTimeout }: PoolOptions = {},
): pg.Pool {
  const timeout = statementTimeout ? { statement_timeout: statementTimeout } : {}
  // Idle connections stay: there are few, and a timer would be set at each that is handed back.
  const pool = new pg.Pool({ connectionString, max, types: typeParsers, idleTimeoutMillis: 0, ...timeout })
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/**
 * One transaction of the writer in one shop: row-level security lets it see and write that shop only. It begins
 * with its first statement.
 */
export function inShop<T>(
  database: Database,
  shop: ShopId | string,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return database.writer.transaction().execute(async (transaction) => {
    const tx: Tx = Object.assign(transaction, { [WAIT]: await waiterOf(transaction) })
    askLater(tx, SET_SHOP, [shop])
    return work(tx)
  })
}

const SET_SHOP = `SELECT set_config('app.shop', $1, true)`

/** Kysely lends a connection asynchronously: a transaction asks once. */
function waiterOf(transaction: Db): Promise<Waiter> {
  return transaction.getExecutor().provideConnection(async (connection) => batching(connection).waiter())
}
