import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
// By path: packages that this one serves are below the gateway, so it can't depend on it.
import { schema } from '../services/gateway/src/graphql/schema.ts'
import { breakingChanges, list, publish } from './schema/breaking.ts'
import { clientOutputs } from './schema/client.ts'
import { COMMAND, type Output } from './schema/output.ts'
import { pageOutputs } from './schema/pages.ts'
import { sdlOutput } from './schema/sdl.ts'

const ROOT = new URL('..', import.meta.url)
const USAGE = `usage: ${COMMAND} [-- --check | --publish [--adr docs/adr/<file>.md]]`

/** Writes all generated files; with --check writes none and fails where one differs or the schema breaks clients. */
async function generate(): Promise<void> {
  const { check, publish: publishes, adr } = options()
  const outputs = [sdlOutput(schema), ...pageOutputs(), ...(await clientOutputs(schema))]
  const changes = await breakingChanges(ROOT, schema)
  if (publishes) outputs.push(publish(schema, changes, await record(adr)))

  const stale: Output[] = []
  for (const output of outputs) if ((await read(output.path)) !== output.text) stale.push(output)
  if (check) {
    if (stale.length > 0) fail(`Out of date; run \`${COMMAND}\`:\n${paths(stale)}`)
  } else {
    for (const output of stale) await write(output)
    console.log(stale.length > 0 ? `Written:\n${paths(stale)}` : 'Everything is up to date.')
  }
  if (changes.length > 0 && !publishes) {
    const how = `Keep and deprecate what clients use, or decide it: ${COMMAND} -- --publish --adr docs/adr/<file>.md`
    fail(`The schema breaks clients of schema/published.graphql:\n${list(changes)}\n${how}`)
  }
}

function options() {
  const { values } = parseArgs({
    options: { check: { type: 'boolean' }, publish: { type: 'boolean' }, adr: { type: 'string' } },
  })
  if ((values.check && values.publish) || (values.adr && !values.publish)) throw new Error(USAGE)
  return values
}

async function record(path: string | undefined) {
  if (path === undefined) return undefined
  const text = path.startsWith('docs/adr/') ? await read(path) : undefined
  if (text === undefined) throw new Error(`There is no decision record ${path}.`)
  return { path, text }
}

/** The text of a file, with the line ends of the repository; `undefined` where there is none. */
async function read(path: string): Promise<string | undefined> {
  try {
    return (await readFile(new URL(path, ROOT), 'utf8')).replaceAll('\r\n', '\n')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

async function write({ path, text }: Output): Promise<void> {
  const file = fileURLToPath(new URL(path, ROOT))
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
}

const paths = (outputs: readonly Output[]) => outputs.map(({ path }) => `  ${path}`).join('\n')

function fail(message: string): void {
  console.error(message)
  process.exitCode = 1
}

try {
  await generate()
} catch (error) {
  fail(error instanceof Error ? error.message : String(error))
}
