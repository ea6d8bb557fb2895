import type { NoticeParameters, NoticeScript } from '@cs/domain/wording'
import type { Tx } from '../database/index.ts'
import { newId } from '../database/index.ts'

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
  const id = newId(notice.at)
  await tx
    .insertInto('notices')
    .values({
      shop_id: notice.shopId,
      id,
      customer_id: notice.customerId,
      case_id: notice.caseId,
      order_id: notice.orderId,
      script: notice.script,
      parameters: JSON.stringify(notice.parameters ?? {}),
      created_at: notice.at,
      command_id: notice.commandId,
    })
    .execute()
  return id
}
