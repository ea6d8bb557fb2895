import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codesOf } from '../harness/client.ts'
import { openWorld, SHOP_IDS } from '../harness/world.ts'

const world = await openWorld('board')
afterAll(() => world.close())

interface Totals {
  readonly atHand: number
  readonly open: number
  readonly waitingForCustomer: number
  readonly waitingForOthers: number
  readonly solved: number
  readonly urgent: number
  readonly overdue: number
  readonly dueWithinHour: number
}
interface Board {
  readonly scope: string
  readonly at: string
  readonly totals: Totals
  readonly counts: readonly {
    readonly kind: string
    readonly status: string
    readonly cases: number
    readonly overdue: number
    readonly dueWithinHour: number
  }[]
  readonly approvalsPending: number
  readonly handoverItems: number
}
const TOTALS = 'atHand open waitingForCustomer waitingForOthers solved urgent overdue dueWithinHour'
const BOARD = `{ board { scope at totals { ${TOTALS} } counts { kind status cases overdue dueWithinHour } approvalsPending handoverItems } }`

const board = async (who: Parameters<typeof world.as>[0]) =>
  (await (await world.as(who)).ask<{ board: Board }>(BOARD)).board

/** The same, counted by hand: over the cases owned or worked on by these subjects, or all. */
async function counted(subjects: readonly string[] | null): Promise<Totals> {
  const [row] = await world.rows<Totals>(
    `SELECT count(*)::int AS "atHand",
       sum((status = 'OPEN')::int)::int AS open,
       sum((status = 'WAITING_FOR_CUSTOMER')::int)::int AS "waitingForCustomer",
       sum((status = 'WAITING_FOR_OTHERS')::int)::int AS "waitingForOthers",
       sum((status = 'SOLVED')::int)::int AS solved,
       sum((priority = 'URGENT')::int)::int AS urgent,
       sum(coalesce(due_at < $3, false)::int)::int AS overdue,
       sum(coalesce(due_at BETWEEN $3 AND $3::timestamptz + interval '1 hour', false)::int)::int AS "dueWithinHour"
     FROM cases c WHERE shop_id = $1 AND status <> 'CLOSED' AND ($2::text[] IS NULL OR EXISTS (
       SELECT FROM agents a WHERE a.id IN (c.owner_id, c.assignee_id) AND a.subject = ANY($2)))`,
    [SHOP_IDS.general, subjects, world.now()],
  )
  if (!row) throw new Error('nothing counted')
  return row
}

beforeAll(async () => {
  // Something that is due within the hour, and something at its very latest moment: not broken yet.
  await world.rows(
    `UPDATE cases SET due_at = $2::timestamptz + n * interval '20 minutes' FROM (
       SELECT id, row_number() OVER (ORDER BY number) - 3 AS n FROM cases WHERE shop_id = $1 AND status <> 'CLOSED') o
     WHERE cases.id = o.id`,
    [SHOP_IDS.general, world.now()],
  )
})

const TEAM = ['supervisor', 'specialist', 'senior', 'specialist-in-sale', 'specialist-night']

describe('the board', () => {
  test('of a specialist counts what the specialist owns or works on', async () => {
    const mine = await board('specialist')
    expect(mine.scope).toBe('OWN')
    expect(mine.totals).toEqual(await counted(['general-specialist']))
  })

  test('of a supervisor counts the work of the team', async () => {
    const team = await board('supervisor')
    expect(team.scope).toBe('TEAM')
    expect(team.totals).toEqual(await counted(TEAM.map((key) => `general-${key}`)))
    expect(team.totals.overdue).toBeGreaterThan(0)
    expect(team.totals.dueWithinHour).toBeGreaterThan(0)
  })

  test('of a manager counts the whole shop, by kind and state, and the parts make the whole', async () => {
    const whole = await board('manager')
    expect(whole).toMatchObject({ scope: 'SHOP', at: world.now().toISOString(), handoverItems: 2 })
    expect(whole.totals).toEqual(await counted(null))
    const sum = (of: (count: Board['counts'][number]) => number) =>
      whole.counts.reduce((total, each) => total + of(each), 0)
    expect(sum((each) => each.cases)).toBe(whole.totals.atHand)
    expect(sum((each) => each.overdue)).toBe(whole.totals.overdue)
    expect(sum((each) => each.dueWithinHour)).toBe(whole.totals.dueWithinHour)
    expect(new Set(whole.counts.map(({ kind }) => kind))).toEqual(
      new Set(['CONSULTATION', 'AFTER_SALE', 'COMPLAINT']),
    )
    expect(whole.counts.map(({ status }) => status)).not.toContain('CLOSED')
  })

  test('is nobody’s without an identity, and no partner’s', async () => {
    for (const who of ['partner', 'public'] as const) {
      const answer = await (await world.as(who)).post<{ board: null }>(BOARD)
      expect(answer.data).toEqual({ board: null })
      expect(codesOf(answer)).toEqual(['FORBIDDEN'])
    }
  })
})
