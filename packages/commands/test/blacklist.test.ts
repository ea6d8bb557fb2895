import { randomUUID } from 'node:crypto'
import { dueAfter } from '@cs/domain/policy'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  appealBlacklisting,
  blacklistCustomer,
  decideApproval,
  expireBlacklisting,
  Forbidden,
  liftBlacklisting,
  requestApproval,
  upholdBlacklisting,
  warnCustomer,
} from '../src/index.ts'
import { customerRow, denials, newCustomer, storefront } from './customers.ts'
import { openCase } from './orders.ts'
import { NOW, openShop, openWorld, type TestShop, type World } from './shop.ts'
import { checksums, rowsOf } from './state.ts'

let world: World
let shop: TestShop
let deputy: TestShop['manager']
beforeAll(async () => {
  world = await openWorld('blacklist')
  shop = await openShop(world)
  const id = randomUUID()
  await world.admin.query(
    `INSERT INTO agents (id, number, subject, name, created_at) VALUES ($1::uuid, $1::text, $1::text, '经理', '2026-01-01')`,
    [id],
  )
  await world.admin.query(
    `INSERT INTO memberships (shop_id, agent_id, grade, function, since) VALUES ($1, $2, 'manager', 'in_sale', '2026-01-01')`,
    [shop.id, id],
  )
  deputy = { ...shop.manager, id: id as typeof shop.manager.id }
})
afterAll(() => world.close())

/** Stored proof of a case of a customer. */
async function proofOf(customerId: string): Promise<string> {
  const caseId = await openCase(world, shop, shop.specialist.id, { customerId })
  const [row] = await rowsOf<{ id: string }>(
    world,
    `INSERT INTO evidence (shop_id, id, number, case_id, customer_id, kind, media_type, size_bytes, sha256, storage_key, status, added_at, stored_at)
     VALUES ($1, gen_random_uuid(), gen_random_uuid(), $2, $3, 'SCREENSHOT', 'image/png', 1, repeat('a', 64), 'k', 'STORED', $4, $4) RETURNING id`,
    [shop.id, caseId, customerId, NOW],
  )
  return String(row?.id)
}

/** Proposes it, and has somebody decide. */
async function propose(customerId: string, evidenceIds: readonly string[], by = shop.specialist) {
  return requestApproval(world.deps, by, {
    action: 'blacklistCustomer',
    input: { customerId, reason: 'MALICIOUS_CLAIMS', evidenceIds },
    reason: '多次恶意索赔，证据见工单',
  })
}
async function ready() {
  const customerId = await newCustomer(world, shop)
  await warnCustomer(world.deps, shop.specialist, { customerId, text: '再次恶意索赔将被拒单' })
  return { customerId, proof: await proofOf(customerId) }
}
async function blacklisted() {
  const { customerId, proof } = await ready()
  const asked = await propose(customerId, [proof])
  if (asked.kind !== 'Success') throw new Error(JSON.stringify(asked))
  const decided = await decideApproval(world.deps, shop.manager, {
    approvalId: asked.approvalId,
    verdict: 'APPROVE',
    reason: '证据充分',
  })
  if (decided.kind !== 'Success' || !decided.executed) throw new Error(JSON.stringify(decided))
  return { customerId, ...(decided.executed as unknown as { blacklistingId: string; until: string }) }
}

