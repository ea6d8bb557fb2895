import type { Kysely } from 'kysely'
import pg from 'pg'
import type { DB } from '../schema.generated.ts'
import type { Waiter } from './connection.ts'

export type { DB }

/** Reads take a `Db`: any connection. */
export type Db = Kysely<DB>

/** Where a transaction hands in what may wait. */
export const WAIT: unique symbol = Symbol('wait')
/** Writes take a `Tx`: a transaction with the shop set. A `Db` does not fit. Made by `inShop` alone. */
export type Tx = Db & { readonly [WAIT]: Waiter }

const parsers = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.INT8, safeInteger],
  [pg.types.builtins.DATE, (text) => text],
])

/** How our pools read values: bigint as a safe integer, date as `YYYY-MM-DD`, timestamptz as Date. */
export const typeParsers: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    (format === 'binary' ? undefined : parsers.get(oid)) ?? pg.types.getTypeParser(oid, format),
}

function safeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint beyond a safe integer: ${text}`)
  return value
}
