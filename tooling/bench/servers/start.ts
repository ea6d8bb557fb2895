import { type ChildProcess, fork } from 'node:child_process'
import { mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { DATA } from '../settings.ts'
import type { ServerOptions } from './child.ts'

/** The servers that are compared; the second floor is the control. */
export const SERVERS = {
  floor: 'servers/floor.ts',
  'floor-again': 'servers/floor.ts',
  gateway: 'servers/gateway.ts',
  postgraphile: 'peers/postgraphile.ts',
  mercurius: 'peers/mercurius.ts',
  'mercurius-lookahead': 'peers/mercurius-lookahead.ts',
} as const
export type ServerName = keyof typeof SERVERS

/** A server that runs in a process of its own. */
export interface Server {
  readonly name: ServerName
  readonly pid: number
  readonly port: number
  stop(): Promise<void>
}

/** Starts one server and waits until it listens, 30 seconds at most. Its output goes to a file. */
export async function startServer(
  name: ServerName,
  options: ServerOptions,
  profileDir?: string,
): Promise<Server> {
  mkdirSync(DATA, { recursive: true })
  const output = openSync(join(DATA, `${name}.log`), 'w')
  const child = fork(join(import.meta.dirname, '..', SERVERS[name]), [JSON.stringify(options)], {
    stdio: ['ignore', output, output, 'ipc'],
    env: { ...process.env, NODE_ENV: 'production', GRAPHILE_ENV: 'production' },
    execArgv: profileDir
      ? ['--cpu-prof', `--cpu-prof-dir=${profileDir}`, `--cpu-prof-name=${name}.cpuprofile`]
      : [],
  })
  const port = await listens(child, name)
  if (child.pid === undefined) throw new Error(`${name} has no process`)
  return { name, pid: child.pid, port, stop: () => stopped(child) }
}

function listens(child: ChildProcess, name: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`${name} did not listen within 30 s`))
    }, 30_000)
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}; see ${name}.log`)))
    child.once('message', (message) => {
      clearTimeout(timer)
      resolve((message as { port: number }).port)
    })
  })
}

function stopped(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
    setTimeout(() => child.kill('SIGKILL'), 5_000).unref()
  })
}
