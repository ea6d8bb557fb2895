import type { ServerResponse } from 'node:http'

/** Answers JSON, unless an answer is under way already. */
export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  if (response.headersSent) return void response.end()
  const body = JSON.stringify(value)
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
  })
  response.end(body)
}

/** A refusal in the shape of a GraphQL response, which is what GraphQL clients can read. */
export function sendError(response: ServerResponse, status: number, code: string, message: string): void {
  sendJson(response, status, { errors: [{ message, extensions: { code } }] })
}
