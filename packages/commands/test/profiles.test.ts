import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  addAddress,
  changeContact,
  Forbidden,
  logOutsideContact,
  markVip,
  placeOrder,
  recordConsent,
  recordCustomer,
  setDoNotContact,
  tagCustomer,
  untagCustomer,
  updateCustomerProfile,
  withdrawConsent,
} from '../src/index.ts'
import { customerRow, denials, newCustomer, storefront } from './customers.ts'
import { NOW, openShop, openWorld, type TestShop, type World } from './shop.ts'
import { checksums, rowsOf } from './state.ts'

let world: World
let shop: TestShop
beforeAll(async () => {
  world = await openWorld('profiles')
  shop = await openShop(world)
})
afterAll(() => world.close())

const termsOf = async (id: string) =>
  (
    await rowsOf<{ field: string; term: string }>(
      world,
      `SELECT field, term FROM search_terms WHERE entity_id = $1 ORDER BY field, term`,
      [id],
    )
  ).filter(({ field }) => field === 'NAME' || field === 'PHONE_LAST4')

describe('a customer on record', () => {
  it('has contacts in the vault, masks outside, and is found by name and phone', async () => {
    const outcome = await recordCustomer(world.deps, storefront(shop), {
      name: '欧阳晓梅',
      salutation: 'MS',
      contacts: [
        { kind: 'PHONE', value: '+86 139-1234-7788' },
        { kind: 'PLATFORM_ACCOUNT', value: 'MeiMei88' },
      ],
    })
    expect(outcome).toMatchObject({ kind: 'Success', created: true })
    const { customerId } = outcome as { customerId: string }
    expect(await customerRow(world, customerId)).toMatchObject({
      name_masked: '欧阳**',
      form_of_address: '欧阳女士',
      lifecycle: 'NEW',
      value_class: 'ORDINARY',
    })
    const points = await rowsOf<{ masked: string; value: string }>(
      world,
      `SELECT p.masked, v.value FROM contact_points p JOIN contact_vault v ON v.id = p.vault_id WHERE p.customer_id = $1 ORDER BY p.kind`,
      [customerId],
    )
    expect(points).toEqual([
      { masked: '139****7788', value: '13912347788' },
      { masked: 'm***8', value: 'meimei88' },
    ])
    const terms = await termsOf(customerId)
    expect(terms).toContainEqual({ field: 'NAME', term: '欧阳晓梅' })
    expect(terms).toContainEqual({ field: 'PHONE_LAST4', term: '7788' })
  })

  it('is one, though a platform account is recorded twice at once', async () => {
    const account = `twice_${randomUUID()}`
    const record = () =>
      recordCustomer(world.deps, storefront(shop), {
        name: '周同',
        contacts: [{ kind: 'PLATFORM_ACCOUNT', value: account }],
      })
    const outcomes = await Promise.all([record(), record(), record()])
    const ids = outcomes.map((each) => (each.kind === 'Success' ? each.customerId : each.kind))
    expect(new Set(ids).size).toBe(1)
    expect(outcomes.filter((each) => each.kind === 'Success' && each.created)).toHaveLength(1)
  })

  it('gets another phone: the old one leaves the vault and is not found any more', async () => {
    const customerId = await newCustomer(world, shop)
    const changed = await changeContact(world.deps, shop.specialist, {
      customerId,
      contact: { kind: 'PHONE', value: '13700001111' },
    })
    expect(changed).toMatchObject({ kind: 'Success', version: 2 })
    const vault = await rowsOf<{ value: string; version: number }>(
      world,
      `SELECT value, version FROM contact_vault WHERE customer_id = $1 AND kind = 'PHONE'`,
      [customerId],
    )
    expect(vault).toEqual([{ value: '13700001111', version: 2 }])
    expect((await termsOf(customerId)).filter(({ field }) => field === 'PHONE_LAST4')).toEqual([
      { field: 'PHONE_LAST4', term: '1111' },
    ])
  })

  it('has an address more', async () => {
    const customerId = await newCustomer(world, shop)
    const address = {
      province: '浙江省',
      city: '杭州市',
      district: '西湖区',
      detail: '文三路 478 号 3 幢',
      recipient: '欧阳晓梅',
      phone: '13912347788',
    }
    const added = await addAddress(world.deps, storefront(shop), { customerId, address })
    expect(added.kind).toBe('Success')
    const [row] = await rowsOf<object>(
      world,
      'SELECT detail_masked, recipient_masked FROM addresses WHERE customer_id = $1',
      [customerId],
    )
    expect(row).toEqual({ detail_masked: '文三路***', recipient_masked: '欧阳**' })
  })
})

