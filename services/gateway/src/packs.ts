import { type Database, inShop } from '@cs/data'
import { findPack, packInForce } from '@cs/data/policy'
import type { Pack } from '@cs/domain/policy'
import { type BoundedCache, Caches } from './caches.ts'

/** How long a published change may go unnoticed, in milliseconds. */
const FRESH = 5_000
const SHOPS = 1_000
const VERSIONS = 200

/** The packs of shops: which one is in force is asked again after five seconds; a version never changes. */
export interface Packs {
  inForce(shop: string, now: Date): Promise<Pack>
  /** One published version; `null` where there is none. */
  version(shop: string, id: string, version: number): Promise<Pack | null>
}

export function packsOf(database: Database, caches = new Caches()): Packs {
  const current = caches.bounded<Promise<Pack>>('packs_in_force', { max: SHOPS, ttl: FRESH })
  const versions = caches.bounded<Promise<Pack | null>>('pack_versions', { max: VERSIONS })
  return {
    inForce: (shop, now) =>
      kept(current, shop, () => inShop(database, shop, (tx) => packInForce(tx, shop, now))),
    version: (shop, id, version) =>
      kept(versions, `${shop} ${id} ${version}`, () =>
        inShop(database, shop, (tx) => findPack(tx, shop, id, version)),
      ),
  }
}

/** A failed look-up is not kept. */
function kept<T>(cache: BoundedCache<Promise<T>>, key: string, load: () => Promise<T>): Promise<T> {
  const known = cache.get(key)
  if (known) return known
  const loading = load()
  cache.set(key, loading)
  loading.catch(() => cache.delete(key, loading))
  return loading
}
