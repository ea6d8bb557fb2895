import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  addAddress,
  Forbidden,
  logOutsideContact,
  mergeCustomers,
  openConsultation,
  placeOrder,
  previewMergeCustomers,
  recordConsent,
  setDoNotContact,
  tagCustomer,
  undoCustomerMerge,
  warnCustomer,
  withdrawConsent,
} from '../src/index.ts'
import { customerRow, denials, newCustomer, storefront } from './customers.ts'
import { openShop, openWorld, type TestShop, type World } from './shop.ts'
import { checksums, rowsOf } from './state.ts'

let world: World
let shop: TestShop
beforeAll(async () => {
  world = await openWorld('merge')
  shop = await openShop(world)
  await world.admin.query('UPDATE skus SET stock = 9999 WHERE shop_id = $1', [shop.id])
})
afterAll(() => world.close())

const ADDRESS = {
  province: '浙江省',
  city: '杭州市',
  district: '西湖区',
  detail: '文三路 478 号 3 幢',
  recipient: '欧阳晓梅',
  phone: '13912347788',
}

/** What a customer may have done before somebody sees that there are two of them. */
const DEEDS = {
  order: (customerId: string) =>
    placeOrder(world.deps, shop.partner, {
      customerId,
      lines: [{ skuId: shop.skus.s, quantity: 1 }],
      address: ADDRESS,
      expectedPayableFen: 10_000,
      idempotencyKey: randomUUID(),
    }),
  address: (customerId: string) => addAddress(world.deps, shop.specialist, { customerId, address: ADDRESS }),
  consultation: (customerId: string) =>
    openConsultation(world.deps, shop.specialist, {
      customerId,
      channel: 'CHAT',
      inquiryType: 'PRICE',
      text: '在吗',
    }),
  tag: (customerId: string) => tagCustomer(world.deps, shop.specialist, { customerId, tag: '团购' }),
  consent: (customerId: string) =>
    recordConsent(world.deps, storefront(shop), {
      customerId,
      purpose: 'CARE',
      channel: 'SMS',
      source: 'STOREFRONT',
    }),
  call: (customerId: string) =>
    logOutsideContact(world.deps, shop.specialist, { customerId, channel: 'PHONE', reason: 'DELIVERY' }),
  warning: (customerId: string) =>
    warnCustomer(world.deps, shop.specialist, { customerId, text: '请文明用语' }),
  silence: (customerId: string) =>
    setDoNotContact(world.deps, shop.specialist, { customerId, doNotContact: true }),
} as const
type Deed = keyof typeof DEEDS
const NAMES = Object.keys(DEEDS) as Deed[]

/** Each deed in each of its four places: neither did it, one did, the other did, both did. */
const PAIRS = Array.from({ length: 4 }, (_, turn) => {
  const of = (bit: number) => NAMES.filter((_name, n) => ((n + turn) >> bit) % 2 === 1)
  return [of(0), of(1)] as const
})

async function somebody(deeds: readonly Deed[]): Promise<string> {
  const customerId = await newCustomer(world, shop)
  for (const deed of deeds) expect((await DEEDS[deed](customerId)).kind).toBe('Success')
  return customerId
}

const merge = (customerId: string, duplicateId: string, who = shop.supervisor) =>
  mergeCustomers(world.deps, who, { customerId, duplicateId })
const undo = (mergeId: string) => undoCustomerMerge(world.deps, shop.supervisor, { mergeId })
async function merged(customerId: string, duplicateId: string) {
  const outcome = await merge(customerId, duplicateId)
  if (outcome.kind !== 'Success') throw new Error(JSON.stringify(outcome))
  return outcome
}

/** Everything but what says that something was done; versions count on. */
async function state(): Promise<Record<string, string>> {
  const { customer_merges: _m, customer_merge_rows: _r, events: _e, ...rest } = await checksums(world)
  const [customers] = await rowsOf<{ sum: string }>(
    world,
    `SELECT md5(string_agg((to_jsonb(c) - 'version')::text, '|' ORDER BY id)) AS sum FROM customers c`,
  )
  return { ...rest, customers: String(customers?.sum) }
}

