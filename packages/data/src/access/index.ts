import type { Grade, Principal } from '@cs/domain/access'
import { sql } from 'kysely'
import type { Db } from '../database/index.ts'

/** A shop in which a subject has a place. `grade` is null for a partner client. */
export interface ShopOfSubject {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly grade: Grade | null
}

/** The principal of a token. */
export type Member = Extract<Principal, { kind: 'agent' | 'partner' }>

/**
 * Who `subject` is in a shop, given by id or code: agent with grade, function and supervised agents, or
 * partner with scopes. `null`: no active place in that shop, or no such shop; the two look the same.
 */
export async function findMember(db: Db, subject: string, shop: string): Promise<Member | null> {
  const { rows } = await sql<{ principal: Member | null }>`
    SELECT cs.principal_of(${subject}, ${shop}) AS principal`.execute(db)
  return rows[0]?.principal ?? null
}

/** The shops of a subject, by code. */
export async function shopsOf(db: Db, subject: string): Promise<readonly ShopOfSubject[]> {
  const { rows } = await sql<ShopOfSubject>`
    SELECT shop_id AS id, shop_code AS code, shop_name AS name, grade
    FROM cs.shops_of(${subject}) ORDER BY shop_code`.execute(db)
  return rows
}

/** The grade of an agent whose place in a shop holds; `null`: none. */
export async function gradeOf(db: Db, shopId: string, agentId: string): Promise<Grade | null> {
  const row = await db
    .selectFrom('memberships as m')
    .innerJoin('agents as a', 'a.id', 'm.agent_id')
    .select('m.grade')
    .where('m.shop_id', '=', shopId)
    .where('m.agent_id', '=', agentId)
    .where('m.active', '=', true)
    .where('a.active', '=', true)
    .executeTakeFirst()
  return (row?.grade as Grade | undefined) ?? null
}
