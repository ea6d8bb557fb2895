import { DEMO_PACKS } from '@cs/domain/policy'
import { effectiveAt } from '../policy/index.ts'
import type { SeedContext } from './seed.ts'

/** Publishes the shop's pack, by its first manager. */
export async function seedPack({ client, shop }: SeedContext): Promise<void> {
  const document = DEMO_PACKS[shop.code]
  await client.query(
    `INSERT INTO policy_packs (shop_id, id, version, hash, sources, document, effective_from, published_at, published_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $7, (SELECT id FROM agents WHERE subject = $8))`,
    [
      shop.id,
      document.id,
      document.version,
      document.hash,
      document.sources,
      JSON.stringify(document),
      effectiveAt(document),
      `${shop.code}-manager`,
    ],
  )
}
