import { createHash, randomUUID } from 'node:crypto'
import { inShop } from '@cs/data'
import { drawRecord } from '@cs/data/rewards'
import { drawPrize, replayDraw } from '@cs/domain/points'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type Actor,
  announceExpiry,
  cancelRedemption,
  closeDraw,
  expirePoints,
  fulfilRedemption,
  lapseHold,
  openDraw,
  playDraw,
  recordReview,
  redeemReward,
  revokeReviewPoints,
  saveReward,
} from '../src/index.ts'
import { placeOrder } from './orders.ts'
import { book, drift, pointsOf } from './points.ts'
import { NOW, openShop, openWorld, type TestShop, type World } from './shop.ts'
import { checksums, rowsOf } from './state.ts'

let world: World
let shop: TestShop
let worker: Actor
beforeAll(async () => {
  world = await openWorld('rewards')
})
beforeEach(async () => {
  world.setNow(NOW)
  shop = await openShop(world)
  worker = { kind: 'worker', shop: shop.id }
})
afterAll(() => world.close())

const key = () => ({ idempotencyKey: randomUUID() })
/** A refusal is kept with its key, and is nothing else. */
const state = async () => ({ ...(await checksums(world)), idempotency_keys: '' })
const give = (points: number, expiresOn = '2027-12-31') =>
  book(world, shop, { kind: 'REVIEW', points, expiresOn })
const reward = async (points: number, stock: number | null) => {
  const saved = await saveReward(world.deps, shop.supervisor, {
    code: `R${randomUUID().slice(0, 8).toUpperCase()}`,
    name: '马克杯',
    points,
    stock,
    active: true,
  })
  if (saved.kind !== 'Success') throw new Error(saved.kind)
  return saved.rewardId
}
const redeem = (rewardId: string, over: object = key()) =>
  redeemReward(world.deps, shop.partner, { customerId: shop.customerId, rewardId, ...over })
const redeemed = async (rewardId: string) => {
  const done = await redeem(rewardId)
  if (done.kind !== 'Success') throw new Error(JSON.stringify(done))
  return done
}
const stockOf = async (id: string) =>
  (await rowsOf<{ stock: number }>(world, 'SELECT stock FROM rewards WHERE id = $1', [id]))[0]?.stock

