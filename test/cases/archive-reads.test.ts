import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { act } from '../harness/acts.ts'
import type { Client } from '../harness/client.ts'
import { auditOf } from '../harness/effects.ts'
import { globalId, uuidOf } from '../harness/ids.ts'
import { openWorld, SHOP_IDS } from '../harness/world.ts'
import { mapper } from '../reads/gateway.ts'

const world = await openWorld('archive-reads')
afterAll(() => world.close())

let specialist: Client
let manager: Client
let archived: string
let open: string
beforeAll(async () => {
  specialist = await world.as('specialist')
  manager = await world.as('manager')
  archived = await consultation()
  open = await consultation()
  await act(specialist, 'closeCase', { caseId: archived })
  await world.rows(
    `INSERT INTO evidence (shop_id, id, number, case_id, customer_id, kind, media_type, size_bytes, sha256, storage_key, status, added_at, stored_at)
     SELECT shop_id, gen_random_uuid(), gen_random_uuid(), id, customer_id, 'PHOTO', 'image/jpeg', 1000, repeat('a', 64), gen_random_uuid(), 'STORED', $2, $2
     FROM cases WHERE id = $1`,
    [uuidOf(archived), world.now()],
  )
})

async function consultation(): Promise<string> {
  const [customer] = await world.rows<{ id: string }>('SELECT id FROM customers WHERE shop_id = $1 LIMIT 1', [
    SHOP_IDS.general,
  ])
  const { caseId } = await act(specialist, 'openConsultation', {
    customerId: globalId('Customer', 'general', customer?.id ?? ''),
    channel: 'PHONE',
    text: '电话咨询：能否开发票？',
  })
  await act(specialist, 'sendMessage', { caseId, text: '可以的。' })
  return String(caseId)
}

const reads = async (caseId: string) =>
  (await auditOf(world, caseId)).filter(({ action }) => action === 'readArchivedCase')
const SAID = 'query ($id: ID!) { case(id: $id) { subject messages(first: 5) { nodes { text } } } }'

/** Entries that something leaves. */
async function left(caseId: string, read: () => Promise<unknown>) {
  const before = await reads(caseId)
  await read()
  return (await reads(caseId)).slice(before.length)
}

/** The manager's answers are the database's text; those of a grade that reaches its own cases are executed. */
describe.each(['manager', 'specialist'] as const)('read by the %s', (who) => {
  const client = () => (who === 'manager' ? manager : specialist)

  test('what was said in a case of the archive is read on record, once a request, without a word of it', async () => {
    const entries = await left(archived, async () => {
      const { a, b } = await client().ask<{
        a: { subject: string; messages: { nodes: unknown[] } }
        b: unknown
      }>(
        `query ($id: ID!) { a: case(id: $id) { subject messages(first: 5) { nodes { text } } } b: case(id: $id) { notes { text } } }`,
        { id: archived },
      )
      expect(a.subject).not.toBe('')
      expect(a.messages.nodes).toHaveLength(2)
      expect(b).toEqual({ notes: [] })
    })
    expect(entries).toEqual([
      { action: 'readArchivedCase', permission: 'case.content.read', purpose: null, fields: ['content'] },
    ])
    const [row] = await world.rows<{ subject: string; command: string }>(
      `SELECT a.subject, to_json(e)::text AS command FROM audit_entries e JOIN agents a ON a.id = e.actor_id
       WHERE e.subject_id = $1 AND e.action = 'readArchivedCase' ORDER BY e.at DESC, e.id DESC LIMIT 1`,
      [uuidOf(archived)],
    )
    expect(row?.subject).toBe(`general-${who}`)
    expect(row?.command).not.toContain('发票')
  })

  test('where it stands, and what was said in an open case, is not', async () => {
    const entries = await left(archived, () =>
      client().ask(
        'query ($id: ID!) { case(id: $id) { number status closedAt owner { name } clocks { name } } }',
        {
          id: archived,
        },
      ),
    )
    expect(entries).toEqual([])
    expect(await left(open, () => client().ask(SAID, { id: open }))).toEqual([])
  })

  test('of a list those of the archive are', async () => {
    const list = `query ($status: [CaseStatus!]) { cases(first: 100, filter: { kind: CONSULTATION, status: $status, mine: true }) { nodes { id archivedAt subject } } }`
    const text = who === 'manager' ? list.replace(', mine: true', '') : list
    const before = await world.rows<{ n: number }>(
      `SELECT count(*)::int AS n FROM audit_entries WHERE action = 'readArchivedCase'`,
    )
    // What was archived while others worked on it is the owner's alone.
    const { data } = await client().post<{
      cases: { nodes: { archivedAt: string | null; subject: string | null }[] }
    }>(text, { status: ['OPEN', 'CLOSED'] })
    const { nodes } = data.cases
    const after = await world.rows<{ n: number }>(
      `SELECT count(*)::int AS n FROM audit_entries WHERE action = 'readArchivedCase'`,
    )
    const put = nodes.filter(({ archivedAt, subject }) => archivedAt !== null && subject !== null)
    expect(put.length).toBeGreaterThan(0)
    expect(put.length).toBeLessThan(nodes.length)
    expect((after[0]?.n ?? 0) - (before[0]?.n ?? 0)).toBe(put.length)
  })
})

