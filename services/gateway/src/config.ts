import { fileURLToPath } from 'node:url'
import { type FileSettings, readFileSettings } from '@cs/data/files'
import { z } from 'zod'
import type { CostLimits } from './graphql/budget.ts'
import { isLoopback } from './http/origin.ts'
import { DEVELOPMENT_ISSUER } from './identity/development.ts'

/** Known to everyone who reads this repository, so good for demo data only. */
const DEVELOPMENT_HASH_KEY = 'development-only-contact-hash-key-0000'
const DEVELOPMENT_AUDIENCE = 'customer-service'
const DATA_FOLDER = fileURLToPath(new URL('../../../.data/', import.meta.url))

const flag = z.enum(['0', '1']).default('0')
const whole = (least: number, most: number, fallback: number) =>
  z.coerce.number().int().min(least).max(most).default(fallback)
const postgresUrl = z.url({ protocol: /^postgres(ql)?$/ })
const webUrl = z.url({ protocol: /^https?$/ })

const environment = z.object({
  /** `production` refuses everything that exists for development. */
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: whole(0, 65_535, 4000),
  /** Login cs_reader: the read path, without the vault. */
  DATABASE_READ_URL: postgresUrl.optional(),
  /** Login cs_writer: the commands. */
  DATABASE_WRITE_URL: postgresUrl.optional(),
  /** Connections of each pool. */
  DATABASE_POOL: whole(1, 200, 10),
  /** Keys the hashes by which a whole phone number is found; at least 32 characters. */
  CONTACT_HASH_KEY: z.string().min(32).optional(),
  ISSUER: z.string().min(1).optional(),
  AUDIENCE: z.string().min(1).optional(),
  JWKS_URL: webUrl.optional(),
  /** 1: tokens signed by the local development key are accepted, and /dev/token hands them out. */
  DEVELOPMENT_TOKENS: flag,
  /** Where the development key pair is kept. */
  DEVELOPMENT_KEY_FILE: z.string().min(1).default(`${DATA_FOLDER}development-key.json`),
  /** Comma-separated origins of browsers that may call the API. */
  CORS_ORIGINS: z.string().default(''),
  /** Bytes. */
  BODY_LIMIT: whole(1_000, 10_000_000, 100_000),
  /** Milliseconds from the first byte of a request to its last. */
  REQUEST_TIMEOUT: whole(1_000, 300_000, 30_000),
  /** Milliseconds that running requests are given when the server stops. */
  STOP_DEADLINE: whole(0, 300_000, 10_000),
  /** WebSockets open at once in this process. */
  WS_CONNECTIONS: whole(1, 100_000, 2_000),
  /** WebSockets open at once for one principal, or for one address without a token. */
  WS_CONNECTIONS_PER_PRINCIPAL: whole(1, 10_000, 20),
  /** Operations running at once on one WebSocket. */
  WS_OPERATIONS: whole(1, 1_000, 20),
  /** Milliseconds in which a new WebSocket must say who it is. */
  WS_INIT_TIMEOUT: whole(100, 60_000, 5_000),
  /** Milliseconds between two pings of an open WebSocket or event stream; a WebSocket that misses one is dropped. */
  PING_INTERVAL: whole(100, 300_000, 20_000),
  /** Points one operation may cost (docs/reading.md). */
  COST_LIMIT: whole(100, 1_000_000, 20_000),
  /** Points a principal can save up. */
  COST_BUDGET: whole(100, 1_000_000_000, 200_000),
  /** Points a principal gets back each second. */
  COST_REFILL: whole(1, 1_000_000_000, 5_000),
  /** Where files of proof are kept; with a bucket, where they wait until they are checked. */
  EVIDENCE_FOLDER: z.string().min(1).optional(),
  /** Of a bucket of a store that speaks S3; the three below are needed with it. */
  EVIDENCE_S3_URL: webUrl.optional(),
  EVIDENCE_S3_REGION: z.string().min(1).optional(),
  EVIDENCE_S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  EVIDENCE_S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  /** Bytes of one file; it has to arrive within REQUEST_TIMEOUT. */
  EVIDENCE_LIMIT: whole(1_000, 1_000_000_000, 20_000_000),
  /** Port of /metrics, which asks for no token; absent: none. */
  METRICS_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  METRICS_HOST: z.string().min(1).default('127.0.0.1'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
})

/** Issuer of access tokens outside development. */
export interface IssuerConfig {
  readonly issuer: string
  readonly jwksUrl: string
}

export interface Config {
  readonly production: boolean
  readonly host: string
  readonly port: number
  readonly database: { readonly readUrl: string; readonly writeUrl: string; readonly pool: number }
  readonly contactHashKey: string
  readonly audience: string
  /** Absent in development without an identity provider. */
  readonly issuer: IssuerConfig | undefined
  /** Present when development tokens are accepted. */
  readonly development: { readonly keyFile: string } | undefined
  readonly http: HttpConfig
  readonly webSocket: WebSocketConfig
  readonly cost: CostLimits
  readonly evidence: EvidenceConfig
  /** Present when the operator's port is open. */
  readonly operator: OperatorConfig | undefined
  readonly logLevel: string
}

export interface HttpConfig {
  readonly corsOrigins: readonly string[]
  /** Bytes. */
  readonly bodyLimit: number
  /** Milliseconds. */
  readonly requestTimeout: number
  /** Milliseconds. */
  readonly stopDeadline: number
  /** Requests must name this machine in their Host header: a page elsewhere can't rebind its name to us. */
  readonly loopbackOnly: boolean
  /** Adds Strict-Transport-Security. */
  readonly secureTransport: boolean
  /** Milliseconds between two signs of life on an open connection. */
  readonly pingInterval: number
}

/** Where files of proof are kept. */
export interface EvidenceConfig {
  readonly files: FileSettings
  /** Bytes of one file. */
  readonly limit: number
}

/** Where the operator's port listens. */
export interface OperatorConfig {
  readonly host: string
  readonly port: number
}

export interface WebSocketConfig {
  /** Open at once in this process. */
  readonly connections: number
  /** Open at once for one principal, or for one address without a token. */
  readonly connectionsPerPrincipal: number
  /** Operations running at once on one connection. */
  readonly operations: number
  /** Milliseconds from the upgrade to connection_init. */
  readonly initTimeout: number
}

/** The environment can't be used; the message has one line per variable and no value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

type Variables = Readonly<Record<string, string | undefined>>

/** Reads the environment. Throws ConfigError. */
export function readConfig(variables: Variables): Config {
  const env = parse(variables)
  const production = env.NODE_ENV === 'production'
  const problems = [
    ...missing(env, production),
    ...(production ? refusedInProduction(env) : refusedInDevelopment(env)),
  ]
  if (problems.length > 0) throw new ConfigError(problems.join('\n'))
  const development = env.DEVELOPMENT_TOKENS === '1'
  return {
    production,
    host: env.HOST,
    port: env.PORT,
    database: {
      readUrl: env.DATABASE_READ_URL ?? '',
      writeUrl: env.DATABASE_WRITE_URL ?? '',
      pool: env.DATABASE_POOL,
    },
    contactHashKey: env.CONTACT_HASH_KEY ?? DEVELOPMENT_HASH_KEY,
    audience: env.AUDIENCE ?? DEVELOPMENT_AUDIENCE,
    issuer: env.ISSUER && env.JWKS_URL ? { issuer: env.ISSUER, jwksUrl: env.JWKS_URL } : undefined,
    development: development ? { keyFile: env.DEVELOPMENT_KEY_FILE } : undefined,
    http: {
      corsOrigins: env.CORS_ORIGINS.split(',')
        .map((origin) => origin.trim())
        .filter((origin) => origin !== ''),
      bodyLimit: env.BODY_LIMIT,
      requestTimeout: env.REQUEST_TIMEOUT,
      stopDeadline: env.STOP_DEADLINE,
      loopbackOnly: development,
      secureTransport: production,
      pingInterval: env.PING_INTERVAL,
    },
    webSocket: {
      connections: env.WS_CONNECTIONS,
      connectionsPerPrincipal: env.WS_CONNECTIONS_PER_PRINCIPAL,
      operations: env.WS_OPERATIONS,
      initTimeout: env.WS_INIT_TIMEOUT,
    },
    cost: { operation: env.COST_LIMIT, budget: env.COST_BUDGET, refill: env.COST_REFILL },
    evidence: { files: fileSettings(env), limit: env.EVIDENCE_LIMIT },
    operator: env.METRICS_PORT === undefined ? undefined : { host: env.METRICS_HOST, port: env.METRICS_PORT },
    logLevel: env.LOG_LEVEL,
  }
}

/** What is needed to sign a development token: no database, no server. Throws ConfigError, always in production. */
export function developmentSettings(variables: Variables): {
  readonly keyFile: string
  readonly audience: string
} {
  const env = parse(variables)
  if (env.NODE_ENV === 'production') throw new ConfigError('development tokens are refused in production')
  return { keyFile: env.DEVELOPMENT_KEY_FILE, audience: env.AUDIENCE ?? DEVELOPMENT_AUDIENCE }
}

type Environment = z.infer<typeof environment>

function parse(variables: Variables): Environment {
  // An empty variable is what a compose file makes of an absent one.
  const given = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = environment.safeParse(given)
  if (parsed.success) return parsed.data
  throw new ConfigError(
    parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'),
  )
}

/** In development files are kept beside the database. Throws ConfigError. */
function fileSettings(env: Environment): FileSettings {
  try {
    return readFileSettings(env) ?? { kind: 'folder', folder: `${DATA_FOLDER}evidence` }
  } catch (error) {
    throw new ConfigError((error as Error).message)
  }
}

function missing(env: Environment, production: boolean): string[] {
  const always = ['DATABASE_READ_URL', 'DATABASE_WRITE_URL'] as const
  const names = production
    ? ([...always, 'JWKS_URL', 'ISSUER', 'AUDIENCE', 'CONTACT_HASH_KEY'] as const)
    : always
  return names.filter((name) => env[name] === undefined).map((name) => `${name}: required`)
}

function refusedInProduction(env: Environment): string[] {
  const problems: string[] = []
  if (env.DEVELOPMENT_TOKENS === '1') problems.push('DEVELOPMENT_TOKENS: refused in production')
  if (env.ISSUER === DEVELOPMENT_ISSUER)
    problems.push('ISSUER: the development issuer is refused in production')
  if (env.CONTACT_HASH_KEY === DEVELOPMENT_HASH_KEY)
    problems.push('CONTACT_HASH_KEY: the development key is refused in production')
  if (env.JWKS_URL && new URL(env.JWKS_URL).protocol !== 'https:')
    problems.push('JWKS_URL: must be https in production')
  if (!env.EVIDENCE_FOLDER && !env.EVIDENCE_S3_URL)
    problems.push('EVIDENCE_FOLDER or EVIDENCE_S3_URL: required')
  return problems
}

function refusedInDevelopment(env: Environment): string[] {
  const problems: string[] = []
  if (env.DEVELOPMENT_TOKENS === '1' && !isLoopback(env.HOST)) {
    problems.push('DEVELOPMENT_TOKENS: only with a HOST on loopback (127.0.0.1, ::1, localhost)')
  }
  if ((env.ISSUER === undefined) !== (env.JWKS_URL === undefined))
    problems.push('ISSUER and JWKS_URL: set both or none')
  return problems
}
