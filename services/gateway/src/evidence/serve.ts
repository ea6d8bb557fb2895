import type { ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { type CommandDeps, Forbidden, viewEvidence } from '@cs/commands'
import type { Files } from '@cs/data/files'
import type { Principal } from '@cs/domain/access'
import { fileNameOf } from '@cs/domain/evidence'
import { decodeGlobalId } from '@cs/pothos-kysely'
import { CODES } from '../graphql/mapping.ts'
import { FileProblem } from './problem.ts'

/** Who may ask for a file: anyone with an identity. */
export type Asker = Exclude<Principal, { kind: 'public' }>

export interface Serving {
  readonly deps: CommandDeps
  readonly files: Files
}

/**
 * Hands out a file that proves a case, to be saved and not to be shown: whatever it holds is not run. That it was
 * handed out is in the audit. Throws FileProblem before anything is sent.
 */
export async function serveFile(
  { deps, files }: Serving,
  principal: Asker,
  globalId: string,
  response: ServerResponse,
): Promise<void> {
  const decoded = decodeGlobalId(globalId)
  const ours = decoded?.code === CODES.Evidence && decoded.tenant === principal.shop
  const evidence = ours && (await permitted(viewEvidence(deps, principal, decoded.id)))
  const file = evidence ? await files.open(evidence.storageKey) : null
  if (!evidence || !file) throw new FileProblem(404, 'NOT_FOUND', 'There is no such file.')
  response.writeHead(200, {
    'content-type': evidence.mediaType === 'text/plain' ? 'text/plain; charset=utf-8' : evidence.mediaType,
    'content-length': evidence.sizeBytes,
    'content-disposition': `attachment; filename="${fileNameOf(evidence.number, evidence.mediaType)}"`,
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, no-store',
  })
  await pipeline(file, response).catch((error: NodeJS.ErrnoException) => {
    // The caller went away: nobody is left to be told.
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  })
}

export async function permitted<T>(seen: Promise<T>): Promise<T> {
  try {
    return await seen
  } catch (error) {
    if (!(error instanceof Forbidden)) throw error
    throw new FileProblem(403, 'FORBIDDEN', `Not permitted: this needs ${error.permission}.`)
  }
}
