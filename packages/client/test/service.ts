import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'

/** A request as the service got it. */
export interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: {
    readonly query?: string
    readonly operationName?: string
    readonly variables?: unknown
    readonly extensions?: { readonly persistedQuery?: { readonly sha256Hash: string } }
  }
}

/** A service for a test: a real HTTP server that keeps what it got. */
export interface Service {
  readonly url: string
  readonly received: readonly Received[]
  stop(): Promise<void>
}

/** Serves with `respond` on a free port of this machine. */
export async function serve(
  respond: (request: Received, response: ServerResponse) => void,
): Promise<Service> {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    const got: Received = { headers: request.headers, body: JSON.parse(text) }
    received.push(got)
    respond(got, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening')
  return {
    url: `http://127.0.0.1:${address.port}/graphql`,
    received,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** Answers JSON with a status. */
export function answer(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'x-request-id': 'request-1' })
  response.end(JSON.stringify(value))
}

/** An answer that is nothing but one error. */
export const refusal = (code: string, message = code) => ({ errors: [{ message, extensions: { code } }] })