describe('a merge and its undo', () => {
  it.each(PAIRS)(
    'leave everything as it was, whatever both did before (%s | %s)',
    async (ofSurvivor, ofDuplicate) => {
      const survivor = await somebody(ofSurvivor)
      const duplicate = await somebody(ofDuplicate)
      const before = await state()
      const { mergeId, moved } = await merged(survivor, duplicate)
      expect(moved).toBeGreaterThan(0)
      expect(await customerRow(world, duplicate)).toMatchObject({ merged_into: survivor, order_count: 0 })
      const orders = await rowsOf(world, 'SELECT FROM orders WHERE customer_id = $1', [survivor])
      expect(orders).toHaveLength([ofSurvivor, ofDuplicate].filter((each) => each.includes('order')).length)
      expect(await rowsOf(world, 'SELECT FROM cases WHERE customer_id = $1', [duplicate])).toEqual([])
      expect(await rowsOf(world, 'SELECT FROM contact_vault WHERE customer_id = $1', [duplicate])).toEqual([])
      const silent = [...ofSurvivor, ...ofDuplicate].includes('silence')
      expect((await customerRow(world, survivor)).do_not_contact).toBe(silent)
      expect((await undo(mergeId)).kind).toBe('Success')
      expect(await state()).toEqual(before)
    },
  )

  it('keeps with the survivor what came after the merge', async () => {
    const survivor = await somebody(['order'])
    const duplicate = await somebody(['order'])
    const { mergeId } = await merged(survivor, duplicate)
    await DEEDS.order(survivor)
    expect((await undo(mergeId)).kind).toBe('Success')
    const count = async (id: string) =>
      (await rowsOf(world, 'SELECT FROM orders WHERE customer_id = $1', [id])).length
    expect([await count(survivor), await count(duplicate)]).toEqual([2, 1])
    // Its figures are counted anew when the worker comes by.
    expect((await customerRow(world, survivor)).lifecycle_review_at).not.toBeNull()
  })

  it('happen once, though two merge or undo at once', async () => {
    const [a, b] = [await somebody([]), await somebody(['address'])]
    const crossed = await Promise.all([merge(a, b), merge(b, a), merge(a, b, shop.otherSupervisor)])
    expect(crossed.map(({ kind }) => kind).sort()).toEqual(['PolicyDenied', 'PolicyDenied', 'Success'])
    const done = crossed.find((each) => each.kind === 'Success')
    if (done?.kind !== 'Success') throw new Error('none was merged')
    const undone = await Promise.all([undo(done.mergeId), undo(done.mergeId)])
    expect(undone.map(({ kind }) => kind).sort()).toEqual(['PolicyDenied', 'Success'])
  })

  it('are undone newest first', async () => {
    const [a, b, c] = [await somebody([]), await somebody([]), await somebody([])]
    const first = await merged(a, b)
    const second = await merged(a, c)
    expect((await undo(first.mergeId)).kind).toBe('PolicyDenied')
    expect((await undo(second.mergeId)).kind).toBe('Success')
    expect((await undo(first.mergeId)).kind).toBe('Success')
  })
})

describe('what may not become one', () => {
  const refused = async (customerId: string, duplicateId: string) => {
    const before = await checksums(world)
    const outcome = await merge(customerId, duplicateId)
    expect(outcome.kind).toBe('PolicyDenied')
    expect(await denials(world, (outcome as { decisionId: string }).decisionId)).toEqual(['PRV-15'])
    expect(await checksums(world)).toEqual(before)
  }

  it('is a member into who is none: the account stays with its person', async () => {
    const guest = await somebody([])
    await refused(guest, shop.customerId)
    expect((await merge(shop.customerId, guest)).kind).toBe('Success')
  })

  it('is two who answered differently to being contacted', async () => {
    const [a, b] = [await somebody(['consent']), await somebody([])]
    await withdrawConsent(world.deps, storefront(shop), {
      customerId: b,
      purpose: 'CARE',
      channel: 'SMS',
      source: 'STOREFRONT',
    })
    await refused(a, b)
  })

  it('is a record with itself, or one that went into another', async () => {
    const [a, b, c] = [await somebody([]), await somebody([]), await somebody([])]
    await refused(a, a)
    await merged(a, b)
    await refused(c, b)
    expect((await tagCustomer(world.deps, shop.specialist, { customerId: b, tag: '团购' })).kind).toBe(
      'PolicyDenied',
    )
  })

  it('is nobody’s to decide below a supervisor; anybody above can ask first', async () => {
    const [a, b] = [await somebody([]), await somebody(['order'])]
    await expect(merge(a, b, shop.specialist)).rejects.toThrow(Forbidden)
    const before = await checksums(world)
    const preview = await previewMergeCustomers(world.deps, shop.supervisor, {
      customerId: a,
      duplicateId: b,
    })
    expect(JSON.stringify(preview)).toContain('Orders (1)')
    expect(await checksums(world)).toEqual(before)
  })
})
