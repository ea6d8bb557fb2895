import { randomUUID } from 'node:crypto'
import { REVEALS_PER_HOUR } from '@cs/domain/customers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, revealContact } from '../src/index.ts'
import { openCase, placeOrder } from './orders.ts'
import { openShop, openWorld, type TestShop, type World } from './shop.ts'
import { checksums, rowsOf } from './state.ts'

let world: World
let shop: TestShop
let other: TestShop
beforeAll(async () => {
  world = await openWorld('reveal')
  shop = await openShop(world)
  other = await openShop(world)
  await placeOrder(world, shop)
})
afterAll(() => world.close())

const reveal = (agent: Actor, caseId: string | null, customerId = shop.customerId) =>
  revealContact(world.deps, agent, { customerId, purpose: 'CONTACT_CUSTOMER', caseId })

describe('revealContact', () => {
  it('shows the values once, for a case of one’s own, and writes who saw what and why', async () => {
    const caseId = await openCase(world, shop, shop.specialist.id)
    const outcome = await reveal(shop.specialist, caseId)
    expect(outcome).toMatchObject({
      kind: 'Success',
      displayUntil: '2026-11-18T04:01:00.000Z',
      contacts: [{ kind: 'PHONE', value: '13812345678', primary: true }],
      addresses: [
        { province: '浙江省', detail: '文三路 100 号 1 幢', recipient: '陈晓', phone: '13812345678' },
      ],
    })
    const [audit] = await rowsOf(
      world,
      "SELECT purpose, fields, actor_id FROM audit_entries WHERE action = 'revealContact'",
    )
    expect(audit).toEqual({
      purpose: 'CONTACT_CUSTOMER',
      fields: ['contact', 'phone', 'addresses'],
      actor_id: shop.specialist.id,
    })
    const told = JSON.stringify([
      await rowsOf(world, 'SELECT * FROM events'),
      await rowsOf(world, 'SELECT * FROM audit_entries'),
      await rowsOf(world, 'SELECT * FROM decisions'),
    ])
    for (const secret of ['13812345678', '陈晓', '文三路']) expect(told).not.toContain(secret)
  })

  it('reaches own cases, those of the team, or the shop', async () => {
    const hers = await openCase(world, shop, shop.specialist.id)
    const colleagues = await openCase(world, shop, shop.colleague.id)
    await expect(reveal(shop.specialist, colleagues)).rejects.toMatchObject({
      permission: 'customer.contact.reveal',
    })
    expect((await reveal(shop.supervisor, hers)).kind).toBe('Success')
    await expect(reveal(shop.supervisor, colleagues)).rejects.toMatchObject({ name: 'Forbidden' })
    expect((await reveal(shop.manager, colleagues)).kind).toBe('Success')
    expect((await reveal(shop.manager, null)).kind).toBe('Success')
    await expect(reveal(shop.partner, hers)).rejects.toMatchObject({ name: 'Forbidden' })
    await expect(reveal({ kind: 'worker', shop: shop.id }, hers)).rejects.toMatchObject({ name: 'Forbidden' })
  })

  it('is denied for a closed case, a case of another customer, and without a case', async () => {
    const closed = await openCase(world, shop, shop.specialist.id, { closed: true })
    const stranger = randomUUID()
    await world.admin.query(
      `INSERT INTO customers (shop_id, id, number, name, name_masked, form_of_address, lifecycle, value_class, created_at)
       VALUES ($1, $2::uuid, $2::text, '李', '李*', '先生', 'ACTIVE', 'ORDINARY', '2026-01-01')`,
      [shop.id, stranger],
    )
    const theirs = await openCase(world, shop, shop.specialist.id, { customerId: stranger })
    const before = await checksums(world)
    for (const caseId of [closed, theirs, null]) {
      expect((await reveal(shop.specialist, caseId)).kind).toBe('PolicyDenied')
    }
    expect(await checksums(world)).toEqual(before)
  })

  it('does not know a customer or a case of another shop', async () => {
    const theirs = await openCase(world, other, other.specialist.id)
    expect(await reveal(shop.manager, null, other.customerId)).toEqual({ kind: 'NotFound', what: 'Customer' })
    expect(await reveal(shop.manager, theirs)).toEqual({ kind: 'NotFound', what: 'Case' })
  })

  it('stops at the limit of an hour, also in parallel, and goes on after it', async () => {
    const busy = await openShop(world)
    const outcomes = await Promise.all(
      Array.from({ length: REVEALS_PER_HOUR + 10 }, () => reveal(busy.manager, null, busy.customerId)),
    )
    expect(outcomes.filter((outcome) => outcome.kind === 'Success')).toHaveLength(REVEALS_PER_HOUR)
    expect(outcomes.filter((outcome) => outcome.kind === 'PolicyDenied')).toHaveLength(10)
    world.setNow(new Date(world.deps.now().getTime() + 3_600_000))
    expect((await reveal(busy.manager, null, busy.customerId)).kind).toBe('Success')
  })
})