test('the files that prove it are, by their own permission', async () => {
  const [file] = await world.rows<{ id: string }>('SELECT id FROM evidence WHERE case_id = $1', [
    uuidOf(archived),
  ])
  const entries = await left(archived, async () => {
    const { node } = await manager.ask<{ node: { kind: string } }>(
      'query ($id: ID!) { node(id: $id) { ... on Evidence { kind number } } }',
      { id: globalId('Evidence', 'general', file?.id ?? '') },
    )
    expect(node.kind).toBe('PHOTO')
  })
  expect(entries).toEqual([
    { action: 'readArchivedCase', permission: 'evidence.read', purpose: null, fields: ['files'] },
  ])
})

test('who is out of reach reads nothing, and leaves nothing', async () => {
  const other = await world.as('specialist-care')
  const entries = await left(archived, async () => {
    const answer = await other.post<{ case: { subject: string | null } }>(SAID, { id: archived })
    expect(answer.data.case.subject).toBeNull()
  })
  expect(entries).toEqual([])
})

test('nothing is read where it can not be put on record', async () => {
  await world.rows('ALTER TABLE audit_entries RENAME TO audit_entries_away')
  try {
    const answer = await manager.post<{ case: unknown } | null>(SAID, { id: archived })
    expect(answer.data?.case ?? null).toBeNull()
    expect(answer.text).not.toContain('发票')
    // Nor by a part of the request that comes on it while another one puts it on record.
    const twice = SAID.replace('{ case(', '{ a: case(').replace(/}$/, ' b: case(id: $id) { subject } }')
    for (const client of [manager, specialist]) {
      const { data } = await client.post<{ a: unknown; b: unknown } | null>(twice, { id: archived })
      expect([data?.a ?? null, data?.b ?? null]).toEqual([null, null])
    }
    expect((await manager.ask<{ case: { subject: string } }>(SAID, { id: open })).case.subject).not.toBe('')
  } finally {
    await world.rows('ALTER TABLE audit_entries_away RENAME TO audit_entries')
  }
})

test('every type that shows what was said in a case, or proves it, leaves a trace', () => {
  const watched = ['case.content.read', 'evidence.read']
  const types = [...mapper.registry.types.values()]
  const wanted = types.flatMap(({ name, guard, fields }) => {
    const asked = [guard, ...[...fields.values()].map((field) => 'guard' in field && field.guard)]
    return watched
      .filter((permission) => asked.includes(permission))
      .map((permission) => ({ name, permission }))
  })
  const traced = types.flatMap(({ name, traced: by }) => (by ? [{ name, permission: by.permission }] : []))
  expect(wanted.length).toBeGreaterThan(4)
  // The pack is read by its own permission, whatever of it is asked for.
  expect(
    wanted.filter(({ name, permission }) => name !== 'EvidencePack' || permission !== 'case.content.read'),
  ).toEqual(traced)
})
