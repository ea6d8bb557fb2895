import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { developmentKeys, signDevelopmentToken } from '../../services/gateway/src/identity/index.ts'
import { checkReads } from './checks.ts'
import type { BenchDatabase, Scale } from './database.ts'
import { requestBytes } from './load/client.ts'
import { LoadGenerator } from './load/start.ts'
import { cpuOf, cpuOfTree } from './measure.ts'
import { checkRemarks, forgetRemarks } from './remarks.ts'
import { type Results, resultsFile, type Sample, type ShapeResults } from './results.ts'
import type { ServerOptions } from './servers/child.ts'
import { type Server, type ServerName, startServer } from './servers/start.ts'
import { DATA, HASH_KEY, POOL, SHOP } from './settings.ts'
import { answersShape, type Key, requestFor, type Shape } from './shapes.ts'
import { shuffled } from './statistics.ts'

export interface RunOptions {
  readonly scale: Scale
  readonly shapes: readonly Shape[]
  readonly servers: readonly ServerName[]
  readonly rounds: number
  readonly seconds: number
  readonly connections: number
  readonly checkOnly: boolean
  readonly profile: boolean
}

/** Rows drawn for each shape: more than a round asks for, or as many as there are. */
const KEYS = 3_000
/** Requests of the statement count. */
const COUNTED = 50

/** Databases seeded before PostGraphile's lists were plans hold functions that it would take for fields. */
const WITHOUT_FUNCTIONS =
  'DROP FUNCTION IF EXISTS orders_before, open_cases, customers_found, customers_phone_masked'

/** The requests of one shape, for each server that answers it, in the same order. */
export type Requests = ReadonlyMap<ServerName, readonly Buffer[]>

/** Starts the servers, compares their answers, counts their statements, measures them, and stops them. */
export async function runBenchmark(
  database: BenchDatabase,
  options: RunOptions,
  say: (line: string) => void,
): Promise<void> {
  await database.query(WITHOUT_FUNCTIONS)
  const startedAt = new Date()
  const serverOptions = await optionsOf(database)
  const servers: Server[] = []
  const missing: Record<string, string> = {}
  const load = new LoadGenerator()
  try {
    for (const name of options.servers) {
      try {
        servers.push(await startServer(name, serverOptions))
      } catch (error) {
        missing[name] = String(error)
        say(`${name} is left out: ${error}`)
      }
    }
    if (missing.floor) throw new Error(`there is nothing to compare with: ${missing.floor}`)
    const tokens = await tokensFor(serverOptions.keyFile)
    const shapes: ShapeResults[] = []
    for (const shape of options.shapes) {
      const keys = await database.query<Key & Record<string, unknown>>(shape.draw, [SHOP, KEYS])
      const asked = servers.filter(({ name }) => answersShape(shape, name))
      const requests: Requests = new Map(
        asked.map(({ name }) => [name, keys.map((key) => bytesOf(shape, name, key, tokens))]),
      )
      const equal = shape.writes
        ? await checkRemarks(database, asked, requests, keys)
        : await checkReads(shape, asked, requests)
      say(`${shape.name}: ${equal}`)
      const statements: ShapeResults['statements'] = {}
      for (const server of asked) {
        await stretch(load, server, requests, options.connections, { count: 200 })
        await database.counting(true)
        await stretch(load, server, requests, 1, { count: COUNTED })
        const { work, context } = await database.statements()
        statements[server.name] = { work: work / COUNTED, context: context / COUNTED }
        await database.counting(false)
      }
      const samples: Sample[] = []
      if (!options.checkOnly) {
        for (const server of asked)
          await stretch(load, server, requests, options.connections, { duration: 1_000 })
        for (let round = 0; round < options.rounds; round += 1) {
          for (const server of shuffled(asked))
            samples.push({ round, ...(await sample(database, load, server, requests, options)) })
          say(`${shape.name} round ${round + 1}: ${line(samples, round)}`)
        }
      }
      if (shape.writes) await forgetRemarks(database, startedAt)
      shapes.push({ name: shape.name, keys: keys.length, equal, statements, samples })
    }
    if (!options.checkOnly) save(database, options, shapes, missing, startedAt)
  } finally {
    load.stop()
    await Promise.all(servers.map((server) => server.stop()))
  }
  if (options.profile) await profile(database, options, serverOptions, say)
}

