import { sql } from 'kysely'
import type { Db } from '../database/index.ts'

/** Where a page of due work begins: after the row that was due at this time with this id. */
export interface DuePlace {
  readonly at: Date
  readonly id: string
}

/** Before all that can be due. */
export const FIRST: DuePlace = { at: new Date(0), id: '00000000-0000-0000-0000-000000000000' }

/** A clock at which something has to be done. */
export interface DueClock {
  readonly shopId: string
  readonly id: string
  readonly name: string
  readonly subjectId: string
  readonly due: 'WARN' | 'REMIND' | 'BREACH'
  readonly dueAt: Date
}

/** The next clocks, over all shops, at which something is due at a time; in the order of their times. */
export async function dueClocks(
  db: Db,
  at: Date,
  after: DuePlace,
  batch: number,
): Promise<readonly DueClock[]> {
  const { rows } = await sql<DueClock>`
    SELECT shop_id AS "shopId", id, name, subject_id AS "subjectId", due, due_at AS "dueAt"
    FROM cs.due_clocks(${at}, ${after.at}, ${after.id}, ${batch})`.execute(db)
  return rows
}
