import type { ContactChannel } from '@cs/domain/customers'
import type { Tx } from '../database/index.ts'
import { newId } from '../database/index.ts'

/** A contact outside the platform (C-34). */
export interface OutsideContact {
  readonly customerId: string
  readonly caseId: string | null
  readonly channel: Exclude<ContactChannel, 'CHAT'>
  readonly reason: string
  readonly consent: boolean
  readonly note: string | null
  readonly agentId: string
  readonly at: Date
}

/** Logs a contact outside the platform. Returns its id. */
export async function logOutsideContact(tx: Tx, shopId: string, contact: OutsideContact): Promise<string> {
  const id = newId(contact.at)
  await tx
    .insertInto('outside_contacts')
    .values({
      shop_id: shopId,
      id,
      customer_id: contact.customerId,
      case_id: contact.caseId,
      channel: contact.channel,
      reason: contact.reason,
      consent: contact.consent,
      note: contact.note,
      agent_id: contact.agentId,
      at: contact.at,
    })
    .execute()
  return id
}
