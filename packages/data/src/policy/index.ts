import { loadPack, type Pack, type PackDocument } from '@cs/domain/policy'
import type { Db, Tx } from '../database/index.ts'
import { LoadedPacks } from './loaded.ts'

/** Loaded packs by hash: a published pack never changes, so it is checked and built once. */
const loaded = new LoadedPacks()

/**
 * The pack a shop runs on at a time: of those effective by then, the one effective last. Throws where the
 * shop has none: a shop is set up with its first pack.
 */
export async function packInForce(db: Db, shopId: string, at: Date): Promise<Pack> {
  const newest = await db
    .selectFrom('policy_packs')
    .select(['id', 'version', 'hash'])
    .where('shop_id', '=', shopId)
    .where('effective_from', '<=', at)
    .orderBy('effective_from', 'desc')
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  const pack = newest && (loaded.get(newest.hash) ?? (await findPack(db, shopId, newest.id, newest.version)))
  if (!pack) throw new Error(`shop ${shopId} has no policy pack in force at ${at.toISOString()}`)
  return pack
}

/** One published version, for replaying what was decided by it. */
export async function findPack(db: Db, shopId: string, id: string, version: number): Promise<Pack | null> {
  const row = await db
    .selectFrom('policy_packs')
    .select('document')
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  if (!row) return null
  const document = row.document as unknown as PackDocument
  const pack = loadPack(document)
  loaded.set(document.hash, pack)
  return pack
}

/** The first moment of a pack's first day, in the shop's zone. */
export function effectiveAt(document: PackDocument): Date {
  return new Date(`${document.effectiveFrom}T00:00:00+08:00`)
}

/** Publishes a pack for a shop. It can't be changed or withdrawn; a later version takes its place. */
export async function publishPackDocument(
  tx: Tx,
  shopId: string,
  document: PackDocument,
  publication: { readonly at: Date; readonly by: string | null },
): Promise<void> {
  await tx
    .insertInto('policy_packs')
    .values({
      shop_id: shopId,
      id: document.id,
      version: document.version,
      hash: document.hash,
      sources: [...document.sources],
      document: JSON.stringify(document),
      effective_from: effectiveAt(document),
      published_at: publication.at,
      published_by: publication.by,
    })
    .execute()
}
