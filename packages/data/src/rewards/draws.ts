import { sql } from 'kysely'
import type { Db, Tx } from '../database/index.ts'

/** A draw as it stands. */
export interface Draw {
  readonly id: string
  readonly points: number
  readonly open: boolean
  readonly plays: number
  readonly seedHash: string
}

/** A prize as it stands: nothing where it has neither points nor a reward. */
export interface Prize {
  readonly id: string
  readonly position: number
  readonly weight: number
  readonly points: number | null
  readonly rewardId: string | null
  readonly stock: number | null
  /** Pieces left; `null`: as many as are drawn. */
  readonly left: number | null
}

/** Finds a draw; locks it where it is played, so that plays are numbered without gaps. */
export async function findDraw(
  db: Db,
  shopId: string,
  id: string,
  { lock }: { readonly lock: boolean },
): Promise<Draw | null> {
  const query = db
    .selectFrom('draws')
    .select(['id', 'points', 'plays', 'seed_hash as seedHash', sql<boolean>`status = 'OPEN'`.as('open')])
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
  return (await (lock ? query.forUpdate() : query).executeTakeFirst()) ?? null
}

/** The prizes of a draw in their order. */
export function prizesOf(db: Db, shopId: string, drawId: string): Promise<readonly Prize[]> {
  return db
    .selectFrom('draw_prizes')
    .select(['id', 'position', 'weight', 'points', 'reward_id as rewardId', 'stock', 'remaining as left'])
    .where('shop_id', '=', shopId)
    .where('draw_id', '=', drawId)
    .orderBy('position')
    .execute()
}

/** The seed of a draw: for the writer alone, until it is published. */
export async function seedOf(tx: Tx, shopId: string, drawId: string): Promise<string> {
  const row = await tx
    .selectFrom('draw_seeds')
    .select('seed')
    .where('shop_id', '=', shopId)
    .where('draw_id', '=', drawId)
    .executeTakeFirstOrThrow()
  return row.seed
}

/** A draw that is opened, with its prizes. */
export interface NewDraw {
  readonly shopId: string
  readonly id: string
  readonly code: string
  readonly name: string
  readonly points: number
  readonly seed: string
  readonly seedHash: string
  readonly prizes: readonly {
    readonly id: string
    readonly name: string
    readonly weight: number
    readonly points: number | null
    readonly rewardId: string | null
    readonly stock: number | null
  }[]
  readonly at: Date
}

/** Writes a draw. False: the shop has one of this code, and nothing was written. */
export async function addDraw(tx: Tx, draw: NewDraw): Promise<boolean> {
  const { shopId } = draw
  const result = await tx
    .insertInto('draws')
    .values({
      shop_id: shopId,
      id: draw.id,
      code: draw.code,
      name: draw.name,
      points: draw.points,
      seed_hash: draw.seedHash,
      status: 'OPEN',
      opened_at: draw.at,
    })
    .onConflict((conflict) => conflict.columns(['shop_id', 'code']).doNothing())
    .executeTakeFirst()
  if (result.numInsertedOrUpdatedRows !== 1n) return false
  await tx.insertInto('draw_seeds').values({ shop_id: shopId, draw_id: draw.id, seed: draw.seed }).execute()
  await tx
    .insertInto('draw_prizes')
    .values(
      draw.prizes.map((prize, i) => ({
        shop_id: shopId,
        draw_id: draw.id,
        id: prize.id,
        position: i + 1,
        name: prize.name,
        weight: prize.weight,
        points: prize.points,
        reward_id: prize.rewardId,
        stock: prize.stock,
        remaining: prize.stock,
      })),
    )
    .execute()
  return true
}

/** A play with what came of it. */
export interface NewPlay {
  readonly shopId: string
  readonly id: string
  readonly drawId: string
  readonly nonce: number
  readonly customerId: string
  readonly holdId: string
  readonly clientSeed: string
  readonly roll: number
  readonly total: number
  readonly prizeId: string
  readonly redemptionId: string | null
  readonly at: Date
  readonly commandId: string
}

/** Writes a play of a locked draw: its number counts, and one piece of its prize is gone. */
export async function addPlay(tx: Tx, play: NewPlay): Promise<void> {
  const { shopId, drawId } = play
  await tx
    .updateTable('draws')
    .set({ plays: play.nonce })
    .where('shop_id', '=', shopId)
    .where('id', '=', drawId)
    .execute()
  await tx
    .updateTable('draw_prizes')
    .set({ remaining: sql`remaining - 1` })
    .where('shop_id', '=', shopId)
    .where('id', '=', play.prizeId)
    .where('remaining', 'is not', null)
    .execute()
  await tx
    .insertInto('draw_plays')
    .values({
      shop_id: shopId,
      id: play.id,
      draw_id: drawId,
      nonce: play.nonce,
      customer_id: play.customerId,
      hold_id: play.holdId,
      client_seed: play.clientSeed,
      roll: play.roll,
      total: play.total,
      prize_id: play.prizeId,
      redemption_id: play.redemptionId,
      played_at: play.at,
      command_id: play.commandId,
    })
    .execute()
}

/** Closes a locked draw and publishes its seed: from now on anybody can check it. */
export async function closeDraw(tx: Tx, shopId: string, id: string, seed: string, at: Date): Promise<void> {
  await tx
    .updateTable('draws')
    .set({ status: 'CLOSED', seed, closed_at: at })
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .execute()
}

/** A draw as it is checked: its prizes as they were first, and all its plays. `seed`: `null` until it is closed. */
export interface DrawRecord {
  readonly seedHash: string
  readonly seed: string | null
  readonly prizes: readonly {
    readonly position: number
    readonly weight: number
    readonly left: number | null
  }[]
  readonly plays: readonly {
    readonly nonce: number
    readonly clientSeed: string
    readonly roll: number
    readonly position: number
  }[]
}

/** Reads all of a draw; `null`: not in this shop. */
export async function drawRecord(db: Db, shopId: string, id: string): Promise<DrawRecord | null> {
  const { rows } = await sql<DrawRecord>`
    SELECT d.seed_hash AS "seedHash", d.seed,
      (SELECT json_agg(json_build_object('position', p.position, 'weight', p.weight, 'left', p.stock) ORDER BY p.position)
        FROM draw_prizes p WHERE p.shop_id = d.shop_id AND p.draw_id = d.id) AS prizes,
      COALESCE((SELECT json_agg(json_build_object('nonce', x.nonce, 'clientSeed', x.client_seed, 'roll', x.roll, 'position', p.position) ORDER BY x.nonce)
        FROM draw_plays x JOIN draw_prizes p ON p.shop_id = x.shop_id AND p.id = x.prize_id
        WHERE x.shop_id = d.shop_id AND x.draw_id = d.id), '[]') AS plays
    FROM draws d WHERE d.shop_id = ${shopId} AND d.id = ${id}`.execute(db)
  return rows[0] ?? null
}
