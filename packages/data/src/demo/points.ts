import { createHash } from 'node:crypto'
import { dayOf } from '@cs/domain/calendar'
import { type DrawPrize, drawPrize, type PointsLine, pointsLines, seedHash } from '@cs/domain/points'
import type pg from 'pg'
import { demoNow } from './functions.ts'
import type { SeedContext } from './seed.ts'

const MINUTE = 60_000
const DAY = 86_400_000

/** What points are exchanged for in every shop: code, name, points, pieces (null: as many as are wanted). */
const REWARDS = [
  ['MUG', '品牌马克杯', 200, 50],
  ['TOTE', '帆布购物袋', 300, 30],
  ['CARE', '会员护理礼包', 800, null],
] as const

interface Member {
  readonly id: string
  readonly balance: number
}

/** Points in use: rewards, redemptions of the members who have most, and one that waits to be handed over. */
export async function seedPointsInUse({ client, shop, anchor }: SeedContext): Promise<void> {
  const now = demoNow(anchor)
  const rewards = await seedRewards(client, shop, now)
  const { rows } = await client.query<Member>(
    `SELECT customer_id AS id, points_available::int AS balance FROM members
     WHERE shop_id = $1 ORDER BY points_available DESC, customer_id LIMIT 6`,
    [shop.id],
  )
  const able = rows.filter(({ balance }) => balance >= 200)
  for (const [i, member] of able.entries()) {
    const waiting = i === 0
    const at = new Date(now.getTime() - (waiting ? 5 * MINUTE : i * DAY))
    const hold = await setAside(client, shop.id, member.id, 'EXCHANGE', 200, at)
    const settledAt = waiting ? null : new Date(at.getTime() + 10 * MINUTE)
    if (settledAt) await commit(client, shop.id, hold, settledAt)
    await client.query(
      `INSERT INTO redemptions (shop_id, id, number, reward_id, customer_id, hold_id, points, status, created_at, settled_at, command_id)
       VALUES ($1, cs_demo.uid($2, 'redemption:' || $3::text), 'RD' || cs_demo.day($2) || '-' || cs_demo.padded($4, 4), $5, $3::uuid, $6, 200, $7, $2, $8, $6)`,
      [shop.id, at, member.id, i + 1, rewards, hold.id, settledAt ? 'FULFILLED' : 'HELD', settledAt],
    )
    await client.query('UPDATE rewards SET stock = stock - 1 WHERE shop_id = $1 AND id = $2', [
      shop.id,
      rewards,
    ])
  }
  await seedDraw(client, shop, now, able)
}

/** The prizes of the demo's draw: name, weight, points that are won, pieces. */
const PRIZES = [
  ['谢谢参与', 70, null, null],
  ['积分 10', 20, 10, null],
  ['积分 200', 10, 200, 2],
] as const

