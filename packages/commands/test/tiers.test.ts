import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { TIERS } from '@cs/domain/membership'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type Actor,
  enrolMember,
  Forbidden,
  fulfilGift,
  lookDaily,
  mergeCustomers,
  placeOrder as orderGoods,
  recordPayment,
  stepTiers,
} from '../src/index.ts'
import { addMember, buy, dice, raise, refund, roundsFrom } from './membership.ts'
import { placeOrder } from './orders.ts'
import { NOW, openShop, openWorld, type TestShop, type World } from './shop.ts'
import { checksums, rowsOf } from './state.ts'

let world: World
let shop: TestShop
let worker: Extract<Actor, { kind: 'worker' }>
beforeAll(async () => {
  world = await openWorld('tiers')
})
beforeEach(async () => {
  shop = await openShop(world)
  worker = { kind: 'worker', shop: shop.id }
  world.setNow(NOW)
})
afterAll(() => world.close())

const key = () => ({ idempotencyKey: randomUUID() })
const at = (day: string, time = '00:00:00') => new Date(`${day}T${time}+08:00`)
const goTo = (day: string, time?: string) => world.setNow(at(day, time))
const step = async (batch?: number) => {
  while (!(await stepTiers(world.deps, worker, batch ? { batch } : {})).finished);
}
const memberOf = async (id: string) =>
  (
    await rowsOf<{ tier: string; since: string; to: string | null; on: string | null }>(
      world,
      `SELECT tier, to_char(tier_since, 'YYYY-MM-DD') AS since, lowers_to AS "to", to_char(lowers_on, 'YYYY-MM-DD') AS "on"
       FROM members WHERE shop_id = $1 AND customer_id = $2`,
      [shop.id, id],
    )
  )[0]
const historyOf = async (id: string) =>
  (
    await rowsOf<{ text: string }>(
      world,
      `SELECT concat_ws(' ', kind, from_tier, to_tier, paid_fen, threshold_fen, effective_on, rule_id) AS text FROM tier_changes
       WHERE shop_id = $1 AND customer_id = $2 ORDER BY occurred_at, id`,
      [shop.id, id],
    )
  ).map(({ text }) => text)
const count = async (text: string, values: readonly unknown[] = []) =>
  (await rowsOf<{ n: number }>(world, `SELECT count(*)::int AS n FROM ${text}`, [shop.id, ...values]))[0]?.n