/** One CPU profile of the gateway for each shape. */
async function profile(
  database: BenchDatabase,
  options: RunOptions,
  serverOptions: ServerOptions,
  say: (line: string) => void,
): Promise<void> {
  const tokens = await tokensFor(serverOptions.keyFile)
  const startedAt = new Date()
  for (const shape of options.shapes) {
    const dir = join(DATA, 'profiles', shape.name)
    mkdirSync(dir, { recursive: true })
    const keys = await database.query<Key & Record<string, unknown>>(shape.draw, [SHOP, KEYS])
    const server = await startServer('gateway', serverOptions, dir)
    const requests = new Map([
      [server.name, keys.map((key) => bytesOf(shape, server.name, key, tokens))],
    ] as const)
    const load = new LoadGenerator()
    try {
      await stretch(load, server, requests, options.connections, { duration: options.seconds * 1000 })
    } finally {
      load.stop()
      await server.stop()
    }
    if (shape.writes) await forgetRemarks(database, startedAt)
    say(`${shape.name}: ${dir}`)
  }
}

async function optionsOf(database: BenchDatabase): Promise<ServerOptions> {
  const [agent] = await database.query<{ id: string }>(
    `SELECT id FROM agents WHERE subject = 'general-specialist'`,
  )
  if (!agent) throw new Error('the demo has no general-specialist')
  const { readUrl, writeUrl } = database
  return {
    readUrl,
    writeUrl,
    shop: SHOP,
    agentId: agent.id,
    hashKey: HASH_KEY,
    pool: POOL,
    keyFile: join(DATA, 'development-key.json'),
  }
}

type Tokens = Readonly<Record<Shape['role'], string>>

async function tokensFor(keyFile: string): Promise<Tokens> {
  const keys = await developmentKeys(keyFile)
  const sign = async (role: Shape['role']) =>
    (
      await signDevelopmentToken(
        keys,
        { role, shop: 'general', hours: 12, audience: 'customer-service' },
        new Date(),
      )
    ).token
  return { specialist: await sign('specialist'), supervisor: await sign('supervisor') }
}

function bytesOf(shape: Shape, server: ServerName, key: Key, tokens: Tokens): Buffer {
  const { path, body } = requestFor(shape, server, key)
  return requestBytes(
    path,
    body,
    server === 'gateway' ? { authorization: `Bearer ${tokens[shape.role]}` } : {},
  )
}

async function stretch(
  load: LoadGenerator,
  server: Server,
  requests: Requests,
  connections: number,
  until: { readonly duration?: number; readonly count?: number },
) {
  const result = await load.run({
    port: server.port,
    connections,
    duration: until.duration ?? 60_000,
    ...(until.count === undefined ? {} : { count: until.count }),
    requests: (requests.get(server.name) ?? []).map((each) => each.toString('base64')),
    from: Math.floor(Math.random() * KEYS),
  })
  if (result.failures > 0)
    throw new Error(`${server.name}: ${result.failures} requests failed, the first: ${result.firstFailure}`)
  return result
}

async function sample(
  database: BenchDatabase,
  load: LoadGenerator,
  server: Server,
  requests: Requests,
  { connections, seconds }: RunOptions,
): Promise<Omit<Sample, 'round'>> {
  const before = { node: cpuOf(server.pid), postgres: cpuOfTree(database.postmaster) }
  const result = await stretch(load, server, requests, connections, { duration: seconds * 1000 })
  const after = { node: cpuOf(server.pid), postgres: cpuOfTree(database.postmaster) }
  return {
    server: server.name,
    requests: result.requests,
    perSecond: (result.requests / result.elapsed) * 1000,
    p50: result.p50,
    p99: result.p99,
    bytes: result.bytes / result.requests,
    nodeMs: (after.node - before.node) / result.requests,
    postgresMs: (after.postgres - before.postgres) / result.requests,
  }
}

function line(samples: readonly Sample[], round: number): string {
  return samples
    .filter((each) => each.round === round)
    .map((each) => `${each.server} ${Math.round(each.perSecond)}/s`)
    .join(', ')
}

function save(
  database: BenchDatabase,
  options: RunOptions,
  shapes: readonly ShapeResults[],
  missing: Readonly<Record<string, string>>,
  startedAt: Date,
): void {
  const results: Results = {
    scale: options.scale,
    at: startedAt.toISOString(),
    rounds: options.rounds,
    seconds: options.seconds,
    connections: options.connections,
    node: process.versions.node,
    database: database.facts,
    missing,
    shapes,
  }
  writeFileSync(resultsFile(options.scale), `${JSON.stringify(results, null, 2)}\n`)
}
