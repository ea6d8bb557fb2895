import { expect, it } from 'vitest'
import { stepTiers } from '../src/index.ts'
import { roundsFrom } from './membership.ts'
import { openShop, openWorld } from './shop.ts'
import { rowsOf } from './state.ts'

/** How many members, two orders each: `MEMBERS=1000000` measures what ADR 23 states. */
const MEMBERS = Number(process.env.MEMBERS ?? 0)

it.skipIf(MEMBERS === 0)('the monthly step of very many members', { timeout: 900_000 }, async () => {
  const world = await openWorld('tiers-many')
  const shop = await openShop(world)
  const run = (text: string, values: readonly unknown[] = []) => world.admin.query(text, [...values])
  const started = performance.now()
  const client = await world.admin.connect()
  try {
    // Foreign keys are not looked at while so much is loaded, and lists that nobody reads here have no index.
    await client.query('SET session_replication_role = replica')
    const { rows } = await client.query<{ name: string }>(
      `SELECT indexrelid::regclass::text AS name FROM pg_index WHERE indrelid IN ('orders'::regclass, 'customers'::regclass, 'order_lines'::regclass)
         AND NOT indisunique AND indexrelid::regclass::text <> 'orders_by_customer'`,
    )
    for (const { name } of rows) await client.query(`DROP INDEX ${name}`)
    const id = (kind: string, n: string) => `md5('${kind}' || ${n})::uuid`
    await client.query(
      `INSERT INTO customers (shop_id, id, number, name, name_masked, form_of_address, lifecycle, value_class, created_at)
       SELECT $1, ${id('c', 'n')}, n, '陈晓', '陈*', '女士', 'ACTIVE', 'ORDINARY', '2024-01-01' FROM generate_series(1, $2) n`,
      [shop.id, MEMBERS],
    )
    // From 100 to 60 000 yuan, few of them much, paid in the last 500 days.
    await client.query(
      `INSERT INTO orders (shop_id, id, number, customer_id, trade_status, physical_status, source, goods_fen, payable_fen, paid_fen,
         address_id, placed_at, paid_at)
       SELECT $1, ${id('o', 'n')}, n, ${id('c', '((n + 1) / 2)')}, 'COMPLETED', 'DELIVERED', 'SILENT', f, f, f, gen_random_uuid(), p, p
       FROM (SELECT n, (10 ^ (4 + 2.8 * power(random(), 4)))::bigint AS f, timestamptz '2027-03-01+08' - random() * interval '500 days' AS p
         FROM generate_series(1, 2 * $2) n) o`,
      [shop.id, MEMBERS],
    )
    await client.query(
      `INSERT INTO order_lines (shop_id, id, order_id, position, product_id, sku_id, product_name, spec, quantity, unit_price_fen, paid_fen, status)
       SELECT shop_id, id, id, 1, $2, $3, '纯棉衬衫', 'S', 1, goods_fen, goods_fen, 'SIGNED' FROM orders WHERE shop_id = $1`,
      [shop.id, shop.productId, shop.skus.s],
    )
    // The tier of what was paid, one in twenty one above: those are told.
    await client.query(
      `INSERT INTO members (shop_id, customer_id, number, tier, tier_since, joined_at)
       SELECT $1, customer_id, customer_id, (ARRAY['ORDINARY','SILVER','GOLD','PLATINUM','DIAMOND'])[
         least(5, width_bucket(sum(goods_fen) FILTER (WHERE paid_at >= timestamptz '2027-03-01+08' - interval '365 days'), ARRAY[-1, 100000, 500000, 2000000, 5000000])
           + (random() < 0.05)::int)], '2026-01-01', '2024-01-01'
       FROM (SELECT customer_id, paid_at, goods_fen FROM orders WHERE shop_id = $1
         UNION ALL SELECT DISTINCT customer_id, timestamptz '2027-02-28+08', 0::bigint FROM orders WHERE shop_id = $1) o GROUP BY customer_id`,
      [shop.id],
    )
    await client.query('SET session_replication_role = origin')
    await client.query('ANALYZE members, orders, order_lines')
  } finally {
    client.release()
  }
  await run('UPDATE memberships SET active = true WHERE shop_id = $1', [shop.id])
  const loaded = performance.now()
  await roundsFrom(world, shop, '2027-03-01')
  world.setNow(new Date('2027-03-01T00:00:00+08:00'))
  while (!(await stepTiers(world.deps, { kind: 'worker', shop: shop.id })).finished);
  const seconds = (performance.now() - loaded) / 1000
  const [found] = await rowsOf<{ members: number; told: number; wrong: number }>(
    world,
    `SELECT count(*)::int AS members, count(lowers_on)::int AS told, count(*) FILTER (WHERE (lowers_on IS NOT NULL) <>
         (paid < CASE tier WHEN 'SILVER' THEN 100000 WHEN 'GOLD' THEN 500000 WHEN 'PLATINUM' THEN 2000000 WHEN 'DIAMOND' THEN 5000000 ELSE 0 END))::int AS wrong
     FROM (SELECT m.*, (SELECT COALESCE(sum(o.goods_fen), 0) FROM orders o WHERE o.shop_id = m.shop_id AND o.customer_id = m.customer_id
         AND (o.paid_at AT TIME ZONE 'Asia/Shanghai')::date >= DATE '2027-03-01' - 365) AS paid
       FROM members m WHERE m.shop_id = $1 AND m.customer_id <> $2) m`,
    [shop.id, shop.customerId],
  )
  console.log(
    `${found?.members} members, ${found?.told} told: ${seconds.toFixed(1)} s; loaded in ${((loaded - started) / 1000).toFixed(0)} s`,
  )
  expect(found).toMatchObject({ members: MEMBERS, wrong: 0 })
  await world.close()
})