describe('a payment', () => {
  const unpaid = async (customerId: string, fen: number) => {
    const order = await placeOrder(world, shop, { trade: 'UNPAID' })
    await world.admin.query(
      `UPDATE orders SET customer_id = $3, goods_fen = $4, payable_fen = $4 + freight_fen WHERE shop_id = $1 AND id = $2`,
      [shop.id, order.id, customerId, fen],
    )
    await world.admin.query(
      `UPDATE order_lines SET unit_price_fen = $3 WHERE shop_id = $1 AND order_id = $2`,
      [shop.id, order.id, fen],
    )
    return order.id
  }
  const pay = (orderId: string, fen: number) =>
    recordPayment(world.deps, shop.manager, {
      orderId,
      method: 'ALIPAY',
      amountFen: fen + 1000,
      reference: randomUUID(),
      ...key(),
    })

  it('raises the tier at once, with history, event, audit, notice and somebody who looks after the member', async () => {
    const id = await addMember(world, shop)
    const orderId = await unpaid(id, 520_000)
    expect(await pay(orderId, 520_000)).toMatchObject({ kind: 'Success' })
    expect(await memberOf(id)).toEqual({ tier: 'GOLD', since: '2026-11-18', to: null, on: null })
    expect(await historyOf(id)).toEqual(['RAISED ORDINARY GOLD 520000 500000 2026-11-18 MEM-03'])
    const told = await rowsOf(
      world,
      `SELECT e.type, e.rule_ids, e.data->>'to' AS "to", n.script, n.parameters->>'tier' AS tier, (SELECT count(*)::int FROM audit_entries a
         WHERE a.shop_id = e.shop_id AND a.subject_id = e.subject_id AND a.action = 'moveTier') AS audited
       FROM events e JOIN notices n ON n.shop_id = e.shop_id AND n.customer_id = e.subject_id
       WHERE e.shop_id = $1 AND e.subject_id = $2 AND e.type = 'TierRaised'`,
      [shop.id, id],
    )
    expect(told).toEqual([
      {
        type: 'TierRaised',
        rule_ids: ['MEM-03'],
        to: 'GOLD',
        script: 'TIER_RAISED',
        tier: 'GOLD',
        audited: 1,
      },
    ])
    expect(await count('dedicated_agents WHERE shop_id = $1 AND customer_id = $2', [id])).toBe(1)
    // The payment that made it gold went by the tier before (Q22); the next one is dispatched first (MEM-03).
    const rank = async (order: string) =>
      (await rowsOf<{ n: number }>(world, 'SELECT dispatch_rank AS n FROM orders WHERE id = $1', [order]))[0]
        ?.n
    expect(await rank(orderId)).toBe(1)
    const next = await unpaid(id, 10_000)
    await pay(next, 10_000)
    expect(await rank(next)).toBe(0)
  })

  it('counts goods alone, and does nothing for who is no member', async () => {
    const id = await addMember(world, shop)
    await pay(await unpaid(id, 99_999), 99_999) // with freight it would be more than 1 000 yuan
    expect((await memberOf(id))?.tier).toBe('ORDINARY')
    const stranger = await addMember(world, shop, { member: false })
    expect(await pay(await unpaid(stranger, 900_000), 900_000)).toMatchObject({ kind: 'Success' })
    expect(await count('tier_changes WHERE shop_id = $1')).toBe(0)
  })

  it('takes a notice back as soon as the tier is reached again', async () => {
    const id = await addMember(world, shop, { tier: 'SILVER' })
    await roundsFrom(world, shop, '2026-12-01')
    goTo('2026-12-01')
    await step()
    expect(await memberOf(id)).toMatchObject({ tier: 'SILVER', to: 'ORDINARY', on: '2027-01-01' })
    goTo('2026-12-20', '10:00:00')
    await buy(world, shop, id, 100_000, at('2026-12-20', '09:59:00'))
    await raise(world, shop, id)
    expect(await memberOf(id)).toMatchObject({ tier: 'SILVER', to: null, on: null })
    expect((await historyOf(id)).map((text) => text.split(' ')[0])).toEqual(['NOTIFIED', 'KEPT'])
  })

  it('that come together raise a tier once', async () => {
    const id = await addMember(world, shop)
    for (let n = 0; n < 6; n += 1) await buy(world, shop, id, 100_000, NOW)
    await Promise.all(Array.from({ length: 6 }, () => raise(world, shop, id)))
    expect(await historyOf(id)).toEqual(['RAISED ORDINARY GOLD 600000 500000 2026-11-18 MEM-03'])
  })
})

describe('a refund', () => {
  it('never lowers at once; it counts with its order, and freight never does (Q42)', async () => {
    const id = await addMember(world, shop)
    const first = await buy(world, shop, id, 120_000, NOW)
    await raise(world, shop, id)
    await refund(world, shop, first, 60_000, NOW, 1000)
    await raise(world, shop, id)
    expect((await memberOf(id))?.tier).toBe('SILVER')
    await buy(world, shop, id, 40_000, NOW)
    await roundsFrom(world, shop, '2026-12-01')
    goTo('2026-12-01')
    await step()
    expect(await memberOf(id)).toMatchObject({ tier: 'SILVER', to: null }) // 600 + 400 is the threshold
  })
})

