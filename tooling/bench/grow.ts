import type { BenchDatabase } from './database.ts'

/**
 * The tables that the read shapes touch, with what makes each row of a copy another row. All uuids that are a
 * customer's, an order's or a row's own are mapped by one function, so that copies refer to copies; products,
 * agents and addresses are shared with the original. Numbers get a suffix.
 */
const TABLES: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['customers', ['id'], ['number']],
  ['contact_points', ['id', 'customer_id'], []],
  ['members', ['customer_id'], ['number']],
  ['orders', ['id', 'customer_id'], ['number']],
  ['order_lines', ['id', 'order_id'], []],
  ['reviews', ['id', 'order_id', 'order_line_id', 'customer_id'], ['number']],
  ['cases', ['id', 'customer_id', 'order_id', 'review_id'], ['number']],
  ['search_terms', ['entity_id'], []],
]

/** Another uuid of the same millisecond, always the same for the same row and copy: the time stays in front. */
const FUNCTION = `CREATE OR REPLACE FUNCTION cs.copied(id uuid, copy integer) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (left(id::text, 15) || substr(md5(id::text || copy::text), 1, 3) || '-8' || substr(md5(id::text || copy::text), 4, 3)
    || '-' || substr(md5(id::text || copy::text), 7, 12))::uuid`

/**
 * Makes the data `factor` times as large by copying what the read shapes read, one copy in one transaction.
 * Payments, shipments, points entries and the vault are not copied: the copies are good for point, list, 360°
 * view, board and search, not for what reads those tables. A search term keeps its words, so names get as common
 * as they would. Answers whether
 * anything was made.
 */
export async function grow(
  query: BenchDatabase['query'],
  factor: number,
  say: (line: string) => void,
): Promise<boolean> {
  let grew = false
  await query(FUNCTION)
  await query('CREATE TABLE IF NOT EXISTS cs.bench_copies (copy integer PRIMARY KEY)')
  for (const [table] of TABLES) await rememberOriginals(query, table)
  for (let copy = 1; copy < factor; copy += 1) {
    const [done] = await query('SELECT 1 FROM cs.bench_copies WHERE copy = $1', [copy])
    if (done) continue
    const started = performance.now()
    await query('BEGIN')
    try {
      // What is copied was checked when it was first written.
      await query('SET LOCAL session_replication_role = replica')
      for (const [table, ids, numbers] of TABLES) await copyTable(query, table, ids, numbers, copy)
      await query('INSERT INTO cs.bench_copies VALUES ($1)', [copy])
      await query('COMMIT')
    } catch (error) {
      await query('ROLLBACK')
      throw error
    }
    grew = true
    say(`grow: copy ${copy} of ${factor - 1} (${Math.round((performance.now() - started) / 1000)} s)`)
  }
  return grew
}

/** Copies are made of the originals alone, whichever copies there are already. */
async function rememberOriginals(query: BenchDatabase['query'], table: string): Promise<void> {
  const [kept] = await query('SELECT to_regclass($1) AS found', [`cs.bench_${table}`])
  if (kept?.found) return
  await query(`CREATE UNLOGGED TABLE cs.bench_${table} AS SELECT * FROM ${table}`)
}

async function copyTable(
  query: BenchDatabase['query'],
  table: string,
  ids: readonly string[],
  numbers: readonly string[],
  copy: number,
): Promise<void> {
  const columns = await query<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped
       AND attgenerated = '' ORDER BY attnum`,
    [table],
  )
  const value = (name: string) => {
    if (ids.includes(name)) return `cs.copied("${name}", ${copy})`
    return numbers.includes(name) ? `"${name}" || '~${copy}'` : `"${name}"`
  }
  const names = columns.map(({ name }) => `"${name}"`).join(', ')
  await query(
    `INSERT INTO ${table} (${names}) SELECT ${columns.map(({ name }) => value(name)).join(', ')} FROM cs.bench_${table}`,
  )
}
