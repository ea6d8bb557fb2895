import type { PackRef, ValueInForce } from '../decisions/index.ts'
import type { DocumentValue, PackDocument } from './document.ts'
import { isValid, print } from './kinds.ts'
import { hashOf } from './publish.ts'
import type { PublishedValue } from './resolve.ts'
import { ALL_PACK_KEYS, PACK_KEYS, type PackKey, type PackValues } from './values.ts'

/** For whom or for what goods a value is asked: codes of a tier and of a category. */
export interface PackScope {
  readonly tier?: string
  readonly category?: string
}

/** A published pack, ready to be asked. */
export interface Pack {
  readonly ref: PackRef
  readonly sources: readonly string[]
  /** The first day it holds, `YYYY-MM-DD` in the shop's zone. */
  readonly effectiveFrom: string
  get<K extends PackKey>(key: K, scope?: PackScope): PackValues[K]
  /** The value as text, with where it comes from. */
  show(key: PackKey, scope?: PackScope): ValueInForce
}

/** Thrown when a stored document is not the pack it says it is. */
export class PackCorrupt extends Error {
  constructor(reason: string) {
    super(`corrupt pack: ${reason}`)
    this.name = 'PackCorrupt'
  }
}

const loaded = new WeakMap<PackDocument, Pack>()

/**
 * Opens a published pack. Checks the hash and every value once per document object. Throws
 * {@link PackCorrupt} where they do not fit. A document of before a key existed lacks the key: asking for
 * it throws RangeError.
 */
export function loadPack(document: PackDocument): Pack {
  const known = loaded.get(document)
  if (known) return known
  if (hashOf(document) !== document.hash) throw new PackCorrupt('the hash does not fit the values')
  for (const key of ALL_PACK_KEYS) {
    const stored = document.values[key]
    if (stored && !isValid(PACK_KEYS[key], stored.value)) throw new PackCorrupt(`malformed value of ${key}`)
  }
  const pack: Pack = {
    ref: { id: document.id, version: document.version, hash: document.hash },
    sources: document.sources,
    effectiveFrom: document.effectiveFrom,
    // The kind was checked above; the map cannot say that key and value belong together.
    get: (key, scope) => inForce(document, key, scope).value as PackValues[typeof key],
    show: (key, scope) => {
      const { value, basis } = inForce(document, key, scope)
      return { key, value: print(PACK_KEYS[key].kind, value), basis }
    },
  }
  loaded.set(document, pack)
  return pack
}

function inForce(document: PackDocument, key: PackKey, scope: PackScope = {}): PublishedValue {
  const stored: DocumentValue | undefined = document.values[key]
  if (!stored) throw new RangeError(`pack ${document.id}@${document.version} has no ${key}`)
  const category = scope.category && stored.categories?.[scope.category]
  if (category) return category
  const tier = scope.tier && stored.tiers?.[scope.tier]
  return tier || stored
}
