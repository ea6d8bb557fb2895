import type { Tx } from '../database/index.ts'
import { newId } from '../database/index.ts'

/** An identity check: method and result, never the digits (Q39). */
export interface IdentityCheck {
  readonly shopId: string
  readonly orderId: string
  readonly passed: boolean
  readonly agentId: string | null
  readonly at: Date
  /** The command that used it at once: a check holds for one change (Q71). */
  readonly usedBy: string | null
}

/** Records an identity check by order number and the phone's last four digits. */
export async function recordIdentityCheck(tx: Tx, check: IdentityCheck): Promise<string> {
  const id = newId(check.at)
  await tx
    .insertInto('identity_checks')
    .values({
      shop_id: check.shopId,
      id,
      order_id: check.orderId,
      method: 'ORDER_NUMBER_AND_PHONE_LAST4',
      passed: check.passed,
      agent_id: check.agentId,
      checked_at: check.at,
      used_by_command: check.usedBy,
    })
    .execute()
  return id
}

/** Uses up the checks of an order that passed and were not used: one check, one change. */
export async function useIdentityChecks(
  tx: Tx,
  shopId: string,
  orderId: string,
  commandId: string,
): Promise<void> {
  await tx
    .updateTable('identity_checks')
    .set({ used_by_command: commandId })
    .where('shop_id', '=', shopId)
    .where('order_id', '=', orderId)
    .where('passed', '=', true)
    .where('used_by_command', 'is', null)
    .execute()
}

/** Whether these are the last four digits of the phone that the order is sent to. */
export async function phoneLast4Matches(
  tx: Tx,
  shopId: string,
  orderId: string,
  last4: string,
): Promise<boolean> {
  const row = await tx
    .selectFrom('orders as o')
    .innerJoin('addresses as a', (join) =>
      join.onRef('a.shop_id', '=', 'o.shop_id').onRef('a.id', '=', 'o.address_id'),
    )
    .select('a.phone_last4')
    .where('o.shop_id', '=', shopId)
    .where('o.id', '=', orderId)
    .executeTakeFirst()
  return row?.phone_last4 === last4
}
