import { sql } from 'kysely'
import type { Db, Tx } from '../database/index.ts'
import { newId } from '../database/index.ts'

/** What points are exchanged for. */
export interface Reward {
  readonly id: string
  readonly points: number
  /** Pieces left; `null`: as many as are wanted. */
  readonly stock: number | null
  readonly active: boolean
  readonly version: number
}

const COLUMNS = ['id', 'points', 'stock', 'active', 'version'] as const

/** Finds a reward; locks it where something is taken of it. */
export function findReward(
  db: Db,
  shopId: string,
  id: string,
  { lock }: { readonly lock: boolean },
): Promise<Reward | undefined> {
  const query = db.selectFrom('rewards').select(COLUMNS).where('shop_id', '=', shopId).where('id', '=', id)
  return (lock ? query.forUpdate() : query).executeTakeFirst()
}

/** Takes pieces of a reward (below zero), or puts them back. Does nothing where there is no limit. */
export async function moveReward(tx: Tx, shopId: string, id: string, pieces: number): Promise<void> {
  await tx
    .updateTable('rewards')
    .set({ stock: sql`stock + ${pieces}` })
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .where('stock', 'is not', null)
    .execute()
}

/** What a reward is to be. */
export interface RewardTerms {
  readonly shopId: string
  readonly code: string
  readonly name: string
  readonly points: number
  readonly stock: number | null
  readonly active: boolean
  readonly at: Date
}

/** Finds a reward by its code and locks it; `undefined`: none yet. */
export function lockRewardByCode(tx: Tx, shopId: string, code: string): Promise<Reward | undefined> {
  return tx
    .selectFrom('rewards')
    .select(COLUMNS)
    .where('shop_id', '=', shopId)
    .where('code', '=', code)
    .forUpdate()
    .executeTakeFirst()
}

/** Writes a reward, new or changed; what is held or owed of it keeps its own terms. Returns its id and version. */
export async function saveReward(tx: Tx, terms: RewardTerms): Promise<{ id: string; version: number }> {
  const { name, points, stock, active } = terms
  return tx
    .insertInto('rewards')
    .values({
      shop_id: terms.shopId,
      id: newId(terms.at),
      code: terms.code,
      name,
      points,
      stock,
      active,
      created_at: terms.at,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['shop_id', 'code'])
        .doUpdateSet({ name, points, stock, active, version: sql`rewards.version + 1` }),
    )
    .returning(['id', 'version'])
    .executeTakeFirstOrThrow()
}
