import { afterAll, beforeAll, expect, it } from 'vitest'
import { completeFollowUp, recordNoAnswer } from '../src/index.ts'
import { addCustomer, complained } from './complaints.ts'
import { consume, type FollowUpRow, happened, prepare, round } from './follow-ups.ts'
import { placeOrder } from './orders.ts'
import { openShop, openWorld, type TestShop, type World } from './shop.ts'
import { rowsOf } from './state.ts'

const DAY = 86_400_000
const HOUR = 3_600_000
const FIRST = '2026-01-01'
const DAYS = 365
const CUSTOMERS = 16

/** A number from 0 to below 1 that depends on its arguments alone. */
function draw(...parts: readonly (string | number)[]): number {
  let hash = 2_166_136_261
  for (const char of parts.join('|')) hash = Math.imul(hash ^ char.charCodeAt(0), 16_777_619) >>> 0
  hash = Math.imul(hash ^ (hash >>> 15), 2_246_822_507) >>> 0
  hash = Math.imul(hash ^ (hash >>> 13), 3_266_489_909) >>> 0
  return ((hash ^ (hash >>> 16)) >>> 0) / 4_294_967_296
}
const midnight = (n: number) => new Date(Date.parse(`${FIRST}T00:00:00+08:00`) + n * DAY)
/** The day of a moment in Shanghai, counted from the first of the year; by hand, not by the calendar of the domain. */
const dayNumber = (at: Date) => Math.floor((at.getTime() - midnight(0).getTime()) / DAY)
const hourOf = (at: Date) => ((at.getTime() - midnight(0).getTime()) % DAY) / HOUR

interface Person {
  readonly id: string
  readonly plain: boolean
  readonly vip: boolean
  /** The day of the year on which they ask not to be contacted; beyond the year: never. */
  readonly refusesOn: number
  readonly birthday: number
}
interface Said {
  readonly person: Person
  readonly kind: string
  /** Day of the year that asks for it. */
  readonly wanted: number
  readonly plannedOn: number
}
interface Complaint {
  readonly personId: string
  readonly from: Date
  until: Date | null
}

let world: World
let shop: TestShop
beforeAll(async () => {
  world = await openWorld('follow_up_year')
  world.setNow(midnight(-1))
  shop = await openShop(world)
  await rowsOf(world, `UPDATE shops SET created_at = '2025-01-01' WHERE id = $1`, [shop.id])
  await round(world, shop)
})
afterAll(() => world.close())

async function people(): Promise<readonly Person[]> {
  const all: Person[] = []
  for (let i = 0; i < CUSTOMERS; i += 1) {
    const person = {
      id: await addCustomer(world, shop),
      plain: i % 8 === 5,
      vip: i % 6 === 1,
      refusesOn: i % 7 === 3 ? 120 + i * 5 : 9999,
      birthday: Math.floor(draw('birthday', i) * 365),
    }
    const birth = new Date(midnight(person.birthday).getTime() + 8 * HOUR)
    await rowsOf(
      world,
      `UPDATE customers SET buying_style = $2, vip = $3, birth_month = $4, birth_day = $5, created_at = '2025-06-10T04:00:00Z' WHERE id = $1`,
      [
        person.id,
        person.plain ? 'PLAIN_BUYER' : null,
        person.vip,
        birth.getUTCMonth() + 1,
        birth.getUTCDate(),
      ],
    )
    all.push(person)
  }
  return all
}

