import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { announce, announcing, download, PNG, send } from '../evidence/upload.ts'
import { act } from '../harness/acts.ts'
import { auditOf } from '../harness/effects.ts'
import { nobody } from '../harness/ids.ts'
import { numberOf, orderIds } from '../harness/orders.ts'
import { openWorld, type World } from '../harness/world.ts'

let world: World
let folder: string
let caseId: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cs-archive-'))
  world = await openWorld('archive', { EVIDENCE_FOLDER: folder })
  const specialist = await world.as('specialist')
  const { id: orderId } = await orderIds(specialist, numberOf('general', 1034))
  const done = await act(specialist, 'openComplaint', { orderId, topic: 'GOODS', problem: '破了一个洞' })
  caseId = String(done.complaint?.id)
})
afterAll(async () => {
  await world.close()
  await rm(folder, { recursive: true, force: true })
})

describe('the evidence pack of a complaint', () => {
  it('is downloaded as one archive, with its files as they are, and leaves an audit entry', async () => {
    const specialist = await world.as('specialist')
    const { number, upload } = await announce(specialist, announcing(caseId, PNG))
    await send(world, upload.path, PNG)
    const got = await download(world, specialist, caseId)
    expect(got.status).toBe(200)
    expect(got.headers.get('content-type')).toBe('application/zip')
    const bytes = Buffer.from(await got.arrayBuffer())
    expect(bytes.subarray(0, 4).toString('hex')).toBe('504b0304')
    for (const name of ['record.json', 'messages.txt', `files/${number}.png`])
      expect(bytes.includes(Buffer.from(name)), name).toBe(true)
    expect(bytes.includes(PNG)).toBe(true)
    const entries = await auditOf(world, caseId)
    expect(entries.map((entry) => entry.action)).toContain('viewEvidencePack')
  })

  it('is handed out to nobody beyond the scope of the case, and of no other case', async () => {
    expect((await download(world, await world.as('senior'), caseId)).status).toBe(403)
    expect((await download(world, await world.as('partner'), caseId)).status).toBe(403)
    expect((await download(world, null, caseId)).status).toBe(401)
    const manager = await world.as('manager')
    expect((await download(world, manager, caseId)).status).toBe(200)
    expect((await download(world, manager, nobody('Case', 'general'))).status).toBe(404)
    const abroad = await world.as('manager', 'guided')
    expect((await download(world, abroad, caseId)).status).toBe(404)
  })
})