describe('the monthly step', () => {
  it('tells of a lower tier, what keeps it and until when, and lowers it a month later', async () => {
    const id = await addMember(world, shop, { tier: 'GOLD', since: '2025-12-20' })
    await buy(world, shop, id, 500_000, at('2025-12-20', '12:00:00'))
    await buy(world, shop, id, 200_000, at('2026-09-01', '12:00:00'))
    await roundsFrom(world, shop, '2026-12-01')
    goTo('2026-12-01')
    await step()
    expect(await historyOf(id)).toEqual([]) // counts until 20 December
    goTo('2027-01-01')
    await step()
    expect(await historyOf(id)).toEqual(['NOTIFIED GOLD SILVER 200000 500000 2027-02-01 MEM-03'])
    const [notice] = await rowsOf(
      world,
      `SELECT script, parameters FROM notices WHERE shop_id = $1 AND customer_id = $2`,
      [shop.id, id],
    )
    expect(notice).toEqual({
      script: 'TIER_TO_FALL',
      parameters: { tier: 'SILVER', amountFen: 300_000, dueAt: '2027-01-31T16:00:00.000Z' },
    })
    goTo('2027-02-01')
    await step()
    expect(await memberOf(id)).toEqual({ tier: 'SILVER', since: '2027-02-01', to: null, on: null })
  })

  it('goes on where it broke off, in parts, and is done once however many workers there are', async () => {
    const ids: string[] = []
    for (let n = 0; n < 23; n += 1) ids.push(await addMember(world, shop, { tier: 'SILVER' }))
    await roundsFrom(world, shop, '2026-12-01')
    goTo('2026-12-01')
    expect(await stepTiers(world.deps, worker, { batch: 5 })).toEqual({ day: '2026-12-01', finished: false })
    const first = await count('tier_changes WHERE shop_id = $1')
    expect(first).toBeGreaterThan(3)
    // What breaks in the middle of a part leaves nothing of it.
    await world.admin.query(
      `CREATE OR REPLACE FUNCTION fail_here() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$`,
    )
    await world.admin.query(
      `CREATE TRIGGER fail BEFORE UPDATE ON member_rounds FOR EACH ROW EXECUTE FUNCTION fail_here()`,
    )
    await expect(stepTiers(world.deps, worker, { batch: 5 })).rejects.toThrow('broken')
    await world.admin.query('DROP TRIGGER fail ON member_rounds')
    expect(await count('tier_changes WHERE shop_id = $1')).toBe(first)
    const many = async () => {
      for (let n = 0; n < 12; n += 1) await stepTiers(world.deps, worker, { batch: 5 })
    }
    await Promise.all([many(), many(), many()])
    await step(5)
    expect(await count('tier_changes WHERE shop_id = $1')).toBe(23)
    expect(await count(`members WHERE shop_id = $1 AND lowers_on = '2027-01-01'`)).toBe(23)
    expect(await stepTiers(world.deps, worker)).toEqual({ day: null, finished: true })
  })

  it('catches up with months that were missed, in order; nobody is lowered before 30 days of notice are over', async () => {
    const id = await addMember(world, shop, { tier: 'GOLD' })
    await roundsFrom(world, shop, '2026-12-01')
    goTo('2026-12-01')
    await step()
    goTo('2027-03-10', '15:00:00')
    for (let n = 0; n < 3; n += 1) await step()
    // Lowered by the step of January, told late of the next: a month and more is left.
    expect(await historyOf(id)).toEqual([
      'NOTIFIED GOLD SILVER 0 500000 2027-01-01 MEM-03',
      'LOWERED GOLD SILVER 0 500000 2027-01-01 MEM-03',
      'NOTIFIED SILVER ORDINARY 0 100000 2027-05-01 MEM-02',
    ])
    expect(await stepTiers(world.deps, worker)).toEqual({ day: null, finished: true })
  })

  it('that runs late does not judge what was reached since', async () => {
    const id = await addMember(world, shop)
    await roundsFrom(world, shop, '2026-12-01')
    goTo('2026-12-03', '12:00:00')
    await buy(world, shop, id, 100_000, at('2026-12-03', '11:00:00'))
    await raise(world, shop, id)
    await step()
    expect(await memberOf(id)).toMatchObject({ tier: 'SILVER', to: null })
  })

  it('that runs late judges what was true on its day: a refund since counts from the next one', async () => {
    const id = await addMember(world, shop, { tier: 'SILVER' })
    const bought = await buy(world, shop, id, 100_000, at('2026-11-01', '12:00:00'))
    await roundsFrom(world, shop, '2026-12-01')
    await refund(world, shop, bought, 100_000, at('2026-12-02', '12:00:00'))
    goTo('2026-12-03')
    await step()
    expect(await memberOf(id)).toMatchObject({ tier: 'SILVER', to: null })
    goTo('2027-01-01')
    await step()
    expect(await memberOf(id)).toMatchObject({ tier: 'SILVER', to: 'ORDINARY', on: '2027-02-01' })
  })

  it('is the worker’s', async () => {
    await expect(stepTiers(world.deps, shop.manager)).rejects.toThrow(Forbidden)
    await expect(lookDaily(world.deps, shop.manager)).rejects.toThrow(Forbidden)
  })
})