/** A draw that is over, with the plays of the members who have most: anybody can check it. */
async function seedDraw(
  client: pg.Client,
  shop: SeedContext['shop'],
  now: Date,
  members: readonly Member[],
): Promise<void> {
  const opened = new Date(now.getTime() - 3 * DAY)
  const closed = new Date(now.getTime() - 2 * DAY)
  const seed = createHash('sha256').update(`demo draw of ${shop.code}`).digest('hex')
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO draws (shop_id, id, code, name, points, seed_hash, seed, status, plays, opened_at, closed_at)
     VALUES ($1, cs_demo.uid($2, 'draw:' || cs_demo.code()), 'AUTUMN', '秋日积分抽奖', 50, $3, $4, 'CLOSED', 0, $2, $5) RETURNING id`,
    [shop.id, opened, seedHash(seed), seed, closed],
  )
  const drawId = String(rows[0]?.id)
  await client.query('INSERT INTO draw_seeds (shop_id, draw_id, seed) VALUES ($1, $2, $3)', [
    shop.id,
    drawId,
    seed,
  ])
  for (const [i, [name, weight, points, stock]] of PRIZES.entries())
    await client.query(
      `INSERT INTO draw_prizes (shop_id, draw_id, id, position, name, weight, points, stock, remaining)
       VALUES ($1, $2, cs_demo.uid($3, 'prize:' || cs_demo.code() || $4::text), $4::int, $5, $6, $7, $8, $8)`,
      [shop.id, drawId, opened, i + 1, name, weight, points, stock],
    )
  let prizes: readonly DrawPrize[] = PRIZES.map(([, weight, , left], i) => ({
    position: i + 1,
    weight,
    left,
  }))
  for (const [i, member] of members.filter(({ balance }) => balance >= 250).entries()) {
    const at = new Date(opened.getTime() + (i + 1) * 60 * MINUTE)
    const clientSeed = `demo-${i + 1}`
    const drawn = drawPrize({ seed, nonce: i + 1, clientSeed }, prizes)
    prizes = prizes.map((prize) =>
      prize.position === drawn.position && prize.left !== null ? { ...prize, left: prize.left - 1 } : prize,
    )
    const hold = await setAside(client, shop.id, member.id, 'DRAW', 50, at)
    await commit(client, shop.id, hold, at)
    const points = PRIZES[drawn.position - 1]?.[2] ?? null
    if (points !== null) await win(client, shop.id, hold, points, at)
    await client.query(
      `WITH p AS (UPDATE draw_prizes SET remaining = remaining - 1 WHERE shop_id = $1 AND draw_id = $2 AND position = $3 RETURNING id),
         d AS (UPDATE draws SET plays = $4 WHERE shop_id = $1 AND id = $2)
       INSERT INTO draw_plays (shop_id, id, draw_id, nonce, customer_id, hold_id, client_seed, roll, total, prize_id, played_at, command_id)
       SELECT $1, cs_demo.uid($5, 'play:' || $6::text), $2, $4, $6::uuid, $7, $8, $9, $10, p.id, $5, $7 FROM p`,
      [shop.id, drawId, drawn.position, i + 1, at, member.id, hold.id, clientSeed, drawn.roll, drawn.total],
    )
  }
}

/** Points that were won. */
async function win(client: pg.Client, shopId: string, hold: Hold, points: number, at: Date): Promise<void> {
  const expiresOn = `${Number(dayOf(at).slice(0, 4)) + 1}-12-31`
  const lines = pointsLines({ kind: 'PRIZE', points, expiresOn }, { balance: 0, lots: [] })
  await post(client, shopId, hold, 'PRIZE', lines, at)
}

/** Returns the id of the first one. */
async function seedRewards(client: pg.Client, shop: SeedContext['shop'], now: Date): Promise<string> {
  const ids: string[] = []
  for (const [code, name, points, stock] of REWARDS) {
    const { rows } = await client.query<{ id: string }>(
      `INSERT INTO rewards (shop_id, id, code, name, points, stock, created_at)
       VALUES ($1, cs_demo.uid($2, 'reward:' || cs_demo.code() || $3::text), $3, $4, $5, $6, $2) RETURNING id`,
      [shop.id, new Date(now.getTime() - 60 * DAY), code, name, points, stock],
    )
    ids.push(String(rows[0]?.id))
  }
  return String(ids[0])
}

interface Hold {
  readonly id: string
  readonly customerId: string
  readonly purpose: 'EXCHANGE' | 'DRAW'
  readonly lines: readonly PointsLine[]
}

/** Sets points of a member aside, as the service does. */
async function setAside(
  client: pg.Client,
  shopId: string,
  customerId: string,
  purpose: Hold['purpose'],
  points: number,
  at: Date,
): Promise<Hold> {
  const { rows: lots } = await client.query<{ expiresOn: string; points: number }>(
    `SELECT expires_on::text AS "expiresOn", remaining::int AS points FROM points_lots
     WHERE shop_id = $1 AND customer_id = $2 AND remaining > 0 ORDER BY expires_on`,
    [shopId, customerId],
  )
  const balance = lots.reduce((sum, lot) => sum + lot.points, 0)
  const lines = pointsLines({ kind: 'HOLD', points, today: dayOf(at) }, { balance, lots })
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO points_holds (shop_id, id, customer_id, purpose, points, status, held_at, lapses_at, command_id)
     VALUES ($1, cs_demo.uid($2, 'hold:' || $3::text || $4::text), $4::uuid, $3, $5, 'HELD', $2, $2::timestamptz + interval '30 minutes',
       cs_demo.uid($2, 'command:' || $3::text || $4::text)) RETURNING id`,
    [shopId, at, purpose, customerId, points],
  )
  const hold = { id: String(rows[0]?.id), customerId, purpose, lines }
  await post(client, shopId, hold, 'HOLD', lines, at)
  return hold
}

/** Spends what was set aside. */
async function commit(client: pg.Client, shopId: string, hold: Hold, at: Date): Promise<void> {
  await client.query(
    `UPDATE points_holds SET status = 'COMMITTED', settled_at = $3 WHERE shop_id = $1 AND id = $2`,
    [shopId, hold.id, at],
  )
  const held = hold.lines
    .filter(({ account }) => account === 'HELD')
    .map(({ points, expiresOn }) => ({ points, expiresOn: String(expiresOn) }))
  const lines = pointsLines({ kind: hold.purpose, held }, { balance: 0, lots: [] })
  await post(client, shopId, hold, hold.purpose, lines, at)
}

async function post(
  client: pg.Client,
  shopId: string,
  hold: Hold,
  kind: string,
  lines: readonly PointsLine[],
  at: Date,
): Promise<void> {
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO points_journals (shop_id, id, customer_id, kind, hold_id, command_id, occurred_at)
     VALUES ($1, cs_demo.uid($2, 'journal:' || $3::text || $4::text), $5, $3, CASE WHEN $3::text <> 'PRIZE' THEN $4::uuid END, $4::uuid, $2) RETURNING id`,
    [shopId, at, kind, hold.id, hold.customerId],
  )
  const journal = String(rows[0]?.id)
  await client.query(
    `INSERT INTO points_entries (shop_id, id, journal_id, customer_id, account, points, expires_on, kind, occurred_at)
     SELECT $1, cs_demo.uid($2, 'line:' || $3::text || e.n), $3::uuid, CASE WHEN e.account IN ('PENDING', 'AVAILABLE', 'HELD') THEN $4::uuid END,
       e.account, e.points, e.expires_on, $5, $2
     FROM (SELECT row_number() OVER () AS n, x.* FROM json_to_recordset($6) AS x(account text, points bigint, expires_on date)) e`,
    [
      shopId,
      at,
      journal,
      hold.customerId,
      kind,
      JSON.stringify(
        lines.map(({ account, points, expiresOn }) => ({ account, points, expires_on: expiresOn })),
      ),
    ],
  )
}
