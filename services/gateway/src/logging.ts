import { type DestinationStream, type Logger, pino } from 'pino'

export type Log = Logger

/** Never written, wherever they turn up: credentials, and what people typed. */
const REDACTED = [
  'authorization',
  'cookie',
  'token',
  'password',
  'variables',
  'query',
  'body',
  'email',
  'phone',
]

/** Bytes, and milliseconds: lines are written together, at the latest then. What waits is written when the process ends. */
const BUFFERED = { minLength: 4_096, periodicFlush: 200 } as const

/** One JSON line per event on stdout, or to `destination`. */
export function createLog(level: string, destination?: DestinationStream): Log {
  const paths = REDACTED.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])
  const options = {
    level,
    base: null,
    serializers: { err: describeError },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths, censor: '[redacted]' },
  }
  return pino(options, destination ?? pino.destination({ dest: 1, sync: false, ...BUFFERED }))
}

/** Name, place and code of an error. Its other properties stay out: a database error carries the row it refused. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) }
  const { name, message, stack, cause } = error
  const code = 'code' in error ? error.code : undefined
  return { name, message, code, stack, ...(cause !== undefined && { cause: describeError(cause) }) }
}

/** What is kept of a request: who in which shop by kind only, nothing that names a person. */
export interface RequestLine {
  readonly requestId: string
  readonly route: string
  readonly method: string
  readonly operation: string | undefined
  readonly status: number
  readonly milliseconds: number
  readonly principal: string | undefined
  readonly shop: string | undefined
}

/** Health checks come every second and say nothing when they go well. */
export function logRequest(log: Log, line: RequestLine): void {
  const quiet =
    line.status < 400 && (line.route === 'healthz' || line.route === 'readyz' || line.route === 'page')
  const requests = withoutRedaction(log)
  if (quiet) requests.debug(line, 'request')
  else if (line.status >= 500) requests.error(line, 'request')
  else requests.info(line, 'request')
}

const plain = new WeakMap<Log, Log>()

/** The same log for lines whose fields are all ours: looking for what to redact costs more than writing the line. */
function withoutRedaction(log: Log): Log {
  const known = plain.get(log)
  if (known) return known
  const child = log.child({}, { redact: [] })
  plain.set(log, child)
  return child
}
