import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openBenchDatabase, SCALES, type Scale } from './database.ts'
import { writeReport } from './report.ts'
import { type RunOptions, runBenchmark } from './rounds.ts'
import { SERVERS, type ServerName } from './servers/start.ts'
import { DATA } from './settings.ts'
import { SHAPES } from './shapes.ts'

const USAGE = `usage: node tooling/bench/run.ts [options]
  --orders ${Object.keys(SCALES).join('|')}   how many orders, seeded when first asked for (10k)
  --rounds 5 --seconds 5 --connections 16
  --shapes ${SHAPES.map(({ name }) => name).join(',')}
  --servers ${Object.keys(SERVERS).join(',')}
  --seed     only seeds
  --check    only compares the answers and counts statements
  --profile  also runs each shape once with a CPU profile of the gateway, in .data/bench/profiles
  --report   only writes docs/benchmarks.md again, from what was measured before`

function main(): Promise<void> | void {
  const string = { type: 'string' } as const
  const flag = { type: 'boolean', default: false } as const
  const { values } = parseArgs({
    options: {
      orders: { ...string, default: '10k' },
      rounds: { ...string, default: '5' },
      seconds: { ...string, default: '5' },
      connections: { ...string, default: '16' },
      shapes: string,
      servers: string,
      seed: flag,
      check: flag,
      profile: flag,
      report: flag,
    },
  })
  if (values.report) return writeReport()
  const scale = values.orders as Scale
  if (!Object.hasOwn(SCALES, scale)) throw new Error(USAGE)
  const shapes = SHAPES.filter(({ name }) => !values.shapes || values.shapes.split(',').includes(name))
  const servers = (Object.keys(SERVERS) as ServerName[]).filter(
    (name) => !values.servers || values.servers.split(',').includes(name),
  )
  const options: RunOptions = {
    scale,
    shapes,
    servers: servers.includes('floor') ? servers : ['floor', ...servers],
    rounds: bounded(values.rounds, 1, 50),
    seconds: bounded(values.seconds, 0.5, 60),
    connections: bounded(values.connections, 1, 64),
    checkOnly: values.check,
    profile: values.profile,
  }
  return measure(options, values.seed)
}

async function measure(options: RunOptions, seedOnly: boolean): Promise<void> {
  mkdirSync(DATA, { recursive: true, mode: 0o755 })
  const database = await openBenchDatabase(options.scale, say)
  try {
    if (seedOnly) return
    installPeers()
    await runBenchmark(database, options, say)
    if (!options.checkOnly) writeReport()
  } finally {
    await database.stop()
  }
}

/** The peers live in a workspace of their own: they are installed when the benchmark runs, never with the project. */
function installPeers(): void {
  const here = import.meta.dirname
  const { dependencies } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>
  }
  if (Object.keys(dependencies).every((name) => existsSync(join(here, 'node_modules', name)))) return
  say('installing the peers')
  const done = spawnSync('pnpm', ['install', '--frozen-lockfile'], { cwd: here, stdio: 'inherit' })
  if (done.status !== 0) throw new Error('the peers could not be installed')
}

function bounded(text: string, least: number, most: number): number {
  const value = Number(text)
  if (!(value >= least && value <= most)) throw new Error(USAGE)
  return value
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

await main()
