import pg from 'pg'
import type { SeedContext } from './seed.ts'

/** The moment the demo is frozen at: the first minute of the anchor's day in Shanghai. All else is before it. */
export function demoNow(anchor: string): Date {
  return new Date(`${anchor}T00:00:00+08:00`)
}

/**
 * What the demo is made with inside PostgreSQL: everything follows from ordinals by hashing, so that the same
 * anchor always gives the same rows. Lives for the length of one transaction.
 * - `shop()`, `code()`, `prefix()`, `now()`, `customers()`, `orders()` (how many), `hash_key()`: what is loaded;
 * - `draw(n, salt, below)`: a whole number from 0 to below - 1;
 * - `uid(at, key)`: a time-ordered uuid (version 7 layout) from a time and a name;
 * - `padded(n, width)`: with leading zeros, never cut;
 * - `day(at)`: the day of a time in Shanghai, as YYYYMMDD.
 */
const FUNCTIONS = `
  CREATE SCHEMA cs_demo;
  CREATE FUNCTION cs_demo.draw(n bigint, salt bigint, below bigint) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ((hashint8extended(n, salt) & 9223372036854775807) % below)::integer;
  CREATE FUNCTION cs_demo.uid(at timestamptz, key text) RETURNS uuid
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0')
      || '7' || substr(md5(key), 1, 3) || '8' || substr(md5(key), 4, 15))::uuid;
  CREATE FUNCTION cs_demo.padded(n bigint, width integer) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN lpad(n::text, greatest(width, length(n::text)), '0');
  CREATE FUNCTION cs_demo.day(at timestamptz) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN to_char(at AT TIME ZONE 'Asia/Shanghai', 'YYYYMMDD');
`

export async function makeFunctions({ client, shop, anchor, scale, hashKey }: SeedContext): Promise<void> {
  const constants: readonly (readonly [string, string, string])[] = [
    ['shop', 'uuid', shop.id],
    ['code', 'text', shop.code],
    ['prefix', 'text', shop.prefix],
    ['now', 'timestamptz', demoNow(anchor).toISOString()],
    ['customers', 'integer', String(Math.max(120, Math.round(2000 * scale * shop.share)))],
    ['orders', 'integer', String(Math.max(120, Math.round(10_000 * scale * shop.share)))],
    ['hash_key', 'text', hashKey],
  ]
  await client.query(FUNCTIONS)
  for (const [name, type, value] of constants) {
    await client.query(
      `CREATE FUNCTION cs_demo.${name}() RETURNS ${type} LANGUAGE sql IMMUTABLE PARALLEL SAFE
       RETURN CAST(${pg.escapeLiteral(value)} AS ${type})`,
    )
  }
}

export async function dropFunctions({ client }: SeedContext): Promise<void> {
  await client.query('SET LOCAL client_min_messages = warning; DROP SCHEMA cs_demo CASCADE')
}