describe('a reward', () => {
  it('is held with its points, and costs them once it is handed over', async () => {
    await give(500)
    const mug = await reward(300, 5)
    const { redemptionId } = await redeemed(mug)
    expect(await pointsOf(world, shop)).toEqual({ pending: 0, available: 200, held: 300 })
    expect(await stockOf(mug)).toBe(4)
    const settle = () => fulfilRedemption(world.deps, shop.partner, { redemptionId, ...key() })
    const outcomes = await Promise.all([settle(), settle(), settle()])
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['PolicyDenied', 'PolicyDenied', 'Success'])
    expect(await pointsOf(world, shop)).toEqual({ pending: 0, available: 200, held: 0 })
    expect((await cancelRedemption(world.deps, shop.partner, { redemptionId, ...key() })).kind).toBe(
      'PolicyDenied',
    )
    expect(await drift(world, shop)).toEqual([])
  })

  it('that is let go leaves everything as it was', async () => {
    await give(100, '2026-12-31')
    await give(400)
    const mug = await reward(300, 5)
    const before = await rowsOf(
      world,
      'SELECT expires_on::text, remaining FROM points_lots WHERE shop_id = $1 ORDER BY 1',
      [shop.id],
    )
    const { redemptionId } = await redeemed(mug)
    expect((await cancelRedemption(world.deps, shop.partner, { redemptionId, ...key() })).kind).toBe(
      'Success',
    )
    expect(
      await rowsOf(
        world,
        'SELECT expires_on::text, remaining FROM points_lots WHERE shop_id = $1 ORDER BY 1',
        [shop.id],
      ),
    ).toEqual(before)
    expect(await stockOf(mug)).toBe(5)
    expect(await drift(world, shop)).toEqual([])
  })

  it('is not had without the points, without a piece, or when it is no longer offered', async () => {
    await give(299)
    const dear = await reward(300, null)
    const gone = await reward(10, 0)
    const before = await state()
    expect((await redeem(dear)).kind).toBe('PolicyDenied')
    expect((await redeem(gone)).kind).toBe('PolicyDenied')
    expect((await redeem(randomUUID())).kind).toBe('NotFound')
    expect(await state()).toEqual(before)
  })

  it('of two hundred who ask at once for what forty can have goes to forty, and never below what was there', async () => {
    await give(1_000)
    const mug = await reward(25, null)
    const outcomes = await Promise.all(Array.from({ length: 200 }, () => redeem(mug)))
    expect(outcomes.filter(({ kind }) => kind === 'Success')).toHaveLength(40)
    expect(outcomes.filter(({ kind }) => kind === 'PolicyDenied')).toHaveLength(160)
    expect(await pointsOf(world, shop)).toEqual({ pending: 0, available: 0, held: 1_000 })
    const [low] = await rowsOf<{ low: string }>(
      world,
      `SELECT min(balance) AS low FROM (SELECT sum(points) FILTER (WHERE account = 'AVAILABLE') OVER (ORDER BY written, id) AS balance
         FROM (SELECT e.*, j.xmin::text::bigint AS written FROM points_entries e JOIN points_journals j ON j.shop_id = e.shop_id AND j.id = e.journal_id
           WHERE e.shop_id = $1) x) b`,
      [shop.id],
    )
    expect(Number(low?.low)).toBeGreaterThanOrEqual(0)
    expect(await drift(world, shop)).toEqual([])
  })

  it('is redeemed once with one key, fifty times at once', async () => {
    await give(1_000)
    const mug = await reward(25, 50)
    const one = key()
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => redeem(mug, one)))
    expect(new Set(outcomes.map((each) => each.kind === 'Success' && each.redemptionId)).size).toBe(1)
    expect(await pointsOf(world, shop)).toEqual({ pending: 0, available: 975, held: 25 })
    expect(await stockOf(mug)).toBe(49)
  })

  it('leaves nothing behind where the server kills its connection at any step', async () => {
    await give(1_000)
    const mug = await reward(25, 50)
    const before = await checksums(world)
    for (const table of [
      'points_holds',
      'points_journals',
      'points_entries',
      'members',
      'points_lots',
      'redemptions',
      'events',
    ]) {
      const verb = ['members', 'points_lots'].includes(table) ? 'UPDATE' : 'INSERT'
      await world.admin.query(
        `CREATE FUNCTION cs.kill_here() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;
         CREATE TRIGGER kill_here AFTER ${verb} ON ${table} FOR EACH ROW EXECUTE FUNCTION cs.kill_here()`,
      )
      await expect(redeem(mug), table).rejects.toThrow()
      await world.admin.query(`DROP TRIGGER kill_here ON ${table}; DROP FUNCTION cs.kill_here()`)
      expect(await checksums(world), table).toEqual(before)
    }
    expect((await redeem(mug)).kind).toBe('Success')
    expect(await drift(world, shop)).toEqual([])
  })

  it('survives connections that are killed at random in the middle of many redemptions', async () => {
    await give(1_000)
    const mug = await reward(10, 60)
    const asked = Array.from({ length: 60 }, () =>
      redeem(mug).then(
        ({ kind }) => kind,
        () => 'killed',
      ),
    )
    for (let round = 0; round < 5; round += 1)
      await world.admin.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'cs_writer' AND state <> 'idle' LIMIT 2`,
      )
    const kinds = await Promise.all(asked)
    const done = (await rowsOf(world, 'SELECT 1 FROM redemptions WHERE shop_id = $1', [shop.id])).length
    // A killed answer may stand for a redemption that was committed: what was told is there, and no more than asked for.
    expect(done).toBeGreaterThanOrEqual(kinds.filter((kind) => kind === 'Success').length)
    expect(await pointsOf(world, shop)).toEqual({ pending: 0, available: 1_000 - 10 * done, held: 10 * done })
    expect(await stockOf(mug)).toBe(60 - done)
    expect(await drift(world, shop)).toEqual([])
  })
})

describe('what nobody settles', () => {
  it('lapses after the time of the pack, once, however many workers find it', async () => {
    await give(500)
    const mug = await reward(300, 5)
    const { redemptionId } = await redeemed(mug)
    const [hold] = await rowsOf<{ id: string }>(world, 'SELECT id FROM points_holds WHERE shop_id = $1', [
      shop.id,
    ])
    const lapse = () => lapseHold(world.deps, worker, { holdId: String(hold?.id) })
    world.setNow(new Date(NOW.getTime() + 30 * 60_000 - 1))
    expect((await lapse()).kind).toBe('Conflict')
    world.setNow(new Date(NOW.getTime() + 30 * 60_000))
    const outcomes = await Promise.all([lapse(), lapse(), lapse()])
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['NotFound', 'NotFound', 'Success'])
    expect(await pointsOf(world, shop)).toEqual({ pending: 0, available: 500, held: 0 })
    expect(await stockOf(mug)).toBe(5)
    expect((await fulfilRedemption(world.deps, shop.partner, { redemptionId, ...key() })).kind).toBe(
      'PolicyDenied',
    )
    expect(await drift(world, shop)).toEqual([])
  })

  it('expires with the year, oldest first, after a notice on 1 December; and can’t be spent a second later (Q25)', async () => {
    await give(100, '2026-12-31')
    await give(50, '2027-12-31')
    const of = { customerId: shop.customerId, expiresOn: '2026-12-31' }
    const at = (text: string) => world.setNow(new Date(`${text}+08:00`))
    at('2026-11-30T23:59:59')
    expect((await announceExpiry(world.deps, worker, of)).kind).toBe('Conflict')
    at('2026-12-01T00:00:00')
    const told = await Promise.all([1, 2].map(() => announceExpiry(world.deps, worker, of)))
    expect(told.map(({ kind }) => kind).sort()).toEqual(['Conflict', 'Success'])
    const notices = await rowsOf(world, 'SELECT script, parameters FROM notices WHERE shop_id = $1', [
      shop.id,
    ])
    expect(notices).toEqual([
      { script: 'POINTS_TO_EXPIRE', parameters: { points: 100, dueAt: '2026-12-31T16:00:00.000Z' } },
    ])
    at('2026-12-31T23:59:59')
    expect((await expirePoints(world.deps, worker, of)).kind).toBe('Conflict')
    at('2027-01-01T00:00:00')
    // Nobody has looked yet: what expired is nevertheless not spent.
    const mug = await reward(60, null)
    expect((await redeem(mug)).kind).toBe('PolicyDenied')
    const gone = await Promise.all([1, 2, 3].map(() => expirePoints(world.deps, worker, of)))
    expect(gone.map(({ kind }) => kind).sort()).toEqual(['NotFound', 'NotFound', 'Success'])
    expect((await pointsOf(world, shop)).available).toBe(50)
    expect(await drift(world, shop)).toEqual([])
  })
})

describe('a draw', () => {
  const PRIZES = [
    { name: '谢谢参与', weight: 70 },
    { name: '五分', weight: 25, points: 5 },
    { name: '马克杯', weight: 5, stock: 2 },
  ]
  const opened = async (code = 'SPRING') => {
    const mug = await reward(300, 5)
    const prizes = PRIZES.map((prize, i) => (i === 2 ? { ...prize, rewardId: mug } : prize))
    const done = await openDraw(world.deps, shop.supervisor, { code, name: '春季抽奖', prizes })
    if (done.kind !== 'Success') throw new Error(JSON.stringify(done))
    return done
  }
  const play = (drawId: string, clientSeed: string, over: object = key()) =>
    playDraw(world.deps, shop.partner, { customerId: shop.customerId, drawId, clientSeed, ...over })

  it('is decided by a seed whose hash is published before, and can be played again afterwards', async () => {
    await give(5_000)
    const { drawId, seedHash } = await opened()
    const [row] = await rowsOf(world, 'SELECT seed, seed_hash FROM draws WHERE id = $1', [drawId])
    expect(row).toEqual({ seed: null, seed_hash: seedHash })
    const outcomes = await Promise.all(Array.from({ length: 60 }, (_, i) => play(drawId, `player-${i}`)))
    expect(outcomes.every(({ kind }) => kind === 'Success')).toBe(true)
    expect(await drift(world, shop)).toEqual([])
    const closed = await closeDraw(world.deps, shop.supervisor, { drawId })
    if (closed.kind !== 'Success') throw new Error(closed.kind)
    expect(createHash('sha256').update(Buffer.from(closed.seed, 'hex')).digest('hex')).toBe(seedHash)
    expect(closed.plays).toBe(60)
    const record = await inShop(world.deps.database, shop.id, (tx) => drawRecord(tx, shop.id, drawId))
    if (!record?.seed) throw new Error('no seed')
    expect(record.plays.map(({ nonce }) => nonce)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1))
    expect(replayDraw(record.seed, record.prizes, record.plays)).toEqual([])
    const bent = record.plays.map((each) =>
      each.nonce === 7 ? { ...each, position: (each.position % 3) + 1 } : each,
    )
    expect(replayDraw(record.seed, record.prizes, bent)).toContain(7)
    expect(
      replayDraw(
        record.seed,
        record.prizes,
        record.plays.filter(({ nonce }) => nonce !== 9),
      ),
    ).toContain(10)
    const mugs = record.plays.filter(({ position }) => position === 3).length
    expect(mugs).toBeLessThanOrEqual(2)
    const owed = await rowsOf(world, `SELECT 1 FROM redemptions WHERE shop_id = $1 AND status = 'OWED'`, [
      shop.id,
    ])
    expect(owed).toHaveLength(mugs)
    const won = record.plays.filter(({ position }) => position === 2).length
    expect((await pointsOf(world, shop)).available).toBe(5_000 - 60 * 50 + won * 5)
    expect((await play(drawId, 'late')).kind).toBe('PolicyDenied')
  })

  it('costs its points once with one key, and nothing without them', async () => {
    await give(99)
    const { drawId } = await opened()
    const one = key()
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => play(drawId, 'same', one)))
    expect(new Set(outcomes.map((each) => each.kind === 'Success' && each.playId)).size).toBe(1)
    const before = await state()
    if ((await pointsOf(world, shop)).available === 49)
      expect((await play(drawId, 'next')).kind).toBe('PolicyDenied')
    expect(await state()).toEqual(before)
    expect(await rowsOf(world, 'SELECT plays FROM draws WHERE id = $1', [drawId])).toEqual([{ plays: 1 }])
  })

  it('keeps its seed from who reads, its terms from everybody, and is opened with an endless prize only', async () => {
    const { drawId } = await opened()
    await expect(
      inShop(world.deps.database, shop.id, (tx) =>
        tx
          .updateTable('draws')
          .set({ seed_hash: '0'.repeat(64) })
          .where('id', '=', drawId)
          .execute(),
      ),
    ).rejects.toThrow(/permission denied/)
    const grants = await rowsOf(
      world,
      `SELECT grantee FROM information_schema.role_table_grants WHERE table_name = 'draw_seeds' AND grantee LIKE 'cs_%' AND privilege_type <> 'INSERT'`,
    )
    expect(grants).toEqual([{ grantee: 'cs_writer' }])
    const scarce = await openDraw(world.deps, shop.supervisor, {
      code: 'SCARCE',
      name: '限量',
      prizes: [
        { name: '甲', weight: 1, stock: 1 },
        { name: '乙', weight: 1, stock: 1 },
      ],
    })
    expect(scarce.kind).toBe('PolicyDenied')
    expect(
      (await openDraw(world.deps, shop.supervisor, { code: 'SPRING', name: '又一个', prizes: PRIZES })).kind,
    ).toBe('Conflict')
    await expect(
      openDraw(world.deps, shop.specialist, { code: 'MINE', name: '私设', prizes: PRIZES }),
    ).rejects.toThrow()
  })

  it('gives each prize its share, and nothing that is gone', () => {
    const seed = 'ab'.repeat(32)
    const prizes = [
      { position: 1, weight: 70, left: null },
      { position: 2, weight: 25, left: null },
      { position: 3, weight: 5, left: 0 },
    ]
    const drawn = Array.from({ length: 4_000 }, (_, i) =>
      drawPrize({ seed, nonce: i + 1, clientSeed: '' }, prizes),
    )
    const first = drawn.filter(({ position }) => position === 1).length / drawn.length
    expect(first).toBeGreaterThan(0.7)
    expect(first).toBeLessThan(0.775)
    expect(drawn.some(({ position }) => position === 3)).toBe(false)
  })
})

describe('a review', () => {
  const written = async (text: string, over: object = {}) => {
    const order = await placeOrder(world, shop, {
      trade: 'SIGNED',
      physical: 'DELIVERED',
      lines: ['SHIPPED'],
    })
    await world.admin.query(`UPDATE order_lines SET status = 'SIGNED' WHERE order_id = $1`, [order.id])
    const input = { orderId: order.id, lineId: String(order.lineIds[0]), score: 5, text, ...over }
    return { input, ask: () => recordReview(world.deps, shop.partner, { ...input, ...key() }) }
  }
  const GOOD = '面料柔软舒适，尺码标准，做工细致，物流也很快，非常满意的一次购物'

  it('of quality earns its points with it, once for each line, whoever passes it on (PTS-02, Q66)', async () => {
    const { ask } = await written(GOOD)
    const outcomes = await Promise.all(Array.from({ length: 10 }, ask))
    expect(outcomes.filter(({ kind }) => kind === 'Success')).toEqual([
      expect.objectContaining({ points: 20 }),
    ])
    expect(outcomes.filter(({ kind }) => kind === 'Conflict')).toHaveLength(9)
    expect((await pointsOf(world, shop)).available).toBe(20)
    expect(await drift(world, shop)).toEqual([])
  })

  it('without it is kept and earns nothing, nor does paid praise; what is on its way is not reviewed', async () => {
    for (const [text, over] of [
      ['好', {}],
      [GOOD, { paidPraise: true }],
    ] as const)
      expect(await (await written(text, over)).ask()).toMatchObject({ kind: 'Success', points: 0 })
    const order = await placeOrder(world, shop, {
      trade: 'SHIPPED',
      physical: 'HANDED_OVER',
      lines: ['SHIPPED'],
    })
    const early = recordReview(world.deps, shop.partner, {
      orderId: order.id,
      lineId: String(order.lineIds[0]),
      score: 5,
      text: GOOD,
      ...key(),
    })
    expect((await early).kind).toBe('PolicyDenied')
    expect((await pointsOf(world, shop)).available).toBe(0)
    expect(
      JSON.stringify(await rowsOf(world, 'SELECT facts FROM decisions WHERE shop_id = $1', [shop.id])),
    ).not.toContain('面料')
  })

  it('that is found empty loses them, once (Q66)', async () => {
    const done = await (await written('', { hasPhoto: true, text: '图' })).ask()
    if (done.kind !== 'Success') throw new Error(JSON.stringify(done))
    const revoke = () =>
      revokeReviewPoints(world.deps, shop.specialist, { reviewId: done.reviewId, ...key() })
    expect(await revoke()).toMatchObject({ kind: 'Success', points: -20 })
    expect((await revoke()).kind).toBe('PolicyDenied')
    expect((await pointsOf(world, shop)).available).toBe(0)
    expect(await drift(world, shop)).toEqual([])
  })
})
