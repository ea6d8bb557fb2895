import pg from 'pg'
import { TEST_DEMO } from '../../../tooling/database/index.ts'
import { demoNow } from '../src/demo/index.ts'
import { typeParsers } from '../src/index.ts'

/** The moment the template's demo is frozen at. */
export const NOW = demoNow(TEST_DEMO.anchor)

/** Runs statements over one connection and answers the rows of the last. */
export async function query<Row extends object>(
  url: string,
  text: string,
  values: readonly unknown[] = [],
  shop?: string,
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, types: typeParsers })
  client.on('error', () => {})
  await client.connect()
  try {
    if (shop) await client.query(`SELECT set_config('app.shop', $1, false)`, [shop])
    return (await client.query<Row>(text, [...values])).rows
  } finally {
    await client.end()
  }
}
