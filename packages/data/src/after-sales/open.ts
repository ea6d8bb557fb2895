import type { AfterSaleReason, AfterSaleType } from '@cs/domain/after-sales'
import type { Tx } from '../database/index.ts'

/** An after-sale as it was applied for. Amounts in fen. */
export interface NewAfterSale {
  readonly shopId: string
  readonly id: string
  /** The number people see. */
  readonly number: string
  readonly orderId: string
  readonly customerId: string
  readonly productId: string | null
  readonly type: AfterSaleType
  readonly reason: AfterSaleReason
  readonly subject: string
  readonly demand: string | null
  readonly channel: 'CHAT' | 'PHONE' | 'OFFLINE_MESSAGE' | 'FORM'
  readonly priority: 'LOW' | 'MEDIUM' | 'HIGH' | 'URGENT'
  /** Owner to the end, and assignee for now. */
  readonly ownerId: string
  readonly lines: readonly { readonly lineId: string; readonly quantity: number }[]
  readonly worn: boolean | null
  readonly intact: boolean | null
  /** Grams. */
  readonly receivedGrams: number | null
  readonly askedFen: number | null
  readonly compensationKind: string | null
  readonly replacementSkuId: string | null
  /** When it was asked for; `null`: no member (Q22). */
  readonly memberTier: string | null
  /** An approval let it be asked for. */
  readonly specialApproval: boolean
  readonly at: Date
}

/** Writes an application as a case in the state APPLIED, with the pieces that it claims. */
export async function openAfterSale(tx: Tx, wanted: NewAfterSale): Promise<void> {
  const { shopId, id } = wanted
  await tx
    .insertInto('cases')
    .values({
      shop_id: shopId,
      id,
      number: wanted.number,
      kind: 'AFTER_SALE',
      status: 'OPEN',
      priority: wanted.priority,
      channel: wanted.channel,
      subject: wanted.subject,
      customer_id: wanted.customerId,
      order_id: wanted.orderId,
      product_id: wanted.productId,
      owner_id: wanted.ownerId,
      assignee_id: wanted.ownerId,
      opened_at: wanted.at,
      after_sale_type: wanted.type,
      after_sale_state: 'APPLIED',
      reason: wanted.reason,
      demand: wanted.demand,
      worn: wanted.worn,
      intact: wanted.intact,
      received_grams: wanted.receivedGrams,
      asked_fen: wanted.askedFen,
      compensation_kind: wanted.compensationKind,
      replacement_sku_id: wanted.replacementSkuId,
      member_tier: wanted.memberTier,
      special_approval: wanted.specialApproval,
    })
    .execute()
  if (wanted.lines.length === 0) return
  await tx
    .insertInto('after_sale_lines')
    .values(
      wanted.lines.map((line) => ({
        shop_id: shopId,
        case_id: id,
        order_line_id: line.lineId,
        quantity: line.quantity,
      })),
    )
    .execute()
}
