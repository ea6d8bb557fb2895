import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { AwsV4Signer } from 'aws4fetch'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asStorageKey, type Files, openFiles, readFileSettings, storageKey } from '../src/files/index.ts'

const SHOP = '01900000-0000-7000-8000-000000000001'
const BYTES = Buffer.from('proof')
const sha256 = createHash('sha256').update(BYTES).digest('hex')
const FACTS = { mediaType: 'image/png', sizeBytes: BYTES.length, sha256 }
const S3 = {
  EVIDENCE_S3_REGION: 'cn-1',
  EVIDENCE_S3_ACCESS_KEY_ID: 'key-id',
  EVIDENCE_S3_SECRET_ACCESS_KEY: 'secret',
}

let folder: string
let server: Server
let url: string
/** What the store holds, what it was asked, and how often it is to fail first. */
const store = new Map<string, Buffer>()
const asked: { method: string; path: string; headers: IncomingHttpHeaders }[] = []
let failures = 0

/** A store that takes what is signed as S3 has it signed, and nothing else. */
async function startStore(): Promise<void> {
  server = createServer(async (request, response) => {
    const { method = '', url: path = '', headers } = request
    asked.push({ method, path, headers })
    const body = await buffer(request)
    const answer = (status: number, bytes?: Buffer) => void response.writeHead(status).end(bytes)
    if (failures > 0) {
      failures -= 1
      return answer(503)
    }
    if (headers.authorization !== (await signatureOf(method, path, headers))) return answer(403)
    const hash = createHash('sha256').update(body).digest('hex')
    if (method === 'PUT' && headers['x-amz-content-sha256'] !== hash) return answer(400)
    if (method === 'PUT') store.set(path, body)
    const found = store.get(path)
    if (method === 'DELETE') store.delete(path)
    if (method === 'GET' && !found) return answer(404)
    answer(method === 'DELETE' ? 204 : 200, method === 'GET' ? found : undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/bucket/prefix`
}

async function signatureOf(
  method: string,
  path: string,
  headers: IncomingHttpHeaders,
): Promise<string | null> {
  const signer = new AwsV4Signer({
    method,
    url: new URL(path, url).href,
    accessKeyId: 'key-id',
    secretAccessKey: 'secret',
    service: 's3',
    region: 'cn-1',
    datetime: String(headers['x-amz-date']),
    headers: { 'x-amz-content-sha256': String(headers['x-amz-content-sha256']) },
  })
  return (await signer.sign()).headers.get('authorization')
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cs-files-'))
  await startStore()
})
afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true, force: true })
})

function filesOf(kind: 'folder' | 's3'): Files {
  const settings = readFileSettings(
    kind === 's3' ? { EVIDENCE_S3_URL: url, EVIDENCE_FOLDER: folder, ...S3 } : { EVIDENCE_FOLDER: folder },
  )
  if (!settings) throw new Error('no settings')
  return openFiles(settings)
}

async function keep(files: Files, key = storageKey(SHOP, 'EV20261118-AAAA')): Promise<string> {
  const path = await files.incoming()
  await writeFile(path, BYTES)
  await files.keep(key, path, FACTS)
  return path
}

describe.each(['folder', 's3'] as const)('files in a %s', (kind) => {
  it('are kept, read, and taken away', async () => {
    const files = filesOf(kind)
    const key = storageKey(SHOP, 'EV20261118-AAAA')
    expect(await files.open(key)).toBeNull()
    const path = await keep(files)
    const kept = await files.open(key)
    expect(kept && (await buffer(kept))).toEqual(BYTES)
    await expect(writeFile(path, '', { flag: 'r+' })).rejects.toThrow('ENOENT')
    await files.remove(key)
    await files.remove(key)
    expect(await files.open(key)).toBeNull()
  })

  it('that came in and were never kept are swept away once they are old', async () => {
    const files = filesOf(kind)
    const [old, young] = [await files.incoming(), await files.incoming()]
    await writeFile(old, BYTES)
    await writeFile(young, BYTES)
    const day = new Date('2026-11-01T00:00:00Z')
    await utimes(old, day, day)
    expect(await files.sweep(new Date('2026-11-02T00:00:00Z'))).toBe(1)
    expect(await readdir(join(old, '..'))).toEqual([young.split('/').at(-1)])
    await rm(young)
  })
})

describe('a bucket', () => {
  it('gets the length, the type and the hash of a file, signed, and no name of a person', async () => {
    asked.length = 0
    await keep(filesOf('s3'))
    expect(asked).toHaveLength(1)
    expect(asked[0]).toMatchObject({
      method: 'PUT',
      path: `/bucket/prefix/${SHOP}/EV20261118-AAAA`,
      headers: {
        'content-length': String(BYTES.length),
        'content-type': 'image/png',
        'x-amz-content-sha256': sha256,
        authorization: expect.stringMatching(
          /^AWS4-HMAC-SHA256 Credential=key-id\/\d{8}\/cn-1\/s3\/aws4_request/,
        ),
      },
    })
  })

  it('that fails is asked again, and what stays refused is an error without the secret', async () => {
    failures = 2
    await keep(filesOf('s3'))
    failures = 3
    await expect(keep(filesOf('s3'))).rejects.toThrow('the store of files answered 503 to PUT')
    const settings = {
      kind: 's3',
      url,
      region: 'cn-1',
      accessKeyId: 'key-id',
      secretAccessKey: 'wrong',
      incoming: folder,
    } as const
    await expect(keep(openFiles(settings))).rejects.toThrow('answered 403')
  })
})

describe('a key', () => {
  it('names a shop and a number, and never another place', () => {
    expect(storageKey(SHOP, 'EV20261118-7Q2M9XKT')).toBe(`${SHOP}/EV20261118-7Q2M9XKT`)
    const strange = [
      '',
      '..',
      `${SHOP}/..`,
      `${SHOP}/../x`,
      `../${SHOP}/EV1234`,
      `${SHOP}/EV1/../2`,
      `/${SHOP}/EV12`,
      `${SHOP}/ev12`,
      `${SHOP}/EV12\n`,
      `${SHOP}/EV%2e%2e`,
    ]
    for (const text of strange) expect(() => asStorageKey(text)).toThrow(RangeError)
  })
})