describe('a profile', () => {
  it('keeps what is left out, forgets what is cleared, and says which version it was', async () => {
    const customerId = await newCustomer(world, shop)
    const update = (input: object) =>
      updateCustomerProfile(world.deps, shop.specialist, { customerId, ...input })
    await update({ behaviour: 'MILD', birthday: { month: 2, day: 29 }, preferredChannel: 'SMS' })
    await update({ name: '赵敏', clear: ['BIRTHDAY'] })
    expect(await customerRow(world, customerId)).toMatchObject({
      behaviour: 'MILD',
      birth_month: null,
      preferred_channel: 'SMS',
      form_of_address: '赵女士',
      version: 3,
    })
    expect(await update({ behaviour: 'DOMINANT', expectedVersion: 2 })).toMatchObject({
      kind: 'Conflict',
      currentVersion: 3,
    })
  })

  it('refuses a birthday that is none, and nothing changes', async () => {
    const customerId = await newCustomer(world, shop)
    const before = await checksums(world)
    const refused = await updateCustomerProfile(world.deps, shop.specialist, {
      customerId,
      birthday: { month: 2, day: 30 },
    })
    expect(refused.kind).toBe('PolicyDenied')
    expect(await checksums(world)).toEqual(before)
  })

  it('holds tags whose words are in no event and no decision', async () => {
    const customerId = await newCustomer(world, shop)
    const tag = `标签${randomUUID().slice(0, 6)}`
    await tagCustomer(world.deps, shop.specialist, { customerId, tag })
    await tagCustomer(world.deps, shop.specialist, { customerId, tag })
    const [said] = await rowsOf<{ said: boolean }>(
      world,
      `SELECT EXISTS (SELECT FROM events e WHERE e::text LIKE $1) OR EXISTS (SELECT FROM decisions d WHERE d::text LIKE $1) AS said`,
      [`%${tag}%`],
    )
    expect(said?.said).toBe(false)
    await untagCustomer(world.deps, shop.specialist, { customerId, tag })
    expect(await rowsOf(world, 'SELECT FROM customer_tags WHERE customer_id = $1', [customerId])).toEqual([])
  })

  it('puts on the VIP list who a supervisor says, and nobody else may', async () => {
    const customerId = await newCustomer(world, shop)
    await expect(markVip(world.deps, shop.colleague, { customerId, vip: true })).rejects.toThrow(Forbidden)
    expect((await customerRow(world, customerId)).vip).toBe(false)
    expect((await markVip(world.deps, shop.supervisor, { customerId, vip: true })).kind).toBe('Success')
    expect((await customerRow(world, customerId)).vip).toBe(true)
  })
})

describe('consent', () => {
  it('is what was said last, with its history', async () => {
    const customerId = await newCustomer(world, shop)
    const said = { customerId, purpose: 'MARKETING', channel: 'SMS', source: 'STOREFRONT' } as const
    await recordConsent(world.deps, storefront(shop), said)
    await recordConsent(world.deps, storefront(shop), said)
    world.setNow(new Date(NOW.getTime() + 1000))
    await withdrawConsent(world.deps, shop.specialist, said)
    world.setNow(NOW)
    const rows = await rowsOf<object>(
      world,
      'SELECT given, ended_at IS NULL AS holds FROM consents WHERE customer_id = $1 ORDER BY at',
      [customerId],
    )
    expect(rows).toEqual([
      { given: true, holds: false },
      { given: false, holds: true },
    ])
  })

  it('is part of the log of what left the platform (C-34)', async () => {
    const customerId = await newCustomer(world, shop)
    const log = (channel: 'WECHAT' | 'CHAT') =>
      logOutsideContact(world.deps, shop.specialist, { customerId, channel, reason: 'DELIVERY' })
    await log('WECHAT')
    await recordConsent(world.deps, shop.specialist, {
      customerId,
      purpose: 'SERVICE',
      channel: 'WECHAT',
      source: 'CHAT',
    })
    await log('WECHAT')
    expect((await log('CHAT')).kind).toBe('PolicyDenied')
    const rows = await rowsOf<{ consent: boolean }>(
      world,
      'SELECT consent FROM outside_contacts WHERE customer_id = $1 ORDER BY consent',
      [customerId],
    )
    expect(rows.map(({ consent }) => consent)).toEqual([false, true])
  })

  it('may be asked not to be contacted at all', async () => {
    const customerId = await newCustomer(world, shop)
    await setDoNotContact(world.deps, storefront(shop), { customerId, doNotContact: true })
    expect((await customerRow(world, customerId)).do_not_contact).toBe(true)
  })
})

describe('a blacklisted customer', () => {
  it('places no new order until it is over, and nothing is written (CUS-TAG-03)', async () => {
    const customerId = await newCustomer(world, shop)
    const order = () =>
      placeOrder(world.deps, shop.partner, {
        customerId,
        lines: [{ skuId: shop.skus.s, quantity: 1 }],
        address: {
          province: '浙江省',
          city: '杭州市',
          district: '西湖区',
          detail: '文三路 478 号 3 幢',
          recipient: '欧阳晓梅',
          phone: '13912347788',
        },
        expectedPayableFen: 10_000,
        idempotencyKey: randomUUID(),
      })
    await world.admin.query('UPDATE customers SET blacklisted_until = $2 WHERE id = $1', [
      customerId,
      new Date(NOW.getTime() + 1000),
    ])
    const orders = () => rowsOf(world, 'SELECT FROM orders WHERE customer_id = $1', [customerId])
    const refused = await order()
    expect(refused.kind).toBe('PolicyDenied')
    expect(await denials(world, (refused as { decisionId: string }).decisionId)).toEqual(['CUS-TAG-03'])
    expect(await orders()).toEqual([])
    world.setNow(new Date(NOW.getTime() + 1000))
    expect((await order()).kind).toBe('Success')
    world.setNow(NOW)
  })
})
