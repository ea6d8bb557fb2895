import type { Readable } from 'node:stream'

/** What a file is kept under: shop and number, nothing that a caller chose. */
export type StorageKey = string & { readonly __storageKey: true }

const KEY = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\/[A-Z0-9][A-Z0-9-]{3,39}$/

/** The key of a file. Throws RangeError where shop or number are not of our making. */
export function storageKey(shopId: string, number: string): StorageKey {
  return asStorageKey(`${shopId}/${number}`)
}

/** A key as it was stored. Throws RangeError for anything that could name another place. */
export function asStorageKey(text: string): StorageKey {
  if (!KEY.test(text)) throw new RangeError('not a storage key')
  return text as StorageKey
}

/** What is known of a file before it is kept. */
export interface FileFacts {
  readonly mediaType: string
  readonly sizeBytes: number
  /** Hexadecimal. */
  readonly sha256: string
}

/** Where files are kept outside of the database. A file is there as a whole or not at all. */
export interface Files {
  /** The path of a new, empty place on this machine for bytes that are still coming in. */
  incoming(): Promise<string>
  /** Keeps the file at a path of `incoming`, which is gone afterwards. One that is kept already is replaced. */
  keep(key: StorageKey, path: string, facts: FileFacts): Promise<void>
  /** The bytes of a file; `null`: no such file. */
  open(key: StorageKey): Promise<Readable | null>
  /** Takes a file away; nothing happens where there is none. */
  remove(key: StorageKey): Promise<void>
  /** Takes away what came in before a time and was never kept. Returns how many. */
  sweep(before: Date): Promise<number>
}
