import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../../../tooling/database/index.ts'
import { DEMO_SHOPS } from '../src/demo/index.ts'
import { type Database, inShop, openDatabase } from '../src/index.ts'
import { supervisorOnDuty } from '../src/shifts/index.ts'
import { query } from './support.ts'

const [general, guided] = DEMO_SHOPS.map((shop) => shop.id) as [string, string]
/** A Shanghai time on a day that the demo's roster does not reach. */
const at = (time: string) => new Date(`2030-03-04T${time}:00+08:00`)

let db: TestDatabase
let database: Database
const ids = new Map<string, string>()
beforeAll(async () => {
  db = await cloneDatabase('shifts')
  database = openDatabase({ readUrl: db.readUrl, writeUrl: db.writeUrl, max: 2 })
  const agents = await query<{ subject: string; id: string }>(db.adminUrl, 'SELECT subject, id FROM agents')
  for (const agent of agents) ids.set(agent.subject, agent.id)
})
afterAll(async () => {
  await database.close()
  await db.drop()
})

const agent = (key: string) => ids.get(`general-${key}`) ?? ''

/** Puts this in the place of the roster of 4 March 2030: day 09-18, night 15-24; `!` marks who is on call. */
async function roster(day: readonly string[], night: readonly string[]): Promise<void> {
  await query(
    db.adminUrl,
    `DELETE FROM shift_agents d USING shifts s WHERE s.id = d.shift_id AND s.day >= '2030-01-01'`,
  )
  await query(db.adminUrl, `DELETE FROM shifts WHERE day >= '2030-01-01'`)
  for (const [kind, from, to, people] of [
    ['DAY', '09:00', '18:00', day],
    ['NIGHT', '15:00', '24:00', night],
  ] as const) {
    await query(
      db.adminUrl,
      `WITH s AS (INSERT INTO shifts (shop_id, id, day, kind, starts_at, ends_at)
         VALUES ($1, gen_random_uuid(), '2030-03-04', $2, $3, $4) RETURNING id)
       INSERT INTO shift_agents (shop_id, shift_id, agent_id, on_call)
       SELECT $1, s.id, a.id, a.call FROM s, unnest($5::uuid[], $6::boolean[]) AS a(id, call)`,
      [
        general,
        kind,
        at(from),
        at(to),
        people.map((key) => agent(key.replace('!', ''))),
        people.map((key) => key.endsWith('!')),
      ],
    )
  }
}

const onDuty = (time: string, except?: string) =>
  inShop(database, general, (tx) => supervisorOnDuty(tx, general, at(time), except))

describe('the supervisor on duty', () => {
  test('is one of a shift that runs, of the later shift where two do', async () => {
    await roster(['specialist', 'supervisor'], ['supervisor-care', 'supervisor!'])
    expect(await onDuty('10:00')).toBe(agent('supervisor'))
    expect(await onDuty('16:00')).toBe(agent('supervisor-care'))
    expect(await onDuty('20:00')).toBe(agent('supervisor-care'))
  })

  test('is the one on call where no supervisor works in the shift', async () => {
    await roster(['specialist', 'supervisor-care!'], ['specialist-night', 'supervisor!'])
    expect(await onDuty('10:00')).toBe(agent('supervisor-care'))
    expect(await onDuty('23:59')).toBe(agent('supervisor'))
  })

  test('is, between two shifts, the one on call for the last', async () => {
    await roster(['specialist'], ['supervisor', 'supervisor-care!'])
    expect(await inShop(database, general, (tx) => supervisorOnDuty(tx, general, at('24:00')))).toBe(
      agent('supervisor-care'),
    )
  })

  test('is nobody where the roster names none, and never a colleague of a lower grade', async () => {
    await roster(['senior', 'senior-care!'], ['specialist'])
    expect(await onDuty('10:00')).toBeNull()
    expect(await onDuty('20:00')).toBeNull()
  })

  test('is never the supervisor who turns to one, nor one who left', async () => {
    await roster(['supervisor', 'supervisor-care!'], ['specialist'])
    expect(await onDuty('10:00', agent('supervisor'))).toBe(agent('supervisor-care'))
    await query(db.adminUrl, 'UPDATE memberships SET active = false WHERE shop_id = $1 AND agent_id = $2', [
      general,
      agent('supervisor'),
    ])
    expect(await onDuty('10:00')).toBe(agent('supervisor-care'))
    await query(db.adminUrl, 'UPDATE memberships SET active = true WHERE shop_id = $1', [general])
  })

  test('is of the shop that asks', async () => {
    await roster(['supervisor'], ['supervisor'])
    const found = await inShop(database, guided, (tx) => supervisorOnDuty(tx, guided, at('10:00')))
    expect([ids.get('guided-supervisor'), ids.get('guided-supervisor-care')]).toContain(found)
  })
})
