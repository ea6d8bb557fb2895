import type { PublishedValue } from './resolve.ts'

/** A value with what replaces it for goods of a category or members of a tier. */
export interface DocumentValue extends PublishedValue {
  /** The shop set it itself: it then outweighs category and tier. */
  readonly own?: true
  readonly categories?: Readonly<Record<string, PublishedValue>>
  readonly tiers?: Readonly<Record<string, PublishedValue>>
}

/** A published pack: plain JSON, never changed, and known by its hash. */
export interface PackDocument {
  readonly id: string
  readonly version: number
  /** sha256 of the canonical JSON of everything else. */
  readonly hash: string
  readonly sources: readonly string[]
  /** The first day it holds, `YYYY-MM-DD` in the shop's zone. */
  readonly effectiveFrom: string
  readonly values: Readonly<Record<string, DocumentValue>>
}
