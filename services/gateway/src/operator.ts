import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CacheCounts, Caches } from './caches.ts'
import type { OperatorConfig } from './config.ts'
import { sendError } from './http/index.ts'

/** What the operator's port answers. */
export interface OperatorServer {
  readonly port: number
  stop(): Promise<void>
}

/**
 * The operator's port: `GET /metrics` in the text format of Prometheus, `DELETE /caches` to forget what is cached. It
 * asks for no token, so it is a port of its own, which no proxy of the API reaches. Rejects with the error of the
 * socket, such as EADDRINUSE.
 */
export async function startOperator({ host, port }: OperatorConfig, caches: Caches): Promise<OperatorServer> {
  const server = createServer((request, response) => answer(request, response, caches))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function answer(request: IncomingMessage, response: ServerResponse, caches: Caches): void {
  const { method, url } = request
  if (url === '/metrics' && method === 'GET') {
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' })
    response.end(metrics(caches.counts()))
    return
  }
  // No page of another site can send this: browsers ask first whether DELETE is allowed, and are not told so.
  if (url === '/caches' && method === 'DELETE') {
    caches.clear()
    response.writeHead(204).end()
    return
  }
  sendError(response, 404, 'NOT_FOUND', 'There is nothing here but GET /metrics and DELETE /caches.')
}

const METRICS: readonly (readonly [keyof CacheCounts, string, 'gauge' | 'counter', string])[] = [
  ['entries', 'cs_cache_entries', 'gauge', 'Entries in the cache.'],
  [
    'size',
    'cs_cache_size',
    'gauge',
    'How full the cache is, in what its limit counts: entries or characters.',
  ],
  ['limit', 'cs_cache_limit', 'gauge', 'The most the cache may hold.'],
  ['hits', 'cs_cache_hits_total', 'counter', 'Look-ups that found a fresh entry.'],
  ['misses', 'cs_cache_misses_total', 'counter', 'Look-ups that found none.'],
  ['evictions', 'cs_cache_evictions_total', 'counter', 'Entries that went to make room.'],
]

function metrics(caches: Readonly<Record<string, CacheCounts>>): string {
  const lines = METRICS.flatMap(([key, name, type, help]) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...Object.entries(caches).map(([cache, counts]) => `${name}{cache="${cache}"} ${counts[key]}`),
  ])
  return `${lines.join('\n')}\n`
}
