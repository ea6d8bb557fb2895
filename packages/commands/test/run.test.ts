import { setTimeout as sleep } from 'node:timers/promises'
import { inShop } from '@cs/data'
import { findDecision } from '@cs/data/journal'
import { findPack } from '@cs/data/policy'
import { DEMO_PACKS } from '@cs/domain/policy'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Actor,
  auditOrder,
  cancelOrder,
  previewCancelOrder,
  remarkOrder,
  replayDecision,
  revealContact,
} from '../src/index.ts'
import { retrying } from '../src/retry.ts'
import { placeOrder, type TestOrder } from './orders.ts'
import { openShop, openWorld, publishTo, type TestShop, type World } from './shop.ts'
import { checksums, rowsOf } from './state.ts'

let world: World
let shop: TestShop
let other: TestShop
beforeAll(async () => {
  world = await openWorld('run')
  shop = await openShop(world)
  other = await openShop(world)
})
afterAll(() => world.close())

const cancel = (
  order: TestOrder,
  idempotencyKey: string,
  more: object = {},
  agent: Actor = shop.specialist,
) => cancelOrder(world.deps, agent, { orderId: order.id, reason: 'BUYER_ASKED', idempotencyKey, ...more })

describe('idempotency keys', () => {
  it('answers a repeated call as the first one, though that one raised the version', async () => {
    const order = await placeOrder(world, shop)
    const first = await cancel(order, 'same-key-1', { expectedVersion: 1 })
    const before = await checksums(world)
    expect(await cancel(order, 'same-key-1', { expectedVersion: 1 })).toEqual(first)
    expect(await checksums(world)).toEqual(before)
  })

  it('belong to a shop, a principal and a command', async () => {
    const orders = [
      await placeOrder(world, shop),
      await placeOrder(world, shop),
      await placeOrder(world, other),
    ] as const
    expect((await cancel(orders[0], 'shared-key')).kind).toBe('Success')
    expect((await cancel(orders[1], 'shared-key', {}, shop.colleague)).kind).toBe('Success')
    expect((await cancel(orders[2], 'shared-key', {}, other.specialist)).kind).toBe('Success')
    const remark = {
      orderId: orders[0].id,
      type: 'NOTE',
      text: '已取消',
      idempotencyKey: 'shared-key',
    } as const
    expect((await remarkOrder(world.deps, shop.specialist, remark)).kind).toBe('Success')
  })

  it('keep a refusal, and nothing of what changed nothing', async () => {
    const shipped = await placeOrder(world, shop, {
      trade: 'SHIPPED',
      physical: 'HANDED_OVER',
      lines: ['SHIPPED'],
    })
    const denied = await cancel(shipped, 'denied-key')
    expect(denied.kind).toBe('PolicyDenied')
    expect(await cancel(shipped, 'denied-key')).toEqual(denied)
    const order = await placeOrder(world, shop)
    expect((await cancel(order, 'conflict-key', { expectedVersion: 7 })).kind).toBe('Conflict')
    expect((await cancel(order, 'conflict-key', { expectedVersion: 1 })).kind).toBe('Success')
  })

  it('tell nothing of orders that the caller can’t see', async () => {
    const order = await placeOrder(world, shop)
    await cancel(order, 'secret-key')
    expect(await cancel(order, 'secret-key', {}, other.specialist)).toEqual({
      kind: 'NotFound',
      what: 'Order',
    })
  })

  it('are kept without the input: a keyed fingerprint stands for it', async () => {
    const rows = await rowsOf<{ fingerprint: string }>(world, 'SELECT fingerprint FROM idempotency_keys')
    for (const row of rows) expect(row.fingerprint).toMatch(/^[0-9a-f]{64}$/)
  })
})

describe('a command that dies', () => {
  it('leaves nothing, and its key can be used again', async () => {
    const order = await placeOrder(world, shop)
    const before = await checksums(world)
    const blocker = await world.admin.connect()
    await blocker.query('BEGIN')
    await blocker.query('SELECT 1 FROM skus WHERE id = $1 FOR UPDATE', [shop.skus.s])
    const dying = cancel(order, 'dying-key').catch((error: unknown) => error)
    const backend = async () =>
      (
        await rowsOf<{ pid: number }>(
          world,
          `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND usename = 'cs_writer'
             AND wait_event_type = 'Lock'`,
        )
      )[0]?.pid
    let pid: number | undefined
    while (!pid) {
      pid = await backend()
      await sleep(10)
    }
    await rowsOf(world, 'SELECT pg_terminate_backend($1)', [pid])
    expect(await dying).toBeInstanceOf(Error)
    await blocker.query('ROLLBACK')
    blocker.release()
    expect(await checksums(world)).toEqual(before)
    expect((await cancel(order, 'dying-key')).kind).toBe('Success')
  })
})

