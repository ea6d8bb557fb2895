import type { CaseFacts } from '@cs/domain/cases'
import { sql } from 'kysely'
import type { DB, Db, Tx } from '../database/index.ts'

const COLUMNS = [
  'id',
  'number',
  'kind',
  'status',
  'version',
  'customer_id',
  'order_id',
  'product_id',
  'owner_id',
  'assignee_id',
  'archived_at',
  'merged_into',
  'after_sale_state',
  'inquiry_type',
  'stage',
  'conversation_at',
  'last_customer_at',
  'last_reply_at',
  'last_message_at',
] as const satisfies readonly (keyof DB['cases'])[]

const caseRow = (db: Db, shopId: string, caseId: string) =>
  db
    .selectFrom('cases')
    .select(COLUMNS)
    .select(
      sql<boolean>`EXISTS (SELECT FROM complaint_marks m
        WHERE m.shop_id = cases.shop_id AND m.case_id = cases.id AND m.kind = 'MEDIA')`.as('in_the_media'),
    )
    .where('shop_id', '=', shopId)
    .where('id', '=', caseId)

type CaseRow = NonNullable<Awaited<ReturnType<ReturnType<typeof caseRow>['executeTakeFirst']>>>

/** A case as its rules see it, without locking it: for asking, not for acting. `null`: none such in this shop. */
export async function findCase(db: Db, shopId: string, caseId: string): Promise<CaseFacts | null> {
  const row = await caseRow(db, shopId, caseId).executeTakeFirst()
  return row ? factsOf(row) : null
}

/** The same, locked until the transaction ends. Who needs two locks them in the order of their ids. */
export async function lockCase(tx: Tx, shopId: string, caseId: string): Promise<CaseFacts | null> {
  const row = await caseRow(tx, shopId, caseId).forUpdate().executeTakeFirst()
  return row ? factsOf(row) : null
}

function factsOf(row: CaseRow): CaseFacts {
  const text = (time: Date | null) => time?.toISOString() ?? null
  return {
    id: row.id,
    number: row.number,
    kind: row.kind as CaseFacts['kind'],
    status: row.status as CaseFacts['status'],
    version: row.version,
    customerId: row.customer_id,
    orderId: row.order_id,
    productId: row.product_id,
    ownerId: row.owner_id,
    assigneeId: row.assignee_id,
    archivedAt: text(row.archived_at),
    mergedInto: row.merged_into,
    afterSaleState: row.after_sale_state,
    inquiryType: row.inquiry_type as CaseFacts['inquiryType'],
    stage: row.stage as CaseFacts['stage'],
    conversationAt: text(row.conversation_at),
    lastCustomerAt: text(row.last_customer_at),
    lastReplyAt: text(row.last_reply_at),
    lastMessageAt: text(row.last_message_at),
    inTheMedia: row.in_the_media,
  }
}
