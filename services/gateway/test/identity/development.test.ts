import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  developmentIssuer,
  developmentKeys,
  signDevelopmentToken,
  tokenVerifier,
} from '../../src/identity/index.ts'

const run = promisify(execFile)
const SCRIPT = fileURLToPath(new URL('../../src/token.ts', import.meta.url))
const NOW = new Date('2026-11-22T04:00:00Z')
const AUDIENCE = 'customer-service'

let folder: string
let file: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keys '))
  file = join(folder, 'data', 'key.json')
})
afterAll(() => rm(folder, { recursive: true }))

async function subjectOf(token: string, now: Date) {
  return tokenVerifier([developmentIssuer(await developmentKeys(file), AUDIENCE)])(token, now)
}

test('the key pair is made once, also by two at once, and only its owner reads it', async () => {
  const [first, second] = await Promise.all([developmentKeys(file), developmentKeys(file)])
  expect(first).toEqual(second)
  expect(await readdir(join(folder, 'data'))).toEqual(['key.json'])
  if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600)
})

test('the public half holds no secret', async () => {
  expect((await developmentKeys(file)).publicKey).not.toHaveProperty('d')
})

test('a development token is taken until it expires', async () => {
  const signed = await signDevelopmentToken(
    await developmentKeys(file),
    { role: 'supervisor', shop: 'apparel', hours: 2, audience: AUDIENCE },
    NOW,
  )
  expect(await subjectOf(signed.token, NOW)).toMatchObject({ subject: 'apparel-supervisor', shop: 'apparel' })
  const late = new Date(NOW.getTime() + 2 * 3_600_000)
  await expect(subjectOf(signed.token, late)).rejects.toMatchObject({
    extensions: { code: 'UNAUTHENTICATED' },
  })
})

test.each([
  ['partner', 'partner-storefront'],
  ['erp', 'partner-erp'],
  ['carrier', 'partner-carrier'],
] as const)('a token of the role %s speaks for the demo’s %s', async (role, subject) => {
  const claims = { role, shop: 'guided', hours: 1, audience: AUDIENCE } as const
  const signed = await signDevelopmentToken(await developmentKeys(file), claims, NOW)
  expect(await subjectOf(signed.token, NOW)).toMatchObject({ subject, shop: 'guided' })
})

test('a token of another checkout is refused', async () => {
  const other = await developmentKeys(join(folder, 'other.json'))
  const signed = await signDevelopmentToken(
    other,
    { role: 'manager', shop: 'general', hours: 1, audience: AUDIENCE },
    NOW,
  )
  await expect(subjectOf(signed.token, NOW)).rejects.toMatchObject({
    extensions: { code: 'UNAUTHENTICATED' },
  })
})

describe('the token command', () => {
  const command = (args: string[], env: Record<string, string> = {}) =>
    run(process.execPath, [SCRIPT, ...args], { env: { ...process.env, DEVELOPMENT_KEY_FILE: file, ...env } })

  test('prints a token that holds and nothing else', async () => {
    const { stdout } = await command(['--role', 'partner', '--shop', 'guided', '--hours', '1'])
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/)
    expect(await subjectOf(stdout.trim(), new Date())).toMatchObject({
      subject: 'partner-storefront',
      shop: 'guided',
    })
  })

  const wrong = [
    [],
    ['--role', 'king'],
    ['--role', 'manager', '--shop', 'x'],
    ['--role', 'manager', '--hours', '0'],
    ['--x'],
  ]
  test.each(wrong.map((args) => [args]))('answers %j with its usage and exit code 2', async (args) => {
    await expect(command(args)).rejects.toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('usage'),
    })
  })

  test('refuses to run in production', async () => {
    await expect(command(['--role', 'manager'], { NODE_ENV: 'production' })).rejects.toMatchObject({
      code: 2,
      stdout: '',
    })
  })
})
