/** What a measured server is told when it starts. */
export interface ServerOptions {
  readonly readUrl: string
  readonly writeUrl: string
  readonly shop: string
  /** The agent of the benchmark's token. */
  readonly agentId: string
  readonly hashKey: string
  /** Connections to PostgreSQL for each login. */
  readonly pool: number
  /** Development key pair of the gateway. */
  readonly keyFile: string
}

/** The options a server process was started with. */
export function serverOptions(): ServerOptions {
  return JSON.parse(process.argv[2] ?? '{}')
}

/** Tells the benchmark that the server listens, and ends this process when the benchmark is gone. */
export function listening(port: number): void {
  process.on('disconnect', () => process.exit(0))
  // A profile is written only when the process ends by itself.
  process.on('SIGTERM', () => process.exit(0))
  process.send?.({ port })
}