it('a year of days keeps every rule of contact, loses nothing, and asks for each occasion once', {
  timeout: 240_000,
}, async () => {
  const all = await people()
  const said: Said[] = []
  const complaints: Complaint[] = []
  const orders = new Map<string, { person: Person; received: number }>()
  for (let n = 0; n < DAYS; n += 1) {
    world.setNow(new Date(midnight(n).getTime() + 8 * HOUR))
    // A worker that was down for five days in March.
    const down = n >= 70 && n < 75
    for (const [i, person] of all.entries()) {
      if (person.refusesOn === n) {
        await rowsOf(world, 'UPDATE customers SET do_not_contact = true WHERE id = $1', [person.id])
        await happened(world, shop, 'CustomerDoNotContactSet', { type: 'Customer', id: person.id })
      }
      if (draw('order', n, i) < 0.03) {
        const order = await placeOrder(world, shop, { trade: 'SIGNED' })
        await rowsOf(
          world,
          'UPDATE orders SET customer_id = $2, paid_at = $3, signed_at = $4 WHERE id = $1',
          [order.id, person.id, new Date(world.deps.now().getTime() - 3 * DAY), world.deps.now()],
        )
        await happened(world, shop, 'OrderSigned', { type: 'Order', id: order.id })
        orders.set(order.id, { person, received: n })
        said.push({ person, kind: 'PURCHASE_CALLBACK', wanted: n + 7, plannedOn: n })
      }
      if (
        draw('complaint', n, i) < 0.006 &&
        !complaints.some((c) => c.personId === person.id && c.until === null)
      ) {
        await complained(world, shop, { customerId: person.id })
        complaints.push({ personId: person.id, from: world.deps.now(), until: null })
      }
      for (const open of complaints.filter((c) => c.personId === person.id && c.until === null)) {
        if (dayNumber(open.from) === n || draw('close', n, i) > 0.25) continue
        const [row] = await rowsOf<{ id: string }>(
          world,
          `UPDATE cases SET status = 'CLOSED', complaint_state = 'SUMMARISED', closed_at = $2
           WHERE customer_id = $1 AND kind = 'COMPLAINT' AND status <> 'CLOSED' RETURNING id`,
          [person.id, world.deps.now()],
        )
        open.until = world.deps.now()
        await happened(world, shop, 'ComplaintSummarised', { type: 'Case', id: String(row?.id) })
        said.push({ person, kind: 'COMPLAINT_CALLBACK', wanted: n + 3, plannedOn: n })
      }
      // Nobody is planned for by the day who asked not to be contacted.
      if (n >= person.refusesOn) continue
      if (person.birthday === n) said.push({ person, kind: 'BIRTHDAY', wanted: n, plannedOn: n })
      const date = new Date(midnight(n).getTime() + 8 * HOUR).getUTCDate()
      if (person.vip && date === 10) said.push({ person, kind: 'VIP_CARE', wanted: n, plannedOn: n })
    }
    if (down) continue
    await consume(world, shop)
    await round(world, shop)
    // Work is done in the morning, and again in the evening.
    for (const hour of n % 9 === 0 ? [10.5, 12.5, 19.2] : [10.5, 19.2]) {
      world.setNow(new Date(midnight(n).getTime() + hour * HOUR))
      await prepare(world, shop)
      await work(n, hour)
    }
  }
  await judgeYear(all, said, complaints)
})

/** The manager does what is due, but for days on which nobody has time. */
async function work(n: number, hour: number): Promise<void> {
  if (draw('off', n) < 0.15) return
  const due = await rowsOf<FollowUpRow>(
    world,
    `SELECT * FROM follow_ups WHERE shop_id = $1 AND status = 'OPEN' AND due_at <= $2 ORDER BY due_at, id`,
    [shop.id, world.deps.now()],
  )
  for (const { id, customer_id } of due) {
    const answer = draw('answer', customer_id.length, n, id.length, hour) < 0.2
    const outcome = answer
      ? await recordNoAnswer(world.deps, shop.manager, { followUpId: id, channel: 'CHAT' })
      : await completeFollowUp(world.deps, shop.manager, { followUpId: id, channel: 'CHAT', result: 'FINE' })
    const within = (hour >= 10 && hour < 12) || (hour >= 19 && hour < 21)
    if (!within) expect(outcome.kind).toBe('PolicyDenied')
    else expect(['Success', 'PolicyDenied', 'Conflict']).toContain(outcome.kind)
  }
}

