import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

interface Step {
  readonly name: string
  readonly command: readonly [string, ...string[]]
}

/** Everything that is checked without running a test, quickest to fail first. A new check is a new line. */
const STEPS: readonly Step[] = [
  { name: 'types', command: ['tsc', '-p', '.'] },
  { name: 'format, lint, faces and cycles', command: ['biome', 'check', '.'] },
  { name: 'dead code and dependencies', command: ['knip', '--no-progress', '--no-config-hints'] },
  { name: 'generated files and the published schema', command: ['node', 'tooling/generate.ts', '--check'] },
  { name: 'table types', command: ['node', 'tooling/database/generate.ts', '--verify'] },
]

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const WINDOWS = process.platform === 'win32'

for (const step of STEPS) {
  const started = performance.now()
  const code = await run(step)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${code === 0 ? '✓' : '✗'} ${step.name} (${seconds} s)`)
  if (code !== 0) process.exit(code)
}

/** Programs of the workspace come from its own node_modules/.bin; `node` from PATH. */
function run({ command: [program, ...args] }: Step): Promise<number> {
  const path = program === 'node' ? process.execPath : `${ROOT}node_modules/.bin/${program}`
  return new Promise((resolve, reject) => {
    const child = spawn(WINDOWS ? `"${path}"` : path, args, { cwd: ROOT, stdio: 'inherit', shell: WINDOWS })
    child.on('error', reject)
    child.on('exit', (code) => resolve(code ?? 1))
  })
}
