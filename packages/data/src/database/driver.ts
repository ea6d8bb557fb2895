import {
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type TransactionSettings,
} from 'kysely'
import type pg from 'pg'
import { BatchingConnection } from './connection.ts'

/** PostgreSQL for Kysely over a pool whose connections send statements together where they may. */
export function batchingDialect(pool: pg.Pool): Dialect {
  return {
    createDriver: () => new BatchingDriver(pool),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createAdapter: () => new PostgresAdapter(),
    createIntrospector: (db) => new PostgresIntrospector(db),
  }
}

class BatchingDriver implements Driver {
  readonly #pool: pg.Pool
  readonly #connections = new WeakMap<pg.PoolClient, BatchingConnection>()

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    const client = await this.#pool.connect()
    const known = this.#connections.get(client)
    if (known) return known
    const connection = new BatchingConnection(client)
    this.#connections.set(client, connection)
    return connection
  }

  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const { isolationLevel, accessMode } = settings
    const isolation = isolationLevel ? ` ISOLATION LEVEL ${isolationLevel}` : ''
    batching(connection).begin(`BEGIN${isolation}${accessMode ? ` ${accessMode}` : ''}`)
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await batching(connection).commit()
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await batching(connection).rollback()
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    batching(connection).release()
  }

  async destroy(): Promise<void> {
    await this.#pool.end()
  }
}

/** The connection as this driver made it. Throws for any other. */
export function batching(connection: DatabaseConnection): BatchingConnection {
  if (connection instanceof BatchingConnection) return connection
  throw new TypeError('not a connection of this driver')
}
