import type { ServerResponse } from 'node:http'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { viewEvidencePack } from '@cs/commands'
import type { PackMessage } from '@cs/data/complaints'
import { fileNameOf } from '@cs/domain/evidence'
import { labelOf } from '@cs/domain/labels'
import { ZipFile } from 'yazl'
import { FileProblem } from './problem.ts'
import { type Asker, permitted, type Serving } from './serve.ts'

type Pack = NonNullable<Awaited<ReturnType<typeof viewEvidencePack>>>

/**
 * Hands out the evidence pack of a complaint as one archive: what was said, what was done and decided, and the files
 * (PRV-07). It is streamed, a file at a time; that it was handed out is in the audit. Throws FileProblem before anything
 * is sent; where a file can't be read any more, the download breaks off rather than end as if it were whole.
 */
export async function serveArchive(
  { deps, files }: Serving,
  principal: Asker,
  caseId: string,
  response: ServerResponse,
): Promise<void> {
  const pack = await permitted(viewEvidencePack(deps, principal, caseId))
  if (!pack) throw new FileProblem(404, 'NOT_FOUND', 'There is no such complaint.')
  response.writeHead(200, {
    'content-type': 'application/zip',
    'content-disposition': `attachment; filename="${pack.number}.zip"`,
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, no-store',
  })
  const archive = new ZipFile()
  archive.addBuffer(Buffer.from(JSON.stringify(recordOf(pack), null, 2)), 'record.json')
  archive.addBuffer(Buffer.from(pack.messages.map(spoken).join('\n')), 'messages.txt')
  for (const file of pack.files) {
    archive.addReadStreamLazy(
      `files/${fileNameOf(file.number, file.mediaType)}`,
      { compress: false, mtime: new Date(file.addedAt) },
      (done) => {
        files.open(file.storageKey).then(
          (stream) => (stream ? done(null, stream) : done(new Error(`${file.number} is gone`), EMPTY())),
          (error) => done(error as Error, EMPTY()),
        )
      },
    )
  }
  archive.end()
  const output = archive.outputStream as Readable
  archive.on('error', (error) => output.destroy(error as Error))
  await pipeline(output, response).catch((error: NodeJS.ErrnoException) => {
    // The caller went away: nobody is left to be told.
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  })
}

const EMPTY = () => new Transform()

const recordOf = ({ record, files }: Pack) => ({
  ...record,
  files: files.map(({ number, kind, mediaType, sha256, addedAt }) => ({
    file: `files/${fileNameOf(number, mediaType)}`,
    kind,
    sha256,
    addedAt,
  })),
})

const spoken = ({ sender, at, text }: PackMessage) =>
  `${at} ${labelOf('MessageSender', sender)?.zh ?? sender}：${text}`
