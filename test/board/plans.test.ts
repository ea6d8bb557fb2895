import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SHOP_IDS } from '../harness/world.ts'
import { type Desk, openDesk } from '../reads/desk.ts'
import { looseScans, statementOf } from '../reads/explain.ts'

let desk: Desk
let reader: pg.Client
beforeAll(async () => {
  desk = await openDesk('board-plans')
  const admin = new pg.Client({ connectionString: desk.clone.adminUrl })
  await admin.connect()
  await admin.query(
    `UPDATE pg_class SET relpages = 10000, reltuples = 1000000 WHERE oid IN ('cases'::regclass, 'clocks'::regclass, 'handover_items'::regclass, 'approvals'::regclass)`,
  )
  await admin.end()
  reader = new pg.Client({ connectionString: desk.clone.readUrl })
  await reader.connect()
  await reader.query(`SELECT set_config('app.shop', $1, false)`, [SHOP_IDS.general])
})
afterAll(async () => {
  await reader.end()
  await desk.close()
})

const QUESTIONS = {
  board: '{ board { totals { atHand } counts { cases } approvalsPending handoverItems } }',
  load: '{ teamLoad { cases { atHand } owned { atHand } onDuty } }',
  handover: '{ handover { promises(first: 5) { nodes { id } } items(first: 5) { nodes { id } } } }',
}

/** Tables that hold all that ever happened. */
const LARGE = /^(cases|clocks|handover_items|approvals)\b/

test.each(Object.entries(QUESTIONS))(
  'the %s of a million cases reads the work at hand by its indexes',
  async (_, document) => {
    for (const who of ['supervisor', 'manager'] as const) {
      const viewer = desk.viewer(await desk.principal(who, 'general'))
      const scans = await looseScans(reader, statementOf({ name: document, document }, viewer))
      const whole = scans.filter((scan) => LARGE.test(scan) && !/at_hand|_due|by_due|running/.test(scan))
      expect(whole, who).toEqual([])
    }
  },
)
