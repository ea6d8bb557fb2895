import { changeFollowUp, contactsOf, followUpsAbout } from '@cs/data/follow-ups'
import { type NumberedEvent, recordEvent } from '@cs/data/journal'
import { channelFor, type FollowUpKind, KINDS } from '@cs/domain/follow-ups'
import { originOf, type Run } from '../context.ts'

/**
 * Counts a contact that was recorded elsewhere, such as with its lead, for the follow-ups that asked for it: all about the
 * same thing but that of the `next` occasion. The customer is locked.
 */
export async function settleAbout(
  run: Run,
  about: { readonly orderId?: string; readonly leadId?: string },
  kind: FollowUpKind,
  { actorId, occurredAt }: NumberedEvent,
  next: string,
): Promise<void> {
  const { tx, actor, now } = run
  if (actorId === null) return
  for (const { id, customerId, occasion } of await followUpsAbout(tx, actor.shop, about, [kind])) {
    if (occasion === next) continue
    const [of] = await contactsOf(tx, actor.shop, [customerId])
    const channel = (of && channelFor(of.customer, KINDS[kind].purpose)) ?? 'CHAT'
    await changeFollowUp(tx, actor.shop, id, {
      status: 'DONE',
      because: null,
      ended_at: now,
      started_at: null,
      channel,
      contacted_at: occurredAt,
      contacted_by: actorId,
      result: 'TOLD',
    })
    await recordEvent(tx, originOf(run), {
      type: 'FollowUpCompleted',
      subject: { type: 'FollowUp', id },
      data: { kind, customerId, result: 'TOLD', channel },
    })
  }
}