describe('the ladder to the blacklist (C-44, Q65)', () => {
  it('refuses without proof, though the warning is skipped with a reason, and nothing changes', async () => {
    const customerId = await newCustomer(world, shop)
    const foreign = await proofOf(shop.customerId)
    const before = await checksums(world)
    const refused = await blacklistCustomer(world.deps, shop.manager, {
      customerId,
      reason: 'FRAUD',
      evidenceIds: [foreign],
      warningSkipped: 'FRAUD',
    })
    expect(refused.kind).toBe('PolicyDenied')
    expect(await denials(world, (refused as { decisionId: string }).decisionId)).toEqual(['CUS-TAG-03'])
    expect(await checksums(world)).toEqual(before)
  })

  it('takes a warning, unless there is a reason to skip it', async () => {
    const customerId = await newCustomer(world, shop)
    const evidenceIds = [await proofOf(customerId)]
    const ask = (more: object) =>
      blacklistCustomer(world.deps, shop.specialist, { customerId, reason: 'FRAUD', evidenceIds, ...more })
    expect((await ask({})).kind).toBe('PolicyDenied')
    expect((await ask({ warningSkipped: 'DANGER' })).kind).toBe('ApprovalRequired')
    await warnCustomer(world.deps, shop.specialist, { customerId, text: '请勿再恶意索赔' })
    expect((await ask({})).kind).toBe('ApprovalRequired')
  })

  it('is approved by a manager only, and holds for the time of the pack', async () => {
    const { customerId, proof } = await ready()
    const asked = await propose(customerId, [proof])
    if (asked.kind !== 'Success') throw new Error(asked.kind)
    const approve = (who: typeof shop.manager) =>
      decideApproval(world.deps, who, { approvalId: asked.approvalId, verdict: 'APPROVE', reason: '同意' })
    await expect(approve(shop.supervisor)).rejects.toThrow(Forbidden)
    expect((await customerRow(world, customerId)).blacklisted_until).toBeNull()
    expect((await approve(shop.manager)).kind).toBe('Success')
    const until = (await customerRow(world, customerId)).blacklisted_until as Date
    expect(until).toEqual(dueAfter(NOW, '180d'))
  })

  it('takes another manager for a manager’s own proposal', async () => {
    const { customerId, proof } = await ready()
    const asked = await propose(customerId, [proof], shop.manager)
    if (asked.kind !== 'Success') throw new Error(asked.kind)
    const approve = (who: typeof shop.manager) =>
      decideApproval(world.deps, who, { approvalId: asked.approvalId, verdict: 'APPROVE', reason: '同意' })
    expect((await approve(shop.manager)).kind).toBe('PolicyDenied')
    expect((await approve(deputy)).kind).toBe('Success')
    expect((await customerRow(world, customerId)).blacklisted_until).not.toBeNull()
  })

  it('blacklists again once the time is over, though nobody has ended the first one yet', async () => {
    const { customerId, blacklistingId, until } = await blacklisted()
    world.setNow(new Date(until))
    try {
      const asked = await propose(customerId, [await proofOf(customerId)])
      if (asked.kind !== 'Success') throw new Error(JSON.stringify(asked))
      const decision = { approvalId: asked.approvalId, verdict: 'APPROVE', reason: '证据充分' } as const
      expect((await decideApproval(world.deps, shop.manager, decision)).kind).toBe('Success')
      const rows = await rowsOf(
        world,
        'SELECT id = $2 AS first, status FROM blacklistings WHERE customer_id = $1 ORDER BY since',
        [customerId, blacklistingId],
      )
      expect(rows).toEqual([
        { first: true, status: 'EXPIRED' },
        { first: false, status: 'IN_FORCE' },
      ])
    } finally {
      world.setNow(NOW)
    }
  })

  it('blacklists once, though two approve at once', async () => {
    const { customerId, proof } = await ready()
    const asked = await propose(customerId, [proof])
    if (asked.kind !== 'Success') throw new Error(asked.kind)
    const outcomes = await Promise.all(
      [shop.manager, deputy].map((who) =>
        decideApproval(world.deps, who, { approvalId: asked.approvalId, verdict: 'APPROVE', reason: '同意' }),
      ),
    )
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['Conflict', 'Success'])
    const rows = await rowsOf(world, 'SELECT FROM blacklistings WHERE customer_id = $1', [customerId])
    expect(rows).toHaveLength(1)
  })
})

describe('a blacklisting', () => {
  it('is appealed against once, and not answered by who approved it', async () => {
    const { blacklistingId, customerId } = await blacklisted()
    const appeal = () =>
      appealBlacklisting(world.deps, storefront(shop), { blacklistingId, text: '我没有恶意' })
    expect((await appeal()).kind).toBe('Success')
    expect((await appeal()).kind).toBe('PolicyDenied')
    const before = await checksums(world)
    expect((await upholdBlacklisting(world.deps, shop.manager, { blacklistingId })).kind).toBe('PolicyDenied')
    expect(await checksums(world)).toEqual(before)
    expect((await upholdBlacklisting(world.deps, deputy, { blacklistingId })).kind).toBe('Success')
    expect((await customerRow(world, customerId)).blacklisted_until).not.toBeNull()
  })

  it('is lifted by a manager: orders are taken again', async () => {
    const { blacklistingId, customerId } = await blacklisted()
    await expect(liftBlacklisting(world.deps, shop.supervisor, { blacklistingId })).rejects.toThrow(Forbidden)
    await appealBlacklisting(world.deps, shop.specialist, { blacklistingId, text: '误会一场' })
    expect((await liftBlacklisting(world.deps, deputy, { blacklistingId })).kind).toBe('Success')
    expect((await customerRow(world, customerId)).blacklisted_until).toBeNull()
    const [row] = await rowsOf<object>(
      world,
      'SELECT status, appeal_result FROM blacklistings WHERE id = $1',
      [blacklistingId],
    )
    expect(row).toEqual({ status: 'LIFTED', appeal_result: 'LIFTED' })
  })

  it('runs out by itself, once, and not before', async () => {
    const { blacklistingId, customerId, until } = await blacklisted()
    const worker = { kind: 'worker', shop: shop.id } as const
    const expire = () => expireBlacklisting(world.deps, worker, { blacklistingId })
    expect((await expire()).kind).toBe('PolicyDenied')
    world.setNow(new Date(until))
    const outcomes = await Promise.all([expire(), expire()])
    world.setNow(NOW)
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['PolicyDenied', 'Success'])
    expect((await customerRow(world, customerId)).blacklisted_until).toBeNull()
    await expect(expireBlacklisting(world.deps, shop.manager, { blacklistingId })).rejects.toThrow(Forbidden)
  })
})
