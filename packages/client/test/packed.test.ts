import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildSchema } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { installAtPartner, type Packed, pack, run, runBin } from './packed.ts'

let packed: Packed
let project: string

beforeAll(async () => {
  packed = await pack()
  project = await installAtPartner(packed)
})
afterAll(() => packed?.remove())

const typeCheck = () => runBin('tsc', ['-p', project], project)

/** Type checks the project with one of its files changed, and puts the file back. */
async function typeCheckWith(file: string, from: string, to: string) {
  const path = join(project, 'src', file)
  const text = await readFile(path, 'utf8')
  if (!text.includes(from)) throw new Error(`${file} has no "${from}"`)
  await writeFile(path, text.replace(from, to))
  try {
    return await typeCheck()
  } finally {
    await writeFile(path, text)
  }
}

describe('the packed tarball', () => {
  test('is a package that publint finds no fault with', async () => {
    expect(await runBin('publint', [packed.tarball, '--strict'])).toMatchObject({ ok: true })
  })

  test('has types that resolve for all who import ES modules', async () => {
    const args = [packed.tarball, '--profile', 'esm-only', '--exclude-entrypoints', './schema.graphql']
    const { ok, output } = await runBin('attw', args)
    expect(ok, output).toBe(true)
  })

  test('depends on no other package', async () => {
    const manifest = JSON.parse(await readFile(join(project, 'node_modules/@cs/client/package.json'), 'utf8'))
    expect(manifest.dependencies ?? {}).toEqual({})
  })

  test('brings the SDL', async () => {
    const sdl = await readFile(join(project, 'node_modules/@cs/client/dist/schema.graphql'), 'utf8')
    expect(buildSchema(sdl).getQueryType()?.getFields().order).toBeDefined()
  })

  test('runs in plain Node', async () => {
    const script = "import('@cs/client').then(c => console.log(typeof c.createClient({ url: 'x' }).order))"
    expect(await run(process.execPath, ['-e', script], project)).toEqual({ ok: true, output: 'function\n' })
  })
})

describe("a partner's project", () => {
  test('type checks', async () => {
    expect(await typeCheck()).toEqual({ ok: true, output: '' })
  })

  test('fails where a field of a function’s answer is misspelled', async () => {
    const { ok, output } = await typeCheckWith('functions.ts', 'result.approver', 'result.aprover')
    expect(ok).toBe(false)
    expect(output).toContain("'aprover' does not exist")
  })

  test('fails where an input is misspelled', async () => {
    const { ok, output } = await typeCheckWith('functions.ts', "'BUYER_ASKED'", "'BUYER_BEGGED'")
    expect(ok).toBe(false)
    expect(output).toContain('BUYER_BEGGED')
  })

  test('fails where a preview is taken for its quote without being asked what it is', async () => {
    const { ok, output } = await typeCheckWith(
      'after-sales.ts',
      "if (preview?.__typename !== 'AfterSalePreviewed') return 'not to be asked for'\n",
      '',
    )
    expect(ok).toBe(false)
    expect(output).toContain("'token' does not exist")
  })

  test('fails where an after-sale is asked for by a reason that is none', async () => {
    const { ok, output } = await typeCheckWith('after-sales.ts', "'NO_REASON'", "'CHANGED_MIND'")
    expect(ok).toBe(false)
    expect(output).toContain('CHANGED_MIND')
  })

  test('fails where a field of its own query is misspelled', async () => {
    const { ok, output } = await typeCheckWith('queries.ts', 'placedAt\n', 'plasedAt\n')
    expect(ok).toBe(false)
    expect(output).toContain('placedAt')
  })

  test('fails where a variable of its own query is missing', async () => {
    const { ok } = await typeCheckWith('queries.ts', ', { number })', ', {})')
    expect(ok).toBe(false)
  })
})
