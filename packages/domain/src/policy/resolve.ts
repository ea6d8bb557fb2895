import type { Basis } from '../decisions/index.ts'
import { brokenFloors } from './floors.ts'
import type { Dated, Source, SourceId, Values } from './source.ts'
import { HANDBOOK } from './sources/handbook.ts'
import { APPAREL_SHOP, OPS_GUIDE, SERVICE_ARTICLE } from './sources/overlays.ts'
import type { PackKey } from './values.ts'

/** A value as a published pack stores it: plain JSON with where it comes from. */
export interface PublishedValue {
  readonly value: unknown
  readonly basis: Basis
}

export const SOURCES: Readonly<Record<SourceId, Source>> = {
  'handbook-v1.0': HANDBOOK,
  'ops-guide': OPS_GUIDE,
  'service-article': SERVICE_ARTICLE,
  'apparel-shop': APPAREL_SHOP,
}

/** The value of a history on a day: the last that has begun. */
function onDay(history: readonly Dated<unknown>[] | undefined, day: string): PublishedValue | undefined {
  const begun = (history ?? []).filter((each) => each.since <= day)
  const last = begun.at(-1)
  return last && { value: last.value, basis: last.basis }
}

/** The last source, in order, that has its own value for the key on that day. */
function lastOwn(
  of: (source: Source) => Values | undefined,
  sources: readonly SourceId[],
  key: PackKey,
  day: string,
) {
  let found: PublishedValue | undefined
  for (const id of sources) {
    const history = of(SOURCES[id])?.[key] as readonly Dated<unknown>[] | undefined
    found = onDay(history, day) ?? found
  }
  return found
}

/** Base and overlays in order; the last own value wins. The base has every key. */
export function ofSources(key: PackKey, sources: readonly SourceId[], day: string): PublishedValue {
  const found = lastOwn((source) => source.values, ['handbook-v1.0', ...sources], key, day)
  if (!found) throw new RangeError(`${key} has no value on ${day}`)
  return found
}

/** The values that differ by tier or by category, by code. A floor outweighs them, so a broken one is left out. */
export function scopedValues(
  scope: 'tiers' | 'categories',
  key: PackKey,
  sources: readonly SourceId[],
  day: string,
): Readonly<Record<string, PublishedValue>> {
  const all: readonly SourceId[] = ['handbook-v1.0', ...sources]
  const codes = new Set(all.flatMap((id) => Object.keys(SOURCES[id][scope] ?? {})))
  const found: Record<string, PublishedValue> = {}
  for (const code of [...codes].sort()) {
    const value = lastOwn((source) => source[scope]?.[code], all, key, day)
    if (value && brokenFloors(key, value.value).length === 0) found[code] = value
  }
  return found
}
