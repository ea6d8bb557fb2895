import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { awaitedUpload, type CommandDeps, readUpload, storeEvidence, type Upload } from '@cs/commands'
import type { Files } from '@cs/data/files'
import type { ShopId } from '@cs/domain/access'
import { AnnouncedBytes } from './check.ts'
import { FileProblem } from './problem.ts'

export interface Receiving {
  readonly deps: CommandDeps
  readonly files: Files
  /** Bytes. */
  readonly limit: number
}

/** What was stored. */
export interface Received {
  readonly shopId: string
  readonly evidenceId: string
  readonly number: string
}

/**
 * Takes the bytes of a file that was announced: streamed to a place nobody reads, compared with what was announced
 * as they come, then kept in one step and noted. Whatever goes wrong before that leaves nothing. Throws FileProblem.
 */
export async function receiveFile(
  { deps, files, limit }: Receiving,
  token: string,
  request: IncomingMessage,
): Promise<Received> {
  const upload = permitted(deps, token)
  const awaited = await awaitedUpload(deps, upload)
  if (!awaited) throw notAwaited()
  expectLength(request, awaited.sizeBytes, limit)
  const path = await files.incoming()
  try {
    const bytes = new AnnouncedBytes(awaited)
    // The flush: what is noted as stored is on the disk, not in its cache.
    const file = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true })
    // Left open when the bytes are refused: the sender is to read why.
    await pipeline(request.iterator({ destroyOnReturn: false }), bytes, file)
    await bytes.expectAll()
    await files.keep(awaited.storageKey, path, awaited)
  } finally {
    await rm(path, { force: true })
  }
  const actor = { kind: 'worker', shop: upload.shopId as ShopId } as const
  const stored = await storeEvidence(deps, actor, { evidenceId: upload.evidenceId })
  if (stored.kind !== 'Success') throw notAwaited()
  return { shopId: upload.shopId, evidenceId: upload.evidenceId, number: stored.number }
}

function permitted(deps: CommandDeps, token: string): Upload {
  const upload = readUpload(deps.hashKey, token, deps.now())
  if (upload === 'INVALID')
    throw new FileProblem(403, 'UPLOAD_INVALID', 'This is no address to send a file to.')
  if (upload === 'EXPIRED')
    throw new FileProblem(403, 'UPLOAD_EXPIRED', 'The time to send this file is over: announce it again.')
  return upload
}

/** What the headers say already, so that nothing is read in vain. */
function expectLength(request: IncomingMessage, announced: number, limit: number): void {
  const { 'content-length': length, 'content-encoding': encoding = 'identity' } = request.headers
  if (encoding !== 'identity')
    throw new FileProblem(415, 'UNSUPPORTED_MEDIA_TYPE', 'The file must be sent as it is, not compressed.')
  if (announced > limit || Number(length ?? 0) > limit)
    throw new FileProblem(413, 'PAYLOAD_TOO_LARGE', `A file may have at most ${limit} bytes.`)
  if (length !== undefined && Number(length) !== announced)
    throw new FileProblem(400, 'SIZE_MISMATCH', 'The file does not have the size that was announced.')
}

const notAwaited = () =>
  new FileProblem(409, 'UPLOAD_NOT_AWAITED', 'This file has come already, or is not waited for.')
