import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { binaries, chooseRunner, type Runner } from './binaries.ts'

/** A running server. `url` names its superuser and the database `postgres`; trust on loopback, no password. */
export interface RunningDatabase {
  readonly url: string
  stop(): Promise<void>
}

/** `durable: false` turns fsync off: for tests, whose data nobody misses after a crash. */
export interface StartOptions {
  readonly dir: string
  readonly port?: number
  readonly durable?: boolean
}

/**
 * Starts the embedded PostgreSQL 18 on 127.0.0.1 with its data in `dir` (made on the first start). A server
 * that still runs on `dir` is taken over. Development and tests only.
 */
export async function startDatabase(options: StartOptions): Promise<RunningDatabase> {
  const dir = resolve(options.dir)
  const bin = binaries()
  const running = await alreadyRunning(dir)
  if (running) return running
  const runner = initialise(bin, dir)
  const port = options.port ?? (await freePort())
  const [command, args] = runner.command(join(bin, 'postgres'), [
    ...settings(dir, port, options.durable ?? true),
  ])
  const server = spawn(command, args, {
    cwd: '/',
    detached: process.platform !== 'win32', // Ctrl-C reaches us first; we stop it after its clients
    stdio: ['ignore', 'ignore', 'pipe'],
    ...identity(runner),
  })
  let output = ''
  server.stderr?.on('data', (chunk) => {
    output = (output + chunk).slice(-4000)
  })
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  await answering(url, server, () => output)
  return { url, stop: () => stop(server) }
}

/** `url` with another database name. */
export function databaseUrl(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}

function settings(dir: string, port: number, durable: boolean): string[] {
  const values: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '300',
    shared_buffers: '256MB',
    max_wal_size: '4GB',
    timezone: 'UTC',
    jit: 'off',
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' }),
  }
  return ['-D', dir, '-p', String(port), ...Object.entries(values).flatMap(([k, v]) => ['-c', `${k}=${v}`])]
}

function initialise(bin: string, dir: string): Runner {
  if (existsSync(join(dir, 'PG_VERSION'))) return chooseRunner(bin, dir, statSync(dir).uid)
  rmSync(dir, { recursive: true, force: true }) // left by an initdb that was interrupted
  mkdirSync(dir, { recursive: true, mode: 0o755 })
  const runner = chooseRunner(bin, dir)
  if (runner.uid !== undefined) chownSync(dir, runner.uid, runner.uid)
  const [command, args] = runner.command(join(bin, 'initdb'), [
    '-D',
    dir,
    '-U',
    'postgres',
    '--auth=trust',
    '--encoding=UTF8',
    process.platform === 'linux' ? '--locale=C.UTF-8' : '--locale=C',
    '--no-sync',
  ])
  const made = spawnSync(command, args, { cwd: '/', encoding: 'utf8', ...identity(runner) })
  if (made.status !== 0) throw new Error(`initdb failed: ${made.error?.message ?? made.stderr}`)
  return runner
}

function identity(runner: Runner): { uid?: number; gid?: number } {
  return runner.uid === undefined ? {} : { uid: runner.uid, gid: runner.uid }
}

async function answering(url: string, server: ChildProcess, output: () => string): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL ended at start:\n${output()}`)
    if (await answers(url)) return
    await sleep(50)
  }
  throw new Error(`PostgreSQL did not answer within 30 s:\n${output()}`)
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('SELECT 1')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

function stop(server: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (server.exitCode !== null || server.signalCode !== null) return done()
    server.once('exit', () => done())
    server.kill('SIGINT') // fast shutdown
  })
}

/** A live server's postmaster.pid: pid, directory, start, port on the lines 1 to 4. */
async function alreadyRunning(dir: string): Promise<RunningDatabase | null> {
  const file = join(dir, 'postmaster.pid')
  if (!existsSync(file)) return null
  const [pid, home, , port] = readFileSync(file, 'utf8').split('\n')
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  if (!pid || home !== dir || !(await answers(url))) return null
  return {
    url,
    stop: async () => {
      process.kill(Number(pid), 'SIGINT')
      while (existsSync(file)) await sleep(20)
    },
  }
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer()
    probe.once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() =>
        address && typeof address === 'object' ? done(address.port) : fail(new Error('no port')),
      )
    })
  })
}
