import { createServer } from 'node:net'

/** Rejects with EADDRINUSE or EACCES when `port` of `host` can't be listened on. */
export function checkPort(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(port, host, () => probe.close(() => resolve()))
  })
}

/** What to tell a person whose port is taken; undefined for other errors. */
export function portProblem(error: unknown, port: number): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE')
    return `port ${port} is taken: stop what listens there, or choose another: PORT=${port + 1} npm start`
  if (code === 'EACCES') return `port ${port} is not ours to open: choose another: PORT=4000 npm start`
  return undefined
}
