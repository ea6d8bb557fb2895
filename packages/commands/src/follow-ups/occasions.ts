import {
  type CaseToFollowUp,
  changeFollowUp,
  followUpsAbout,
  type LeadToFollowUp,
  type OrderToFollowUp,
} from '@cs/data/follow-ups'
import type { NumberedEvent } from '@cs/data/journal'
import {
  afterSaleCallbackAt,
  complaintCallbackAt,
  latestFor,
  nextContactHour,
  purchaseCallbackAt,
  unpaidFollowUpAt,
} from '@cs/domain/follow-ups'
import type { Run } from '../context.ts'
import { planFollowUps } from './plan.ts'
import { cancelAbout } from './rearrange.ts'
import { settleAbout } from './settle.ts'

/**
 * What an order asks for: while it is not paid, a question what is in the way, and another at the time that was agreed; once
 * paid, a call after the purchase, which moves to the receipt (C-22). Nothing where it was cancelled or all came back.
 */
export async function followUpOrder(
  run: Run,
  order: OrderToFollowUp,
  agreements: readonly NumberedEvent[],
): Promise<void> {
  const { pack } = run.context
  const orderId = order.id
  const { customerId } = order
  if (order.tradeStatus === 'CANCELLED')
    return cancelAbout(run, { orderId }, ['UNPAID_ORDER', 'PURCHASE_CALLBACK'], 'ORDER_CANCELLED')
  if (order.tradeStatus === 'UNPAID') {
    const kind = 'UNPAID_ORDER'
    const first = unpaidFollowUpAt(order.placedAt, pack)
    if (!isOver(run, first))
      await planFollowUps(run, [{ kind, customerId, orderId, occasion: orderId, wantedAt: first }])
    // Who has spoken with the customer has done what was planned; a time agreed then or since is the next.
    const spoken = agreements.findLast(({ data }) => data.reason !== 'NO_ANSWER')
    const since = spoken ? agreements.slice(agreements.indexOf(spoken)) : agreements
    const agreed = since.map(({ data }) => data.agreedUntil).findLast((at) => typeof at === 'string')
    const occasion = agreed ? `${orderId} ${agreed}` : ''
    if (spoken) await settleAbout(run, { orderId }, kind, spoken, occasion)
    if (!agreed) return
    const wantedAt = nextContactHour(new Date(agreed), pack)
    if (isOver(run, wantedAt)) return
    await planFollowUps(run, [{ kind, customerId, orderId, occasion, wantedAt }])
    return
  }
  await cancelAbout(run, { orderId }, ['UNPAID_ORDER'], 'ORDER_PAID')
  if (!order.kept) return cancelAbout(run, { orderId }, ['PURCHASE_CALLBACK'], 'ORDER_CANCELLED')
  const wantedAt = purchaseCallbackAt(order, pack)
  if (!wantedAt) return
  if (!isOver(run, wantedAt))
    await planFollowUps(run, [
      { kind: 'PURCHASE_CALLBACK', customerId, orderId, occasion: orderId, wantedAt },
    ])
  for (const { id } of await followUpsAbout(run.tx, run.actor.shop, { orderId }, ['PURCHASE_CALLBACK']))
    await changeFollowUp(run.tx, run.actor.shop, id, {
      wanted_at: wantedAt,
      latest_at: latestFor(wantedAt, pack),
    })
}

/** Nothing of an order is planned that would be dropped at once: of a shop with a history that would be every old order. */
const isOver = ({ now, context: { pack } }: Run, wantedAt: Date) => latestFor(wantedAt, pack) <= now

/** A case that was handled asks for a call by its owner (FUP-02, CMP-CAL-01); one that is open again for none. */
export async function followUpCase(run: Run, of: CaseToFollowUp): Promise<void> {
  if (of.kind === 'CONSULTATION') return
  const kind = of.kind === 'COMPLAINT' ? 'COMPLAINT_CALLBACK' : 'AFTER_SALE_CALLBACK'
  if (of.closedAt === null) return cancelAbout(run, { caseId: of.id }, [kind], 'CASE_REOPENED')
  if (!of.handled) return
  const calledAt = of.kind === 'COMPLAINT' ? complaintCallbackAt : afterSaleCallbackAt
  const wantedAt = calledAt(of.closedAt, run.context.pack)
  const { customerId, ownerId: agentId } = of
  // Closed again after it was opened again, it asks again.
  const occasion = `${of.id} ${of.reopened}`
  await planFollowUps(run, [{ kind, customerId, caseId: of.id, occasion, wantedAt, agentId }])
}

/** A lead asks for a contact at the time that was set, by who registered it (PRE-CNV-01). */
export async function followUpLeadOf(
  run: Run,
  lead: LeadToFollowUp,
  followed: readonly NumberedEvent[],
): Promise<void> {
  const { id: leadId, customerId, caseId, agentId } = lead
  const occasion = `${leadId} ${lead.nextAt?.toISOString()}`
  const spoken = followed.at(-1)
  if (spoken) await settleAbout(run, { leadId }, 'LEAD', spoken, occasion)
  if (lead.nextAt === null) return cancelAbout(run, { leadId }, ['LEAD'], 'LEAD_ENDED')
  const wantedAt = nextContactHour(lead.nextAt, run.context.pack)
  await planFollowUps(run, [{ kind: 'LEAD', customerId, caseId, leadId, occasion, wantedAt, agentId }])
}
