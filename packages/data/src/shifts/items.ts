import { type Selectable, sql } from 'kysely'
import type { DB, Tx } from '../database/index.ts'

/** Something that the next shift is to do about a case. */
export interface NewHandoverItem {
  readonly shopId: string
  readonly id: string
  readonly caseId: string
  /** The shift that hands over; `null`: none on the roster. */
  readonly shiftId: string | null
  readonly text: string
  /** Of the case: accountable whoever does it. */
  readonly ownerId: string
  readonly addedBy: string
  readonly at: Date
  readonly dueAt: Date
}

export type HandoverItem = Selectable<DB['handover_items']>

/** Writes an item that waits to be taken over. */
export async function addHandoverItem(tx: Tx, item: NewHandoverItem): Promise<void> {
  await tx
    .insertInto('handover_items')
    .values({
      shop_id: item.shopId,
      id: item.id,
      case_id: item.caseId,
      shift_id: item.shiftId,
      status: 'OPEN',
      text: item.text,
      owner_id: item.ownerId,
      added_by: item.addedBy,
      added_at: item.at,
      due_at: item.dueAt,
    })
    .execute()
}

/** The case of an item, which never changes: it is locked before the item. `null`: no such item in this shop. */
export async function caseOfItem(tx: Tx, shopId: string, itemId: string): Promise<string | null> {
  const row = await tx
    .selectFrom('handover_items')
    .select('case_id')
    .where('shop_id', '=', shopId)
    .where('id', '=', itemId)
    .executeTakeFirst()
  return row?.case_id ?? null
}

/** Reads an item and locks it until the transaction ends. */
export async function lockHandoverItem(tx: Tx, shopId: string, itemId: string): Promise<HandoverItem> {
  return await tx
    .selectFrom('handover_items')
    .selectAll()
    .where('shop_id', '=', shopId)
    .where('id', '=', itemId)
    .forUpdate()
    .executeTakeFirstOrThrow()
}

/** Gives a locked item to an agent. Returns its new version. */
export function takeOverItem(
  tx: Tx,
  shopId: string,
  itemId: string,
  agentId: string,
  at: Date,
): Promise<number> {
  return change(tx, shopId, itemId, { status: 'TAKEN_OVER', assignee_id: agentId, taken_over_at: at })
}

/** Notes that a locked item is done, and what came of it. Returns its new version. */
export function completeItem(
  tx: Tx,
  shopId: string,
  itemId: string,
  done: { readonly by: string; readonly result: string | null; readonly at: Date },
): Promise<number> {
  const { by, result, at } = done
  return change(tx, shopId, itemId, { status: 'DONE', completed_by: by, completed_at: at, result })
}

async function change(
  tx: Tx,
  shopId: string,
  itemId: string,
  set: Partial<
    Pick<
      HandoverItem,
      'status' | 'assignee_id' | 'taken_over_at' | 'completed_by' | 'completed_at' | 'result'
    >
  >,
): Promise<number> {
  const row = await tx
    .updateTable('handover_items')
    .set({ ...set, version: sql`version + 1` })
    .where('shop_id', '=', shopId)
    .where('id', '=', itemId)
    .returning('version')
    .executeTakeFirstOrThrow()
  return row.version
}
