import { openAsBlob } from 'node:fs'
import { rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { AwsClient } from 'aws4fetch'
import { incomingFolder } from './incoming.ts'
import type { Files, StorageKey } from './port.ts'

export interface S3Settings {
  /** Of the bucket, with a prefix if there is one: `https://s3.eu-central-1.amazonaws.com/evidence`. */
  readonly url: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Where bytes wait on this machine until they are checked. */
  readonly incoming: string
}

/** How often a request that the store could not answer is sent again. */
const RETRIES = 2

/**
 * Files in a bucket of a store that speaks S3. A file is sent with its length and hash in one request, so that the
 * store has it as a whole or not at all.
 */
export function s3Files({ url, incoming: folder, ...credentials }: S3Settings): Files {
  const client = new AwsClient({ ...credentials, service: 's3', retries: RETRIES })
  const incoming = incomingFolder(folder)
  const urlOf = (key: StorageKey) => `${url.replace(/\/+$/, '')}/${key}`
  return {
    incoming: () => incoming.path(),
    async keep(key, path, { mediaType, sha256 }) {
      const response = await client.fetch(urlOf(key), {
        method: 'PUT',
        body: await openAsBlob(path),
        headers: { 'content-type': mediaType, 'x-amz-content-sha256': sha256 },
      })
      await expectDone(response, 'PUT')
      await rm(path, { force: true })
    },
    async open(key) {
      const response = await client.fetch(urlOf(key), { method: 'GET' })
      if (response.status === 404) {
        await response.body?.cancel()
        return null
      }
      const { body } = response
      if (!response.ok || !body) {
        await expectDone(response, 'GET')
        throw new Error('the store of files answered GET without a file')
      }
      return Readable.fromWeb(body as ReadableStream<Uint8Array>)
    },
    async remove(key) {
      const response = await client.fetch(urlOf(key), { method: 'DELETE' })
      if (response.status !== 404) await expectDone(response, 'DELETE')
      else await response.body?.cancel()
    },
    sweep: (before) => incoming.sweep(before),
  }
}

/** Throws unless it was done; with the status alone, as an answer of the store may repeat what was signed. */
async function expectDone(response: Response, method: string): Promise<void> {
  await response.body?.cancel()
  if (!response.ok) throw new Error(`the store of files answered ${response.status} to ${method}`)
}
