import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, key, tryAct } from '../harness/acts.ts'
import { type Client, codesOf } from '../harness/client.ts'
import { auditOf } from '../harness/effects.ts'
import { globalId, nobody, uuidOf } from '../harness/ids.ts'
import { openWorld, SHOP_IDS, type World } from '../harness/world.ts'
import { announce, announcing, CHAT, download, JPEG, openCase, PNG, send } from './upload.ts'

const LIMIT = 50_000
let world: World
let folder: string
let specialist: Client
let caseId: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cs-evidence-'))
  world = await openWorld('evidence', {
    EVIDENCE_FOLDER: folder,
    EVIDENCE_LIMIT: String(LIMIT),
    COST_BUDGET: '20000',
  })
  specialist = await world.as('specialist')
  caseId = (await openCase(specialist, 'G-1034')).id
})
afterAll(async () => {
  await world.close()
  await rm(folder, { recursive: true, force: true })
})

/** Every file under the folder, with what is still coming in. */
async function kept(): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

const statusOf = async (id: string) =>
  (await world.rows<{ status: string }>('SELECT status FROM evidence WHERE id = $1', [uuidOf(id)]))[0]?.status

describe('a file that proves a case', () => {
  it('is announced, sent, stored as it is and handed out to who may see the case', async () => {
    const { evidenceId, number, upload } = await announce(specialist, announcing(caseId, PNG))
    expect(await statusOf(evidenceId)).toBe('UPLOADING')
    expect((await download(world, specialist, evidenceId)).status).toBe(404)

    const sent = await send(world, upload.path, PNG)
    expect(sent).toMatchObject({
      status: 201,
      body: { evidence: { id: evidenceId, number, status: 'STORED' } },
    })
    expect(await statusOf(evidenceId)).toBe('STORED')
    const files = await kept()
    expect(files.map((path) => path.slice(folder.length))).toEqual([`/kept/${SHOP_IDS.general}/${number}`])
    expect(await readFile(files[0] ?? '')).toEqual(PNG)

    const got = await download(world, specialist, evidenceId)
    expect(Buffer.from(await got.arrayBuffer())).toEqual(PNG)
    expect(Object.fromEntries(got.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': `attachment; filename="${number}.png"`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
      'content-security-policy': expect.stringContaining('sandbox'),
    })
    expect(await auditOf(world, evidenceId)).toEqual([
      { action: 'storeEvidence', permission: 'evidence.add', purpose: null, fields: ['status'] },
      { action: 'viewEvidence', permission: 'evidence.read', purpose: null, fields: ['file'] },
    ])
    const { afterSale } = await specialist.ask<{ afterSale: unknown }>(
      'query ($id: ID) { afterSale: case(id: $id) { ... on AfterSale { evidence { id status sha256 sizeBytes } } } }',
      { id: caseId },
    )
    expect(afterSale).toMatchObject({
      evidence: [{ id: evidenceId, status: 'STORED', sizeBytes: PNG.length }],
    })
  })

  it('lets the review go on that waited for it', async () => {
    const own = (await openCase(specialist, 'G-1035')).id
    await act(specialist, 'requestEvidence', { caseId: own, kinds: ['CHAT_RECORD'] })
    const chat = announcing(own, CHAT, { kind: 'CHAT_RECORD', mediaType: 'text/plain' })
    const { upload } = await announce(specialist, chat)
    expect((await send(world, upload.path, CHAT)).status).toBe(201)
    const rows = await world.rows<{ after_sale_state: string; types: string[] }>(
      `SELECT c.after_sale_state, array(SELECT e.type FROM events e WHERE e.subject_id = c.id ORDER BY e.recorded_at, e.id) AS types
       FROM cases c WHERE c.id = $1`,
      [uuidOf(own)],
    )
    expect(rows[0]?.after_sale_state).toBe('REVIEWING')
    expect(rows[0]?.types).toEqual([
      'AfterSaleRequested',
      'EvidenceRequested',
      'ReviewResumed',
      'EvidenceAdded',
    ])
  })

  it('is stored once: the path is worth nothing afterwards, and a repeated announcement is the same file', async () => {
    const input = announcing(caseId, PNG)
    const first = await announce(specialist, input)
    const again = await announce(specialist, input)
    expect(again.evidenceId).toBe(first.evidenceId)
    const both = await Promise.all([send(world, first.upload.path, PNG), send(world, again.upload.path, PNG)])
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
    for (const { upload } of [first, again])
      expect(await send(world, upload.path, PNG)).toMatchObject({ status: 409, code: 'UPLOAD_NOT_AWAITED' })
    const events = await world.rows(
      `SELECT 1 FROM events WHERE type = 'EvidenceAdded' AND data->>'evidenceId' = $1`,
      [uuidOf(first.evidenceId)],
    )
    expect(events).toHaveLength(1)
  })
})

