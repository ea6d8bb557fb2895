import { Connection } from './client.ts'

/** One stretch of load on one server. The requests are sent in turn, starting somewhere, over and over. */
export interface Stretch {
  readonly port: number
  readonly connections: number
  /** Milliseconds; or `count` requests where given. */
  readonly duration: number
  readonly count?: number
  /** Base64 of whole requests. */
  readonly requests: readonly string[]
  readonly from: number
}

export interface StretchResult {
  readonly requests: number
  /** Milliseconds from the first request to the last answer. */
  readonly elapsed: number
  readonly p50: number
  readonly p99: number
  readonly bytes: number
  readonly failures: number
  readonly firstFailure: string | undefined
}

const ERRORS = Buffer.from('"errors":[')
/** No stretch lasts longer than this, whatever is asked. */
const MOST = 120_000

async function run(stretch: Stretch): Promise<StretchResult> {
  const requests = stretch.requests.map((each) => Buffer.from(each, 'base64'))
  const connections = await Promise.all(
    Array.from({ length: stretch.connections }, () => Connection.open(stretch.port)),
  )
  const latencies: number[] = []
  let next = stretch.from
  let bytes = 0
  let failures = 0
  let firstFailure: string | undefined
  const started = performance.now()
  const deadline = started + Math.min(stretch.duration, MOST)
  const most = stretch.count ?? Number.POSITIVE_INFINITY
  let sent = 0
  const work = async (connection: Connection): Promise<void> => {
    while (sent < most) {
      const begun = performance.now()
      if (begun >= deadline) return
      const request = requests[next % requests.length]
      if (!request) return
      next += 1
      sent += 1
      const { status, body } = await connection.send(request)
      latencies.push(performance.now() - begun)
      bytes += body.length
      if (status !== 200 || body.includes(ERRORS)) {
        failures += 1
        firstFailure ??= `${status} ${body.toString('utf8').slice(0, 500)}`
      }
    }
  }
  await Promise.all(connections.map(work))
  const elapsed = performance.now() - started
  for (const connection of connections) connection.close()
  latencies.sort((a, b) => a - b)
  const at = (part: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * part))] ?? 0
  return {
    requests: latencies.length,
    elapsed,
    p50: at(0.5),
    p99: at(0.99),
    bytes,
    failures,
    firstFailure,
  }
}

process.on('disconnect', () => process.exit(0))
process.on('message', (stretch: Stretch) => {
  run(stretch).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  )
})