describe('many at once', () => {
  it('come to what each comes to alone', async () => {
    const roll = dice(4711)
    const pick = <T>(values: readonly T[]): T => values[Math.floor(roll() * values.length)] as T
    const other = await openShop(world)
    const pairs: [string, string][] = []
    for (let n = 0; n < 150; n += 1) {
      const tier = pick(TIERS)
      const pair = [await addMember(world, shop, { tier }), await addMember(world, other, { tier })] as const
      for (let orders = Math.floor(roll() * 4); orders > 0; orders -= 1) {
        const fen = Math.ceil(10 ** (4 + roll() * 2.8))
        const paid = new Date(at('2027-03-01').getTime() - roll() * 500 * 86_400_000)
        const back = roll() < 0.3 ? Math.ceil(fen * roll()) : 0
        for (const [i, of] of [shop, other].entries()) {
          const order = await buy(world, of, String(pair[i]), fen, paid)
          if (back > 0) await refund(world, of, order, back, new Date(paid.getTime() + 5 * 86_400_000))
        }
      }
      if (roll() < 0.4 && tier !== 'ORDINARY')
        for (const [i, of] of [shop, other].entries())
          await world.admin.query(
            `UPDATE members SET lowers_to = $3, lowers_on = '2027-03-01' WHERE shop_id = $1 AND customer_id = $2`,
            [of.id, pair[i], TIERS[TIERS.indexOf(tier) - 1]],
          )
      pairs.push([...pair])
    }
    for (const of of [shop, other]) await roundsFrom(world, of, '2027-03-01')
    goTo('2027-03-01')
    await step()
    for (;;) {
      const { finished } = await stepTiers(world.deps, { kind: 'worker', shop: other.id }, { batch: 1 })
      if (finished) break
    }
    const rows = await rowsOf<{ id: string; text: string }>(
      world,
      `SELECT customer_id AS id, concat_ws(' ', tier, tier_since, lowers_to, lowers_on, (SELECT string_agg(concat_ws(' ', kind, from_tier, to_tier,
         paid_fen, threshold_fen, effective_on), '; ' ORDER BY kind) FROM tier_changes t WHERE t.shop_id = m.shop_id AND t.customer_id = m.customer_id)) AS text
       FROM members m WHERE shop_id = ANY($1)`,
      [[shop.id, other.id]],
    )
    const found = new Map(rows.map(({ id, text }) => [id, text]))
    expect(pairs.map(([together]) => found.get(together))).toEqual(pairs.map(([, alone]) => found.get(alone)))
    expect(new Set(rows.map(({ text }) => /RAISED|NOTIFIED|KEPT|LOWERED/.exec(text)?.[0])).size).toBe(5)
  })
})

describe('enrolMember', () => {
  it('gives the tier that was reached already, and begins the rounds of the shop', async () => {
    const id = await addMember(world, shop, { member: false })
    await buy(world, shop, id, 2_000_000, at('2026-03-01', '12:00:00'))
    expect(await enrolMember(world.deps, shop.specialist, { customerId: id })).toMatchObject({
      kind: 'Success',
    })
    expect(await historyOf(id)).toEqual(['ENROLLED PLATINUM 2000000 2000000 2026-11-18 MEM-04'])
    expect(
      await count(
        `member_rounds WHERE shop_id = $1 AND (kind, due_at) IN (('TIERS', '2026-11-30T16:00:00Z'), ('DAILY', '2026-11-18T16:00:00Z'))`,
      ),
    ).toBe(2)
    expect(await count('dedicated_agents WHERE shop_id = $1 AND customer_id = $2', [id])).toBe(1)
  })

  it('is refused for a member, a stranger and who may not; a refusal writes nothing', async () => {
    const before = await checksums(world)
    expect((await enrolMember(world.deps, shop.specialist, { customerId: shop.customerId })).kind).toBe(
      'PolicyDenied',
    )
    expect((await enrolMember(world.deps, shop.specialist, { customerId: randomUUID() })).kind).toBe(
      'NotFound',
    )
    await expect(enrolMember(world.deps, shop.partner, { customerId: shop.customerId })).rejects.toThrow(
      Forbidden,
    )
    expect(await checksums(world)).toEqual(before)
  })

  it('counts what is paid at the same moment', async () => {
    await world.admin.query('UPDATE skus SET stock = 1000 WHERE shop_id = $1', [shop.id])
    const address = {
      province: '浙江省',
      city: '杭州市',
      district: '西湖区',
      detail: '文三路 478 号 3 幢 1203 室',
      recipient: '陈晓',
      phone: '13912347788',
    }
    const customerId = await addMember(world, shop, { member: false })
    const placed = await orderGoods(world.deps, shop.partner, {
      customerId,
      lines: [{ skuId: shop.skus.s, quantity: 20 }],
      address,
      expectedPayableFen: 200_000,
      ...key(),
    })
    if (placed.kind !== 'Success') throw new Error(JSON.stringify(placed))
    // The enrolment has summed what was paid and can't go on; the payment comes in.
    const holder = await world.admin.connect()
    await holder.query('BEGIN; LOCK TABLE member_rounds IN EXCLUSIVE MODE')
    const enrolling = enrolMember(world.deps, shop.specialist, { customerId })
    const waiting = () =>
      rowsOf(world, `SELECT 1 FROM pg_locks WHERE relation = 'member_rounds'::regclass AND NOT granted`)
    for (let i = 0; i < 400 && (await waiting()).length === 0; i += 1) await setTimeout(5)
    const paying = recordPayment(world.deps, shop.partner, {
      orderId: placed.orderId,
      method: 'ALIPAY',
      amountFen: 200_000,
      reference: `PAY-${placed.orderId}`,
      ...key(),
    })
    await Promise.race([paying, setTimeout(300)])
    await holder.query('COMMIT')
    holder.release()
    expect((await Promise.all([enrolling, paying])).map(({ kind }) => kind)).toEqual(['Success', 'Success'])
    expect((await memberOf(customerId))?.tier).toBe('SILVER')
  })

  it('makes one member of a customer, also when it is asked for many times at once', async () => {
    const id = await addMember(world, shop, { member: false })
    const outcomes = await Promise.all(
      Array.from({ length: 5 }, () => enrolMember(world.deps, shop.specialist, { customerId: id })),
    )
    expect(outcomes.filter(({ kind }) => kind === 'Success')).toHaveLength(1)
    expect(await count('members WHERE shop_id = $1 AND customer_id = $2', [id])).toBe(1)
  })
})

