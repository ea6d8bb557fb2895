import { changeFollowUp, contactsOf, followUpsAbout, setArranged } from '@cs/data/follow-ups'
import { recordEvent } from '@cs/data/journal'
import {
  type Arranged,
  arrange,
  type FollowUpFacts,
  type FollowUpKind,
  type FollowUpReason,
} from '@cs/domain/follow-ups'
import { originOf, type Run } from '../context.ts'

/** The rule behind a reason, for the event. */
const RULES: Partial<Record<FollowUpReason, string>> = {
  COMPLAINT_OPEN: 'CMP-CAL-01',
  DO_NOT_CONTACT: 'FUP-08',
  NO_CONSENT: 'FUP-08',
  PLAIN_BUYER: 'CUS-BUY-02',
  TOO_LATE: 'FUP-06',
}

const EVENTS = {
  OPEN: 'FollowUpMoved',
  HELD: 'FollowUpHeld',
  DROPPED: 'FollowUpDropped',
  SUPPRESSED: 'FollowUpSuppressed',
} as const

/**
 * Arranges what customers have before them by what is true now: at most one contact a week, none against their will or
 * while a complaint is open (Q26). What moves, waits or ends is told with its reason. The customers are locked.
 */
export async function rearrange(run: Run, customerIds: readonly string[]): Promise<void> {
  const { tx, actor, now, context } = run
  for (const { customer, followUps } of await contactsOf(tx, actor.shop, customerIds)) {
    const before = new Map(followUps.map((each) => [each.id, each]))
    for (const to of arrange(followUps, customer, context)) {
      const from = before.get(to.id)
      if (!from || isAs(from, to)) continue
      await setArranged(tx, actor.shop, to, now)
      await tell(run, from.kind, customer.customerId, to)
    }
  }
}

function isAs(from: FollowUpFacts, to: Arranged): boolean {
  if (from.status !== to.status) return false
  return to.status !== 'OPEN' || Date.parse(from.dueAt) === to.dueAt.getTime()
}

async function tell(run: Run, kind: FollowUpKind, customerId: string, to: Arranged): Promise<void> {
  const rule = to.because === null ? 'FUP-17' : RULES[to.because]
  await recordEvent(run.tx, originOf(run), {
    type: EVENTS[to.status],
    subject: { type: 'FollowUp', id: to.id },
    ruleIds: rule ? [rule] : [],
    data: {
      kind,
      customerId,
      ...(to.status === 'OPEN' ? { dueAt: to.dueAt.toISOString() } : { because: to.because }),
    },
  })
}

/** Cancels what is at hand about an order, a case or a lead, which has come to something else. The customer is locked. */
export async function cancelAbout(
  run: Run,
  about: { readonly orderId?: string; readonly caseId?: string; readonly leadId?: string },
  kinds: readonly FollowUpKind[],
  because: FollowUpReason,
): Promise<void> {
  const { tx, actor, now } = run
  for (const { id, kind, customerId } of await followUpsAbout(tx, actor.shop, about, kinds)) {
    await changeFollowUp(tx, actor.shop, id, {
      status: 'CANCELLED',
      because,
      ended_at: now,
      started_at: null,
    })
    await recordEvent(tx, originOf(run), {
      type: 'FollowUpCancelled',
      subject: { type: 'FollowUp', id },
      data: { kind, customerId, because },
    })
  }
}
