import { afterAll, beforeAll, expect, it } from 'vitest'
import { stepTiers } from '../src/index.ts'
import { addMember, type Bought, buy, dice, raise, refund, roundsFrom } from './membership.ts'
import { openShop, openWorld, type TestShop, type World } from './shop.ts'
import { rowsOf } from './state.ts'

let world: World
let shop: TestShop
beforeAll(async () => {
  world = await openWorld('tiers-year')
  shop = await openShop(world)
})
afterAll(() => world.close())

// The plain calculation, which shares nothing with the service but the words of the default: days as numbers since 1970
// in Shanghai, thresholds written out.
const DAY = 86_400_000
const SHANGHAI = 8 * 3_600_000
const dayNumber = (at: Date) => Math.floor((at.getTime() + SHANGHAI) / DAY)
const startOf = (day: number) => new Date(day * DAY - SHANGHAI)
const textOf = (day: number) => new Date(day * DAY).toISOString().slice(0, 10)
const isFirst = (day: number) => textOf(day).endsWith('-01')
const FROM = [0, 100_000, 500_000, 2_000_000, 5_000_000]
const NAMES = ['ORDINARY', 'SILVER', 'GOLD', 'PLATINUM', 'DIAMOND']
const reached = (fen: number) => FROM.filter((from) => fen >= from).length - 1

interface Person {
  readonly id: string
  tier: number
  since: number
  /** The day on which it is one lower. */
  falls: number | null
  readonly orders: (Bought & { readonly day: number; fen: number; left: number })[]
}

/** Paid on the 365 days before a day, or on it: goods, less all that has come back of them. */
const sum = ({ orders }: Person, day: number, today: boolean) =>
  orders
    .filter((order) => order.day >= day - 365 && (today ? order.day <= day : order.day < day))
    .reduce((total, order) => total + order.left, 0)

function pays(person: Person, day: number): void {
  const to = reached(sum(person, day, true))
  if (to > person.tier) Object.assign(person, { tier: to, since: day, falls: null })
  else if (to === person.tier) person.falls = null
}

function first(person: Person, day: number): void {
  if (person.since >= day) return
  const fen = sum(person, day, false)
  if (fen >= (FROM[person.tier] ?? 0)) {
    person.falls = null
    return
  }
  if (person.falls !== null && person.falls > day) return
  if (person.falls !== null) {
    Object.assign(person, { tier: person.tier - 1, since: day, falls: null })
    if (fen >= (FROM[person.tier] ?? 0)) return
  }
  let falls = day + 30
  while (!isFirst(falls)) falls += 1
  person.falls = falls
}

it('a year of days: every tier is, each evening, what a plain calculation says', async () => {
  const roll = dice(20_261_101)
  const begin = dayNumber(new Date('2025-10-20T04:00:00Z'))
  const people: Person[] = []
  for (let n = 0; n < 36; n++)
    people.push({ id: await addMember(world, shop), tier: 0, since: 0, falls: null, orders: [] })
  await roundsFrom(world, shop, '2025-11-01')
  const counts = { raised: 0, lowered: 0, told: 0 }
  const worker = { kind: 'worker', shop: shop.id } as const
  for (let day = begin; day < begin + 400; day++) {
    if (isFirst(day)) {
      world.setNow(startOf(day))
      while (!(await stepTiers(world.deps, worker, { batch: 7 })).finished);
      for (const person of people) {
        const before = { ...person }
        first(person, day)
        if (person.tier < before.tier) counts.lowered += 1
        if (person.falls !== before.falls && person.falls !== null) counts.told += 1
      }
    }
    const at = new Date(startOf(day).getTime() + Math.floor(roll() * DAY))
    world.setNow(at)
    for (const person of people) {
      // Most buy in spells, so that sums rise and fall.
      const eager = (day + people.indexOf(person) * 17) % 300 < 60
      if (roll() < (eager ? 0.06 : 0.004)) {
        const fen = Math.ceil(10 ** (3.8 + roll() * 2.6))
        person.orders.push({ ...(await buy(world, shop, person.id, fen, at)), day, fen, left: fen })
        await raise(world, shop, person.id)
        const before = person.tier
        pays(person, day)
        if (person.tier > before) counts.raised += 1
      }
      const bought = person.orders.filter((order) => order.left > 0 && day - order.day < 90)
      const back = bought[Math.floor(roll() * bought.length)]
      if (back && roll() < 0.02) {
        const fen = roll() < 0.5 ? back.left : Math.ceil(back.left * roll())
        back.left -= fen
        await refund(world, shop, back, fen, at, back.left === 0 ? 0 : 0)
      }
    }
    const rows = await rowsOf<{ id: string; tier: string; falls: string | null }>(
      world,
      `SELECT customer_id AS id, tier, to_char(lowers_on, 'YYYY-MM-DD') AS falls FROM members WHERE shop_id = $1 AND customer_id = ANY($2)`,
      [shop.id, people.map(({ id }) => id)],
    )
    const found = new Map(rows.map(({ id, tier, falls }) => [id, `${tier} ${falls}`]))
    for (const { id, tier, falls } of people)
      expect([textOf(day), id, found.get(id)]).toEqual([
        textOf(day),
        id,
        `${NAMES[tier]} ${falls === null ? null : textOf(falls)}`,
      ])
  }
  expect(counts.raised).toBeGreaterThan(30)
  expect(counts.lowered).toBeGreaterThan(15)
  expect(counts.told).toBeGreaterThan(counts.lowered)
  const history = await rowsOf<{ wrong: number }>(
    world,
    // Each member's tier is where the history leads, each entry beginning where the one before ended.
    `SELECT count(*)::int AS wrong FROM (
       SELECT c.*, lag(c.to_tier) OVER w AS before FROM tier_changes c WHERE c.shop_id = $1 AND c.kind IN ('RAISED','LOWERED')
       WINDOW w AS (PARTITION BY customer_id ORDER BY occurred_at, id)) h WHERE from_tier <> coalesce(before, 'ORDINARY')`,
    [shop.id],
  )
  expect(history).toEqual([{ wrong: 0 }])
}, 120_000)