describe('mergeCustomers', () => {
  it('raises the tier to what both paid together', async () => {
    const [stranger, member] = [
      await addMember(world, shop, { member: false }),
      await addMember(world, shop, { member: false }),
    ]
    for (const id of [stranger, member]) await buy(world, shop, id, 300_000, NOW)
    await enrolMember(world.deps, shop.specialist, { customerId: member })
    const merged = await mergeCustomers(world.deps, shop.manager, {
      customerId: member,
      duplicateId: stranger,
    })
    expect(merged.kind).toBe('Success')
    expect((await memberOf(member))?.tier).toBe('GOLD')
    expect((await historyOf(member)).map((text) => text.split(' ')[0])).toEqual(['ENROLLED', 'RAISED'])
  })
})

describe('gifts', () => {
  const daily = async () => {
    while (!(await lookDaily(world.deps, worker)).finished);
  }
  const gifts = () =>
    rowsOf<{ id: string; customer: string; text: string }>(
      world,
      `SELECT id, customer_id AS customer, concat_ws(' ', benefit, year, tier, status) AS text FROM gift_grants WHERE shop_id = $1 ORDER BY benefit, year`,
      [shop.id],
    )

  it('for birthdays are granted in their month from silver up, once a year, with a notice', async () => {
    const silver = await addMember(world, shop, { tier: 'SILVER', birthMonth: 12 })
    await addMember(world, shop, { tier: 'SILVER', birthMonth: 11 })
    await addMember(world, shop, { tier: 'ORDINARY', birthMonth: 12 })
    await addMember(world, shop, { tier: 'GOLD' })
    await roundsFrom(world, shop, '2027-01-01', '2026-12-01')
    goTo('2026-12-01')
    await Promise.all([daily(), daily()])
    expect((await gifts()).map(({ customer, text }) => [customer, text])).toEqual([
      [silver, 'BIRTHDAY_GIFT 2026 SILVER GRANTED'],
    ])
    goTo('2026-12-31', '12:00:00')
    for (let day = 0; day < 31; day += 1) await daily()
    expect(await gifts()).toHaveLength(1)
    expect(await count(`notices WHERE shop_id = $1 AND script = 'BENEFIT_ISSUED'`)).toBe(1)
    expect(await count(`events WHERE shop_id = $1 AND type = 'GiftGranted' AND rule_ids = '{MEM-02}'`)).toBe(
      1,
    )
  })

  it('of the year are for diamonds, each calendar year once', async () => {
    await addMember(world, shop, { tier: 'DIAMOND' })
    await addMember(world, shop, { tier: 'PLATINUM' })
    await roundsFrom(world, shop, '2027-03-01', '2026-12-30')
    goTo('2027-01-02', '08:00:00')
    for (let day = 0; day < 4; day += 1) await daily()
    expect((await gifts()).map(({ text }) => text)).toEqual([
      'YEARLY_GIFT 2026 DIAMOND GRANTED',
      'YEARLY_GIFT 2027 DIAMOND GRANTED',
    ])
  })

  it('are handed over once; a refusal writes nothing', async () => {
    await addMember(world, shop, { tier: 'DIAMOND' })
    await roundsFrom(world, shop, '2027-03-01', '2026-11-18')
    await daily()
    const [gift] = await gifts()
    const giftId = String(gift?.id)
    expect(
      await fulfilGift(world.deps, shop.specialist, { giftId, expectedVersion: 7, ...key() }),
    ).toMatchObject({
      kind: 'Conflict',
    })
    const outcomes = await Promise.all(
      Array.from({ length: 4 }, () => fulfilGift(world.deps, shop.specialist, { giftId, ...key() })),
    )
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual([
      'PolicyDenied',
      'PolicyDenied',
      'PolicyDenied',
      'Success',
    ])
    const before = await checksums(world)
    expect((await fulfilGift(world.deps, shop.specialist, { giftId })).kind).toBe('ValidationFailed')
    expect((await fulfilGift(world.deps, shop.specialist, { giftId: randomUUID(), ...key() })).kind).toBe(
      'NotFound',
    )
    expect(await checksums(world)).toEqual(before)
  })
})