/** What a year has to have come to, said once more without the rules of the domain. */
async function judgeYear(
  all: readonly Person[],
  said: readonly Said[],
  complaints: readonly Complaint[],
): Promise<void> {
  const rows = await rowsOf<FollowUpRow & { occasion: string; planned_at: Date; ended_at: Date | null }>(
    world,
    'SELECT * FROM follow_ups WHERE shop_id = $1 ORDER BY contacted_at, id',
    [shop.id],
  )
  // Each occasion once, and none that nobody asked for.
  const asked = said.map(({ person, kind, wanted }) => `${person.id} ${kind} ${wanted}`).toSorted()
  const wantedOf = (row: (typeof rows)[number]) => dayNumber(row.latest_at) - 8
  const planned = rows.map((row) => `${row.customer_id} ${row.kind} ${wantedOf(row)}`).toSorted()
  expect(planned).toEqual(asked)
  const wrong: string[] = []
  for (const person of all) {
    const theirs = rows.filter((row) => row.customer_id === person.id)
    const contacts = theirs.flatMap((row) => (row.contacted_at ? [{ row, at: row.contacted_at }] : []))
    contacts.forEach(({ row, at }, i) => {
      const name = `${row.kind} of ${at.toISOString()}`
      const before = contacts[i - 1]
      if (before && dayNumber(at) - dayNumber(before.at) < 7) wrong.push(`${name}: within a week`)
      const hour = hourOf(at)
      if (!((hour >= 10 && hour < 12) || (hour >= 14 && hour < 18) || (hour >= 19 && hour < 21)))
        wrong.push(`${name}: out of hours`)
      if (dayNumber(at) >= person.refusesOn) wrong.push(`${name}: against their will`)
      if (person.plain && row.kind !== 'COMPLAINT_CALLBACK') wrong.push(`${name}: a plain buyer`)
      if (
        complaints.some((c) => c.personId === person.id && c.from <= at && (c.until === null || at < c.until))
      )
        wrong.push(`${name}: a complaint is open`)
      if (dayNumber(at) < wantedOf(row) || dayNumber(at) > wantedOf(row) + 7)
        wrong.push(`${name}: too early or too late`)
    })
    // Nothing is lost: what was not contacted says why, and the reason is true.
    for (const row of theirs) {
      const name = `${row.kind} of day ${wantedOf(row)}: ${row.status} ${row.because}`
      if (row.status === 'DONE' || row.status === 'UNREACHED') continue
      if (row.status === 'OPEN' || row.status === 'HELD') {
        if (row.latest_at <= world.deps.now()) wrong.push(`${name}: stays`)
      } else if (row.because === 'DO_NOT_CONTACT') {
        if (dayNumber(row.ended_at ?? row.planned_at) < person.refusesOn) wrong.push(name)
      } else if (row.because === 'PLAIN_BUYER') {
        if (!person.plain) wrong.push(name)
      } else if (row.because === 'COMPLAINT_OPEN') {
        if (
          !complaints.some(
            (c) => c.personId === person.id && (c.until === null || dayNumber(c.until) >= wantedOf(row) - 7),
          )
        )
          wrong.push(name)
      } else if (row.because !== 'TOO_LATE') wrong.push(name)
    }
  }
  expect(wrong).toEqual([])
  // It was a year in which things happened.
  const count = (test: (row: (typeof rows)[number]) => boolean) => rows.filter(test).length
  expect(count((row) => row.status === 'DONE')).toBeGreaterThan(100)
  expect(count((row) => row.because === 'TOO_LATE')).toBeGreaterThan(5)
  expect(count((row) => row.because === 'PLAIN_BUYER')).toBeGreaterThan(5)
  expect(count((row) => row.because === 'DO_NOT_CONTACT')).toBeGreaterThan(3)
  expect(complaints.length).toBeGreaterThan(15)
}