describe('bytes are refused, and nothing of them is kept,', () => {
  const cases: readonly [string, object, Buffer, number, string][] = [
    ['that are more than announced', {}, Buffer.concat([PNG, Buffer.from('x')]), 400, 'SIZE_MISMATCH'],
    ['that are fewer', {}, PNG.subarray(0, -1), 400, 'SIZE_MISMATCH'],
    ['that have another hash', { sha256: '0'.repeat(64) }, PNG, 400, 'HASH_MISMATCH'],
    [
      'that are no picture',
      announcing('', Buffer.from('<script>alert(1)</script>')),
      Buffer.from('<script>alert(1)</script>'),
      415,
      'MEDIA_TYPE_MISMATCH',
    ],
    ['that are another picture', announcing('', JPEG), JPEG, 415, 'MEDIA_TYPE_MISMATCH'],
    [
      'that are a picture announced as text',
      announcing('', PNG, { kind: 'CHAT_RECORD', mediaType: 'text/plain' }),
      PNG,
      415,
      'MEDIA_TYPE_MISMATCH',
    ],
    [
      'that are text with what is none in it',
      announcing('', Buffer.from('chat\u0000'), { kind: 'CHAT_RECORD', mediaType: 'text/plain' }),
      Buffer.from('chat\u0000'),
      415,
      'MEDIA_TYPE_MISMATCH',
    ],
    [
      'that are text cut within a character',
      announcing('', CHAT.subarray(0, 4), { kind: 'CHAT_RECORD', mediaType: 'text/plain' }),
      CHAT.subarray(0, 4),
      415,
      'MEDIA_TYPE_MISMATCH',
    ],
  ]
  it.each(cases)('%s', async (_name, more, bytes, status, code) => {
    const before = await kept()
    const input = { ...announcing(caseId, PNG), ...more, caseId, idempotencyKey: key() }
    const { evidenceId, upload } = await announce(specialist, input)
    expect(await send(world, upload.path, bytes)).toMatchObject({ status, code })
    expect(await kept()).toEqual(before)
    expect(await statusOf(evidenceId)).toBe('UPLOADING')
  })

  it('that go on after the size announced, when nothing said how many there are', async () => {
    const before = await kept()
    const { upload } = await announce(specialist, announcing(caseId, PNG))
    const answer = await new Promise<string>((resolve, reject) => {
      const put = request(`${world.url}${upload.path}`, { method: 'PUT' }, (response) => {
        response.setEncoding('utf8').on('data', (text) => resolve(`${response.statusCode} ${text}`))
      })
      put.on('error', reject)
      put.write(PNG)
      put.write(Buffer.alloc(1_000_000))
      put.end()
    })
    expect(answer).toContain('413')
    expect(answer).toContain('PAYLOAD_TOO_LARGE')
    expect(await kept()).toEqual(before)
  })

  it('of a sender who leaves half way', async () => {
    const before = await kept()
    const { evidenceId, upload } = await announce(specialist, announcing(caseId, PNG))
    const put = request(`${world.url}${upload.path}`, {
      method: 'PUT',
      headers: { 'content-length': PNG.length },
    })
    put.on('error', () => {})
    put.write(PNG.subarray(0, 20))
    await new Promise((resolve) => setTimeout(resolve, 200))
    put.destroy()
    await expect.poll(kept, { timeout: 5000 }).toEqual(before)
    expect(await statusOf(evidenceId)).toBe('UPLOADING')
    expect(world.problems).toEqual([])
  })

  it('that are compressed', async () => {
    const { upload } = await announce(specialist, announcing(caseId, PNG))
    const sent = await send(world, upload.path, PNG, { 'content-encoding': 'gzip' })
    expect(sent).toMatchObject({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' })
  })
})

describe('a path to send to', () => {
  it('is worth nothing once changed, expired, or made up', async () => {
    const { upload } = await announce(specialist, announcing(caseId, PNG))
    const token = upload.path.slice('/evidence/'.length)
    const [shop, id, expiry, signature] = token.split('.')
    const forged = [
      [SHOP_IDS.apparel, id, expiry, signature],
      [shop, id?.replace(/^./, 'f'), expiry, signature],
      [shop, id, String(Number(expiry) + 1), signature],
      [shop, id, expiry, signature?.slice(1)],
      [shop, id, expiry, signature, 'x'],
    ].map((parts) => parts.join('.'))
    const wild = ['', '..%2f..%2fetc%2fpasswd', '../../etc/passwd', 'x'.repeat(5000)]
    for (const each of [...forged, ...wild]) {
      const sent = await send(world, `/evidence/${each}`, PNG)
      expect([403, 404]).toContain(sent.status)
    }
    const before = world.now()
    world.setNow(new Date(before.getTime() + 15 * 60_000))
    try {
      expect(await send(world, upload.path, PNG)).toMatchObject({ status: 403, code: 'UPLOAD_EXPIRED' })
    } finally {
      world.setNow(before)
    }
    expect((await send(world, upload.path, PNG)).status).toBe(201)
  })

  it('is not given for a case of somebody else, of another shop, or that is none', async () => {
    const rows = () => world.rows<{ n: string }>('SELECT count(*) AS n FROM evidence')
    const before = await rows()
    const care = await world.as('specialist-care')
    const denied = await tryAct(care, 'addEvidence', announcing(caseId, PNG))
    expect(codesOf(denied)).toEqual(['FORBIDDEN'])
    const other = await world.as('specialist', 'apparel')
    const strangers = [
      await act(other, 'addEvidence', announcing(caseId, PNG)),
      await act(other, 'addEvidence', announcing(globalId('Case', 'apparel', uuidOf(caseId)), PNG)),
      await act(specialist, 'addEvidence', announcing(nobody('Case', 'general'), PNG)),
    ]
    for (const outcome of strangers) expect(outcome.__typename).toBe('NotFound')
    expect(codesOf(await tryAct(await world.as('public'), 'addEvidence', announcing(caseId, PNG)))).toEqual([
      'FORBIDDEN',
    ])
    expect(await rows()).toEqual(before)
    expect((await announce(await world.as('supervisor'), announcing(caseId, PNG))).number).toMatch(/^EV/)
  })

  it('is not given for what is too large or of a type that shows no such proof', async () => {
    const large = await act(specialist, 'addEvidence', announcing(caseId, PNG, { sizeBytes: LIMIT + 1 }))
    expect(large).toMatchObject({ __typename: 'ValidationFailed', issues: [{ field: 'sizeBytes' }] })
    for (const mediaType of ['image/svg+xml', 'text/html', 'application/zip'])
      expect((await act(specialist, 'addEvidence', announcing(caseId, PNG, { mediaType }))).__typename).toBe(
        'ValidationFailed',
      )
    const denied = await act(specialist, 'addEvidence', announcing(caseId, PNG, { mediaType: 'video/mp4' }))
    expect(denied.decision?.findings).toEqual([{ rule: { id: 'AS-WF-BAS-1' }, verdict: 'DENY' }])
  })
})

describe('a stored file is handed out', () => {
  it('to nobody else, whatever the id says', async () => {
    const { evidenceId, upload } = await announce(specialist, announcing(caseId, PNG))
    await send(world, upload.path, PNG)
    const statuses = async (client: Client | null, id = evidenceId) =>
      (await download(world, client, id)).status
    expect(await statuses(null)).toBe(401)
    expect(await statuses(await world.as('specialist-care'))).toBe(403)
    expect(await statuses(await world.as('partner'))).toBe(403)
    expect(await statuses(await world.as('manager', 'apparel'))).toBe(404)
    const borrowed = globalId('Evidence', 'apparel', uuidOf(evidenceId))
    expect(await statuses(await world.as('manager', 'apparel'), borrowed)).toBe(404)
    expect(await statuses(specialist, borrowed)).toBe(404)
    expect(await statuses(specialist, globalId('Case', 'general', uuidOf(evidenceId)))).toBe(404)
    expect(await statuses(specialist, nobody('Evidence', 'general'))).toBe(404)
    expect(await statuses(specialist, '..%2f..%2fpasswd')).toBe(404)
    expect(await statuses(world.client({ authorization: 'Bearer a.b.c' }))).toBe(401)
    expect(await statuses(await world.as('supervisor'))).toBe(200)
    expect(await statuses(await world.as('manager'))).toBe(200)
    expect((await auditOf(world, evidenceId)).filter(({ action }) => action === 'viewEvidence')).toHaveLength(
      2,
    )
  })
})

describe('who may not fetch', () => {
  it('hears how to be recognised', async () => {
    const response = await fetch(`${world.url}/evidence/x`, { headers: { authorization: 'Bearer a.b.c' } })
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([
      401,
      'Bearer error="invalid_token"',
    ])
  })

  it('waits where the points of a principal are used up, whether or not there is such a file', async () => {
    const senior = await world.as('senior')
    const archive = nobody('Case', 'general')
    const statuses = new Set<number>()
    for (let times = 0; times < 40; times++) statuses.add((await download(world, senior, archive)).status)
    expect([...statuses]).toEqual([404])
    const response = await download(world, senior, archive)
    expect(response.status).toBe(429)
    expect(response.headers.get('retry-after')).toMatch(/^[1-9]\d*$/)
    expect((await download(world, specialist, archive)).status).toBe(404)
  })
})
