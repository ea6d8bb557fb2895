import type { Client } from 'pg'
import type { Sql } from '../definitions.ts'
import { bind, compile } from '../slots.ts'

/** Runs one small statement. Its slots are bound to nothing: they must not ask for anything. */
export type Rows = <Row extends unknown[]>(statement: Sql) => Promise<Row[]>

/** Runs small statements one after the other, in one read-only transaction for each answer. */
export class Session {
  readonly #client: Client
  /** How many statements it ran. */
  statements = 0

  constructor(client: Client) {
    this.#client = client
  }

  /** Runs `work` in a transaction under a tenant; `undefined`: under none. What comes late is refused. */
  async within<Result>(
    setting: string,
    tenant: string | undefined,
    work: (rows: Rows) => Promise<Result>,
  ): Promise<Result> {
    let last: Promise<unknown> = Promise.resolve()
    let open = true
    const rows: Rows = <Row extends unknown[]>(statement: Sql) => {
      const { text, slots } = compile<undefined>(statement)
      const values = bind({ text, slots }, { viewer: undefined, args: [], parent: undefined })
      const run = last.then(() => {
        if (!open) throw new Error('the transaction is over')
        this.statements += 1
        return this.#client.query<Row>({ text, values: [...values], rowMode: 'array' })
      })
      last = run.catch(() => {})
      return run.then((result) => result.rows)
    }
    await this.#client.query('BEGIN READ ONLY')
    try {
      await this.#client.query('SELECT set_config($1, $2, true)', [setting, tenant ?? ''])
      return await work(rows)
    } finally {
      open = false
      await last
      await this.#client.query('ROLLBACK')
    }
  }
}
