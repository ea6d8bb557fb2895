import { createHash } from 'node:crypto'
import { Transform, type TransformCallback } from 'node:stream'
import type { FileFacts } from '@cs/data/files'
import { fileTypeFromBuffer } from 'file-type'
import { FileProblem } from './problem.ts'

/** As many bytes from the start as the type of a file is told by. */
const HEAD = 4100

/** Whitespace that text may hold; every other control character makes it something else. */
const NOT_TEXT = /[^\P{Cc}\t\n\r]/u

/**
 * Passes bytes on while they fit what was announced: no more than the size, and for text valid UTF-8 without control
 * characters. `expectAll` compares the rest once the bytes have ended. Bytes are judged, never what is said of them.
 */
export class AnnouncedBytes extends Transform {
  readonly #announced: FileFacts
  readonly #hash = createHash('sha256')
  readonly #text: TextDecoder | null
  #head = Buffer.alloc(0)
  #size = 0

  constructor(announced: FileFacts) {
    super()
    this.#announced = announced
    this.#text = announced.mediaType === 'text/plain' ? new TextDecoder('utf-8', { fatal: true }) : null
  }

  override _transform(chunk: Buffer, _encoding: string, done: TransformCallback): void {
    this.#size += chunk.length
    done(this.#refusal(chunk), chunk)
  }

  /** Why a chunk is not passed on; `null`: it is. */
  #refusal(chunk: Buffer): FileProblem | null {
    if (this.#size > this.#announced.sizeBytes) return wrongSize(413, 'PAYLOAD_TOO_LARGE')
    if (this.#head.length < HEAD)
      this.#head = Buffer.concat([this.#head, chunk.subarray(0, HEAD - this.#head.length)])
    if (!this.#isText(chunk)) return wrongType()
    this.#hash.update(chunk)
    return null
  }

  override _flush(done: TransformCallback): void {
    done(this.#isText() ? null : wrongType())
  }

  /** Throws FileProblem where the bytes that came are not those that were announced. */
  async expectAll(): Promise<void> {
    const { sizeBytes, mediaType, sha256 } = this.#announced
    if (this.#size !== sizeBytes) throw wrongSize(400, 'SIZE_MISMATCH')
    const found = await fileTypeFromBuffer(this.#head)
    // Text has no mark of its own: it is what nothing else is, and what was decoded without a fault.
    if ((found?.mime ?? 'text/plain') !== mediaType) throw wrongType()
    if (this.#hash.digest('hex') !== sha256)
      throw new FileProblem(400, 'HASH_MISMATCH', 'The bytes do not have the hash that was announced.')
  }

  #isText(chunk?: Buffer): boolean {
    if (!this.#text) return true
    try {
      return !NOT_TEXT.test(chunk ? this.#text.decode(chunk, { stream: true }) : this.#text.decode())
    } catch {
      return false
    }
  }
}

const wrongType = () =>
  new FileProblem(415, 'MEDIA_TYPE_MISMATCH', 'The bytes are not of the type that was announced.')

const wrongSize = (status: number, code: 'SIZE_MISMATCH' | 'PAYLOAD_TOO_LARGE') =>
  new FileProblem(status, code, 'The file does not have the size that was announced.')
