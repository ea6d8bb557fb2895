import { loadPack, type Pack, type PackDocument } from '@cs/domain/policy'
import { CompiledQuery } from 'kysely'
import type { Db, Tx } from '../database/index.ts'
import { askLater } from '../database/index.ts'
import { LoadedPacks } from './loaded.ts'

/** Loaded packs by hash: a published pack never changes, so it is checked and built once. */
const loaded = new LoadedPacks()

/**
 * The pack a shop runs on at a time: of those effective by then, the one effective last. Throws where the
 * shop has none: a shop is set up with its first pack.
 */
export async function packInForce(db: Db, shopId: string, at: Date): Promise<Pack> {
  const { rows } = await db.executeQuery<InForce>(CompiledQuery.raw(IN_FORCE, [shopId, at]))
  const [newest] = rows
  const pack = newest && (loaded.get(newest.hash) ?? (await findPack(db, shopId, newest.id, newest.version)))
  if (!pack) throw new Error(`shop ${shopId} has no policy pack in force at ${at.toISOString()}`)
  return pack
}

interface InForce {
  readonly id: string
  readonly version: number
  readonly hash: string
}

const IN_FORCE = `SELECT id, version, hash FROM policy_packs WHERE shop_id = $1 AND effective_from <= $2
  ORDER BY effective_from DESC, version DESC LIMIT 1`

/** The pack that each shop was last seen to run on. */
const assumed = new Map<string, Pack>()

/** A pack to work with until `confirmed` says whether it is the one in force. */
export interface AssumedPack {
  readonly pack: Pack
  /** False: another one is in force. Nothing that was worked out with this one may then be kept. */
  confirmed(): Promise<boolean>
}

/**
 * The pack that the shop was last seen to run on, while the question which one is in force at a time travels with
 * the transaction's next statement. Throws as `packInForce` does.
 */
export async function assumePack(tx: Tx, shopId: string, at: Date): Promise<AssumedPack> {
  const pack = assumed.get(shopId)
  if (!pack) {
    const inForce = await packInForce(tx, shopId, at)
    assumed.set(shopId, inForce)
    return { pack: inForce, confirmed: async () => true }
  }
  let answer: { readonly hash: unknown } | undefined
  askLater(tx, IN_FORCE, [shopId, at], ([row]) => {
    answer = { hash: row?.hash }
  })
  return {
    pack,
    async confirmed() {
      // Not asked yet: nothing else was.
      answer ??= (await packInForce(tx, shopId, at)).ref
      const right = answer.hash === pack.ref.hash
      if (!right) assumed.delete(shopId)
      return right
    },
  }
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
