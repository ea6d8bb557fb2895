import type { Answer, RequestBody } from './http.ts'
import type { Operation } from './operation.ts'

/** Sends a body and reads the answer. */
type Send = (body: RequestBody) => Promise<Answer>

/** Sends operations; remembers what the service can. */
export type SendOperation = (
  operation: Operation<unknown, never>,
  variables: unknown,
  send: Send,
) => Promise<Answer>

/**
 * Sends documents by their hash, and the text only where the service asks for it (automatic persisted queries). A
 * service without that is asked once, and gets the text from then on.
 */
export function persistedDocuments(): SendOperation {
  let supported = true
  return async ({ name, text, hash }, variables, send) => {
    const asked: RequestBody = {
      ...(name === undefined ? {} : { operationName: name }),
      ...(variables === undefined ? {} : { variables }),
    }
    if (hash === undefined || !supported) return send({ ...asked, query: text })
    const extensions = { persistedQuery: { version: 1, sha256Hash: hash } }
    const answer = await send({ ...asked, extensions })
    if (refusedWith(answer, 'PERSISTED_QUERY_NOT_FOUND')) return send({ ...asked, query: text, extensions })
    if (!refusedWith(answer, 'PERSISTED_QUERY_NOT_SUPPORTED')) return answer
    supported = false
    return send({ ...asked, query: text })
  }
}

/** Whether the request was refused before anything ran, for this reason. */
function refusedWith({ data, errors }: Answer, code: string): boolean {
  return (data ?? null) === null && errors?.[0]?.extensions?.code === code
}
