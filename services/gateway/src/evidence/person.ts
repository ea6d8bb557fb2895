import type { ServerResponse } from 'node:http'
import { fetchCustomerExport } from '@cs/commands'
import { FileProblem } from './problem.ts'
import { type Asker, permitted, type Serving } from './serve.ts'

/**
 * Hands out all that is known of a person as one document, once, to who asked for it (PRV-15). That it was handed out is
 * in the audit. Throws FileProblem before anything is sent.
 */
export async function servePerson(
  { deps }: Serving,
  principal: Asker,
  token: string,
  response: ServerResponse,
): Promise<void> {
  const document = await permitted(fetchCustomerExport(deps, principal, token))
  if (!document)
    throw new FileProblem(404, 'NOT_FOUND', 'There is nothing to be fetched here, or not any more.')
  const body = Buffer.from(JSON.stringify(document, null, 2))
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
    'content-disposition': `attachment; filename="${document.exportId}.json"`,
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, no-store',
  })
  response.end(body)
}
