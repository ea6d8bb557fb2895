import type { Tx } from '../database/index.ts'
import { newId } from '../database/index.ts'

/** A contact that is owed later. */
export interface NewFollowUp {
  readonly shopId: string
  readonly kind: 'COMPLAINT_CALLBACK'
  readonly customerId: string
  readonly caseId: string
  readonly dueAt: Date
  readonly at: Date
}

/** Plans a follow-up. Returns its id. One that is open for the case already is to be cancelled before. */
export async function planFollowUp(tx: Tx, plan: NewFollowUp): Promise<string> {
  const id = newId(plan.at)
  await tx
    .insertInto('follow_ups')
    .values({
      shop_id: plan.shopId,
      id,
      kind: plan.kind,
      customer_id: plan.customerId,
      case_id: plan.caseId,
      due_at: plan.dueAt,
      planned_at: plan.at,
    })
    .execute()
  return id
}

/** Cancels what is planned for a case that goes on: nobody is called while a complaint is open. */
export async function cancelFollowUps(tx: Tx, shopId: string, caseId: string): Promise<void> {
  await tx
    .updateTable('follow_ups')
    .set({ status: 'CANCELLED' })
    .where('shop_id', '=', shopId)
    .where('case_id', '=', caseId)
    .where('status', '=', 'OPEN')
    .execute()
}
