import type { World } from './shop.ts'

/** What a refused command may leave behind. */
const MAY_GROW = ['decisions', 'audit_entries', 'identity_checks']

/** A checksum of every row of every table, but those that record the refusal itself. */
export async function checksums({ admin }: World): Promise<Record<string, string>> {
  const { rows } = await admin.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND n.nspname = 'public' AND NOT c.relname = ANY($1) ORDER BY 1`,
    [MAY_GROW],
  )
  const sums: Record<string, string> = {}
  for (const { name } of rows) {
    const sum = await admin.query<{ sum: string }>(
      `SELECT count(*) || ':' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS sum FROM "${name}" t`,
    )
    sums[name] = String(sum.rows[0]?.sum)
  }
  return sums
}

/** The rows of a query as the superuser. */
export async function rowsOf<Row extends object>(
  { admin }: World,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const { rows } = await admin.query<Row>(text, [...values])
  return rows
}
