import type { NoticeParameters, NoticeScript } from '@cs/domain/wording'
import { sql } from 'kysely'
import type { Tx } from '../database/index.ts'
import { appendLater, newId } from '../database/index.ts'

/** A notice that is owed to a customer. The words are put together from script and values when it is sent. */
export interface NewNotice {
  readonly shopId: string
  readonly customerId: string
  readonly caseId: string | null
  readonly orderId: string | null
  readonly script: NoticeScript
  /** Numbers, amounts, times and codes; no personal data. */
  readonly parameters?: NoticeParameters
  readonly at: Date
  readonly commandId: string
}

/** Puts a notice in line to be sent. Returns its id. */
export async function addNotice(tx: Tx, notice: NewNotice): Promise<string> {
  const row = rowOf(notice)
  await tx.insertInto('notices').values(row).execute()
  return row.id
}

/** Puts many notices in line, by the commit at the latest. */
export function addNotices(tx: Tx, notices: readonly NewNotice[]): void {
  appendLater(tx, 'notices', notices.map(rowOf))
}

const rowOf = (notice: NewNotice) => ({
  shop_id: notice.shopId,
  id: newId(notice.at),
  customer_id: notice.customerId,
  case_id: notice.caseId,
  order_id: notice.orderId,
  script: notice.script,
  parameters: JSON.stringify(notice.parameters ?? {}),
  created_at: notice.at,
  command_id: notice.commandId,
})

/** A notice in line, as whoever tells it acts on it. */
export interface OwedNotice {
  readonly id: string
  readonly customerId: string
  readonly caseId: string | null
  readonly orderId: string | null
  readonly script: string
  readonly status: 'TO_SEND' | 'SENT' | 'FAILED' | 'CANCELLED'
  readonly attempts: number
  readonly version: number
}

/** A notice, locked until the transaction ends; `null`: none such in this shop. */
export async function lockNotice(tx: Tx, shopId: string, id: string): Promise<OwedNotice | null> {
  const row = await tx
    .selectFrom('notices')
    .select([
      'id',
      'customer_id as customerId',
      'case_id as caseId',
      'order_id as orderId',
      'script',
      'status',
      'attempts',
      'version',
    ])
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row ? { ...row, status: row.status as OwedNotice['status'] } : null
}

/** What came of telling a notice. */
export type NoticeTold =
  | {
      readonly status: 'SENT'
      readonly channel: string
      readonly by: string
      readonly byKind: 'AGENT' | 'PARTNER'
    }
  | { readonly status: 'TO_SEND' | 'FAILED'; readonly channel: string; readonly failure: string }

/** Writes what came of telling a locked notice. Returns its new version. */
export async function setNotice(
  tx: Tx,
  shopId: string,
  id: string,
  told: NoticeTold,
  at: Date,
): Promise<number> {
  const { status, channel } = told
  const row = await tx
    .updateTable('notices')
    .set({
      status,
      channel,
      version: sql`version + 1`,
      ...('failure' in told
        ? { failure: told.failure, failed_at: at, attempts: sql`attempts + 1` }
        : { sent_at: at, told_by: told.by, told_by_kind: told.byKind }),
    })
    .where('shop_id', '=', shopId)
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow()
  return row.version
}