describe('who was forgotten, and a duplicate of another', () => {
  it('is told nothing, given nothing, and gets nobody', async () => {
    const ids: string[] = []
    const someone = async (change: string) => {
      const id = await addMember(world, shop, { tier: 'DIAMOND', since: '2025-12-20', birthMonth: 12 })
      await rowsOf(world, `UPDATE customers SET ${change} WHERE shop_id = $1 AND id = $2`, [shop.id, id])
      ids.push(id)
    }
    await someone('vip = vip')
    const [other = ''] = ids
    await someone(`erased_at = '2026-11-01', lifecycle_review_at = NULL`)
    await someone(`merged_into = '${other}'`)
    await roundsFrom(world, shop, '2026-12-01', '2026-12-01')
    goTo('2026-12-01')
    await step()
    while (!(await lookDaily(world.deps, worker)).finished);
    const of = (text: string) => Promise.all(ids.map((id) => count(`${text} AND customer_id = $2`, [id])))
    expect(await of('notices WHERE shop_id = $1')).toEqual([3, 0, 0])
    expect(await of('gift_grants WHERE shop_id = $1')).toEqual([2, 0, 0])
    expect(await of('dedicated_agents WHERE shop_id = $1')).toEqual([1, 0, 0])
    // The tier itself goes its way.
    expect(await of(`tier_changes WHERE shop_id = $1 AND kind = 'NOTIFIED'`)).toEqual([1, 1, 1])
    await Promise.all(ids.map((id) => buy(world, shop, id, 9_000_000, world.deps.now())))
    await rowsOf(
      world,
      `UPDATE members SET tier = 'ORDINARY', lowers_to = NULL, lowers_on = NULL WHERE shop_id = $1`,
      [shop.id],
    )
    await rowsOf(world, 'DELETE FROM dedicated_agents WHERE shop_id = $1', [shop.id])
    for (const id of ids) await raise(world, shop, id)
    expect(await of(`notices WHERE shop_id = $1 AND script = 'TIER_RAISED'`)).toEqual([1, 0, 0])
    expect(await of('dedicated_agents WHERE shop_id = $1')).toEqual([1, 0, 0])
  })
})

describe('who looks after members', () => {
  it('is the agent with the fewest of them, and another one when that agent leaves', async () => {
    const ids: string[] = []
    for (let n = 0; n < 6; n += 1) {
      const id = await addMember(world, shop)
      await buy(world, shop, id, 150_000, NOW)
      await raise(world, shop, id)
      ids.push(id)
    }
    const loads = async () =>
      rowsOf<{ agent: string; n: number }>(
        world,
        'SELECT agent_id AS agent, count(*)::int AS n FROM dedicated_agents WHERE shop_id = $1 GROUP BY 1 ORDER BY 2 DESC',
        [shop.id],
      )
    expect((await loads()).map(({ n }) => n)).toEqual([3, 3])
    await world.admin.query('UPDATE memberships SET active = false WHERE shop_id = $1 AND agent_id = $2', [
      shop.id,
      shop.specialist.id,
    ])
    await roundsFrom(world, shop, '2027-03-01', '2026-11-18')
    await lookDaily(world.deps, worker)
    expect(await loads()).toEqual([{ agent: shop.colleague.id, n: 6 }])
    expect(await count(`events WHERE shop_id = $1 AND type = 'DedicatedAgentAssigned'`)).toBe(9)
  })
})
