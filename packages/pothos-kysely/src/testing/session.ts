import type { Client } from 'pg'
import type { Sql } from '../definitions.ts'
import { bind, compile } from '../slots.ts'

/** Runs small statements one after the other in one read-only transaction of one tenant. */
export class Session {
  readonly #client: Client
  #last: Promise<unknown> = Promise.resolve()
  /** How many statements it ran. */
  statements = 0

  constructor(client: Client) {
    this.#client = client
  }

  /** Runs `work` in a transaction under a tenant; `undefined`: under none. */
  async within<Result>(
    setting: string,
    tenant: string | undefined,
    work: () => Promise<Result>,
  ): Promise<Result> {
    await this.#client.query('BEGIN READ ONLY')
    try {
      await this.#client.query('SELECT set_config($1, $2, true)', [setting, tenant ?? ''])
      return await work()
    } finally {
      await this.#last.catch(() => {})
      await this.#client.query('ROLLBACK')
    }
  }

  /** The rows of a statement. Its slots are bound to nothing: they must not ask for anything. */
  rows<Row extends unknown[]>(statement: Sql): Promise<Row[]> {
    const { text, slots } = compile<undefined>(statement)
    const values = bind({ text, slots }, { viewer: undefined, args: [], parent: undefined })
    const run = this.#last
      .catch(() => {})
      .then(() => this.#client.query<Row>({ text, values: [...values], rowMode: 'array' }))
    this.#last = run
    this.statements += 1
    return run.then((result) => result.rows)
  }
}
