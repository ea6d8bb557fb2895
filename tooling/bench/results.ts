import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type DatabaseFacts, SCALES, type Scale } from './database.ts'
import type { ServerName } from './servers/start.ts'
import { DATA } from './settings.ts'
import type { ShapeName } from './shapes.ts'

/** One server, one shape, one round. Times in milliseconds; CPU in milliseconds for each request. */
export interface Sample {
  readonly round: number
  readonly server: ServerName
  readonly requests: number
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  /** Of a response's body. */
  readonly bytes: number
  readonly nodeMs: number
  readonly postgresMs: number
}

export interface ShapeResults {
  readonly name: ShapeName
  readonly keys: number
  /** What was compared, in words. */
  readonly equal: string
  /** Statements for each request: what reads or writes, and context around it (begin, commit, set_config). */
  readonly statements: { [server in ServerName]?: { readonly work: number; readonly context: number } }
  readonly samples: readonly Sample[]
}

/** One run at one scale: the raw figures. */
export interface Results {
  readonly scale: Scale
  readonly at: string
  readonly rounds: number
  readonly seconds: number
  readonly connections: number
  readonly node: string
  readonly database: DatabaseFacts
  /** Servers that could not be started, and why. */
  readonly missing: Readonly<Record<string, string>>
  readonly shapes: readonly ShapeResults[]
}

export const resultsFile = (scale: Scale) => join(DATA, `results-${scale}.json`)

/** The latest results of each scale that was measured here, smallest first. */
export function allResults(): Results[] {
  return (Object.keys(SCALES) as Scale[])
    .map(resultsFile)
    .filter(existsSync)
    .map((file) => JSON.parse(readFileSync(file, 'utf8')) as Results)
}
