import { type DestinationStream, type Logger, pino } from 'pino'

export type Log = Logger

/** Where the request lines of a log go. */
const requestLines = new WeakMap<Log, DestinationStream>()

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

/**
 * One JSON line per event on stdout, or to `destination`. Request lines have fixed fields that hold nothing to
 * redact, and are written in batches, at the latest after a second; everything else is redacted and written at once.
 */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    serializers: { err: describeError },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  }
  const redact = {
    paths: REDACTED.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
    censor: '[redacted]',
  }
  const log = pino({ ...options, redact }, destination ?? pino.destination(1))
  requestLines.set(log, destination ?? inBatches())
  return log
}

function inBatches(): DestinationStream {
  return pino.destination({ fd: 1, sync: false, minLength: 8_192, periodicFlush: 1_000 })
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
  const level = quiet ? 'debug' : line.status >= 500 ? 'error' : 'info'
  if (!log.isLevelEnabled(level)) return
  const fields = JSON.stringify(line).slice(1, -1)
  // As the log writes its lines, which for so few plain fields takes twice the time.
  const text = `{"level":"${level}","time":"${new Date().toISOString()}",${fields},"msg":"request"}\n`
  requestLines.get(log)?.write(text)
}
