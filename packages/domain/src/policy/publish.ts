import type { Basis } from '../decisions/index.ts'
import { canonicalJson, sha256Of } from './canonical.ts'
import { type AskedKey, CONFLICTS, unchosen } from './conflicts.ts'
import type { DocumentValue, PackDocument } from './document.ts'
import { brokenFloors } from './floors.ts'
import { isValid } from './kinds.ts'
import { ofSources, type PublishedValue, scopedValues } from './resolve.ts'
import { SOURCE_IDS, type SourceId } from './source.ts'
import { ALL_PACK_KEYS, isPackKey, PACK_KEYS, type PackKey, type PackValues } from './values.ts'

/** What a shop decides when it publishes: overlays, its choices where sources conflict, its own values. */
export interface PackConfig {
  readonly id: string
  readonly version: number
  /** Overlays on the base, in order; the last own value of a key wins. */
  readonly overlays: readonly Exclude<SourceId, 'handbook-v1.0'>[]
  /** `YYYY-MM-DD` in the shop's zone. */
  readonly effectiveFrom: string
  /** One value for each key of a conflict of mode ASK. */
  readonly choices: { readonly [K in AskedKey]?: PackValues[K] }
  readonly overrides?: { readonly [K in PackKey]?: PackValues[K] }
}

/** Why a pack cannot be published. */
export type PackFault =
  | { readonly kind: 'UNCHOSEN'; readonly conflict: string; readonly keys: readonly PackKey[] }
  | { readonly kind: 'BELOW_FLOOR'; readonly key: PackKey; readonly floor: string }
  | { readonly kind: 'MALFORMED'; readonly key: string }
  | { readonly kind: 'UNKNOWN_SOURCE'; readonly source: string }

/** Thrown when a pack cannot be published; it names every fault, not the first. */
export class PackRefused extends Error {
  readonly faults: readonly PackFault[]
  constructor(faults: readonly PackFault[]) {
    super(`pack refused: ${faults.map((fault) => fault.kind).join(', ')}`)
    this.name = 'PackRefused'
    this.faults = faults
  }
}

/**
 * Resolves every key and freezes the result: floor over shop override over category over tier over
 * overlays, in order, over base. Throws {@link PackRefused}.
 */
export function publishPack(config: PackConfig): PackDocument {
  const faults = faultsOf(config)
  if (faults.length > 0) throw new PackRefused(faults)
  const values: Record<string, DocumentValue> = {}
  for (const key of ALL_PACK_KEYS) values[key] = frozenValue(key, config)
  const content = {
    id: config.id,
    version: config.version,
    sources: ['handbook-v1.0', ...config.overlays],
    effectiveFrom: config.effectiveFrom,
    values,
  }
  return { ...content, hash: sha256Of(content) }
}

/** The hash a document ought to have. */
export function hashOf({ hash: _, ...content }: PackDocument): string {
  return sha256Of(content)
}

function frozenValue(key: PackKey, config: PackConfig): DocumentValue {
  const given = ofSources(key, config.overlays, config.effectiveFrom)
  const own = ownValue(key, config, given)
  if (own) return own
  const categories = scopedValues('categories', key, config.overlays, config.effectiveFrom)
  const tiers = scopedValues('tiers', key, config.overlays, config.effectiveFrom)
  return {
    ...given,
    ...(Object.keys(categories).length > 0 && { categories }),
    ...(Object.keys(tiers).length > 0 && { tiers }),
  }
}

/** A choice that is what the sources say keeps their citation; any other is the shop's own. */
function ownValue(key: PackKey, config: PackConfig, given: PublishedValue): DocumentValue | undefined {
  const override = config.overrides?.[key]
  if (override !== undefined) return { value: override, basis: own('own value of the shop'), own: true }
  const choice = (config.choices as { readonly [K in PackKey]?: unknown })[key]
  if (choice === undefined || canonicalJson(choice) === canonicalJson(given.value)) return undefined
  const conflict = CONFLICTS.find((each) => each.keys.includes(key))
  return { value: choice, basis: own(`chosen by the shop (${conflict?.id})`), own: true }
}

const own = (note: string): Basis => ({ kind: 'default', note })

function faultsOf(config: PackConfig): PackFault[] {
  const faults: PackFault[] = []
  for (const source of config.overlays) {
    if (!SOURCE_IDS.includes(source)) faults.push({ kind: 'UNKNOWN_SOURCE', source })
  }
  for (const conflict of unchosen(config.choices)) {
    faults.push({ kind: 'UNCHOSEN', conflict: conflict.id, keys: conflict.keys })
  }
  if (faults.length === 0) faults.push(...sourcesBelowFloors(config))
  for (const [key, value] of [...Object.entries(config.choices), ...Object.entries(config.overrides ?? {})]) {
    if (value === undefined) continue
    if (!isPackKey(key) || !isValid(PACK_KEYS[key], value)) faults.push({ kind: 'MALFORMED', key })
    else
      for (const floor of brokenFloors(key, value))
        faults.push({ kind: 'BELOW_FLOOR', key, floor: String(floor.value) })
  }
  return faults
}

/** Values of the sources themselves that a floor forbids, where the shop has not put its own in their place. */
function sourcesBelowFloors({ overlays, effectiveFrom, overrides, choices }: PackConfig): PackFault[] {
  const own = { ...choices, ...overrides }
  return ALL_PACK_KEYS.filter((key) => !(key in own)).flatMap((key) =>
    brokenFloors(key, ofSources(key, overlays, effectiveFrom).value).map((floor) => ({
      kind: 'BELOW_FLOOR' as const,
      key,
      floor: String(floor.value),
    })),
  )
}