describe('a preview', () => {
  it('does not wait for a command that holds the order', async () => {
    const order = await placeOrder(world, shop)
    const holder = await world.admin.connect()
    await holder.query('BEGIN')
    await holder.query('SELECT 1 FROM orders WHERE id = $1 FOR UPDATE', [order.id])
    const asked = await previewCancelOrder(world.deps, shop.specialist, {
      orderId: order.id,
      reason: 'BUYER_ASKED',
    })
    expect(asked).toMatchObject({ kind: 'Previewed', decision: { outcome: 'ALLOWED' } })
    await holder.query('ROLLBACK')
    holder.release()
  })
})

describe('a new pack', () => {
  it('is what the next command and preview judge by, though the process worked with the old one', async () => {
    const shop = await openShop(world)
    const order = await placeOrder(world, shop)
    const remark = { orderId: order.id, type: 'NOTE', text: '已联系买家' } as const
    const packs = async () => {
      expect((await remarkOrder(world.deps, shop.specialist, remark)).kind).toBe('Success')
      const asked = await previewCancelOrder(world.deps, shop.specialist, {
        orderId: order.id,
        reason: 'BUYER_ASKED',
      })
      const [stored] = await rowsOf<{ pack: string }>(
        world,
        `SELECT d.pack_hash AS pack FROM decisions d WHERE d.shop_id = $1 ORDER BY d.id DESC LIMIT 1`,
        [shop.id],
      )
      return [stored?.pack, asked.kind === 'Previewed' ? asked.decision.pack.hash : asked.kind]
    }
    const { general, apparel } = DEMO_PACKS
    expect(await packs()).toEqual([general.hash, general.hash])
    await publishTo(world, shop.id, apparel, '2026-11-01')
    expect(await packs()).toEqual([apparel.hash, apparel.hash])
    expect(await packs()).toEqual([apparel.hash, apparel.hash])
    const [count] = await rowsOf<{ n: string }>(
      world,
      'SELECT count(*) AS n FROM decisions WHERE shop_id = $1',
      [shop.id],
    )
    expect(Number(count?.n)).toBe(3)
  })
})

describe('retrying', () => {
  const failing = (code: string, times: number) => {
    let calls = 0
    return async () => {
      calls += 1
      if (calls <= times) throw Object.assign(new Error(code), { code })
      return calls
    }
  }

  it('tries again after a deadlock or a serialization failure, a bounded number of times', async () => {
    expect(await retrying(failing('40P01', 2))).toBe(3)
    expect(await retrying(failing('40001', 1))).toBe(2)
    await expect(retrying(failing('40001', 99))).rejects.toMatchObject({ code: '40001' })
    await expect(retrying(failing('23505', 1))).rejects.toMatchObject({ code: '23505' })
  })
})

describe('replayDecision', () => {
  it('gives every stored decision again from its facts and its pack', async () => {
    const order = await placeOrder(world, shop)
    await auditOrder(world.deps, shop.specialist, { orderId: order.id })
    await revealContact(world.deps, shop.manager, { customerId: shop.customerId, purpose: 'ARRANGE_REFUND' })
    const ids = await rowsOf<{ id: string }>(world, 'SELECT id FROM decisions WHERE shop_id = $1', [shop.id])
    expect(ids.length).toBeGreaterThan(5)
    await inShop(world.deps.database, shop.id, async (tx) => {
      for (const { id } of ids) {
        const stored = await findDecision(tx, shop.id, id)
        if (!stored) throw new Error(`decision ${id} is gone`)
        const pack = await findPack(tx, shop.id, stored.decision.pack.id, stored.decision.pack.version)
        if (!pack) throw new Error('its pack is gone')
        const { action } = stored.decision
        const replayed = replayDecision({ action, facts: stored.facts }, { pack, now: stored.decidedAt })
        expect(replayed).toEqual(stored.decision)
      }
    })
  })
})
