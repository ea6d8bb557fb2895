import { newId } from '@cs/data'
import {
  addFollowUps,
  type ContactsOf,
  contactsOf,
  knownOccasions,
  lockContacts,
  type NewFollowUp,
  occasionKey,
} from '@cs/data/follow-ups'
import { recordDecision, recordEvent } from '@cs/data/journal'
import {
  type FollowUpFacts,
  type FollowUpKind,
  type FollowUpRequest,
  judgeFollowUp,
  latestFor,
  nextContactHour,
  refusalOf,
} from '@cs/domain/follow-ups'
import { hasDedicatedAgent } from '@cs/domain/membership'
import { originOf, type Run } from '../context.ts'
import { rearrange } from './rearrange.ts'

/** A contact that something asks for. */
export interface Plan {
  readonly customerId: string
  readonly kind: FollowUpKind
  /** Names the one time it is asked for: planned before, it is not planned again. */
  readonly occasion: string
  readonly wantedAt: Date
  readonly caseId?: string
  readonly orderId?: string
  readonly leadId?: string
  /** Whose matter it is; else the customer's dedicated agent, else whoever has time when it is due. */
  readonly agentId?: string | null
}

/**
 * Plans contacts, each once for its occasion, and arranges them among what their customers have before them. What the
 * rules refuse is kept as suppressed, with the reason. Returns how many were new.
 */
export async function planFollowUps(run: Run, plans: readonly Plan[]): Promise<number> {
  const { tx, actor, now } = run
  const customerIds = [...new Set(plans.map((plan) => plan.customerId))]
  if (customerIds.length === 0) return 0
  await lockContacts(tx, actor.shop, customerIds)
  const known = await knownOccasions(tx, actor.shop, plans)
  const of = new Map(
    (await contactsOf(tx, actor.shop, customerIds)).map((each) => [each.customer.customerId, each]),
  )
  const fresh = new Map(
    plans.filter((plan) => !known.has(occasionKey(plan))).map((plan) => [occasionKey(plan), plan]),
  )
  const added: NewFollowUp[] = []
  for (const plan of fresh.values()) {
    const contacts = of.get(plan.customerId)
    if (contacts) added.push(await judged(run, plan, contacts))
  }
  await addFollowUps(tx, actor.shop, added, now)
  const origin = originOf(run)
  for (const { id, kind, customerId, dueAt, because, decisionId } of added) {
    await recordEvent(tx, origin, {
      type: because === null ? 'FollowUpPlanned' : 'FollowUpSuppressed',
      subject: { type: 'FollowUp', id },
      decisionId,
      data: { kind, customerId, dueAt: dueAt.toISOString(), ...(because && { because }) },
    })
  }
  if (added.length > 0) await rearrange(run, customerIds)
  return added.length
}

/** One contact as it is planned, with its decision. */
async function judged(
  run: Run,
  plan: Plan,
  { customer, tier, dedicatedId }: ContactsOf,
): Promise<NewFollowUp> {
  const { tx, now, context } = run
  const { kind, wantedAt } = plan
  const id = newId(now)
  const dueAt = nextContactHour(wantedAt, context.pack)
  const latestAt = latestFor(wantedAt, context.pack)
  const followUp: FollowUpFacts = {
    id,
    kind,
    status: 'OPEN',
    wantedAt: wantedAt.toISOString(),
    dueAt: dueAt.toISOString(),
    latestAt: latestAt.toISOString(),
    startedAt: null,
    startedBy: null,
    attempts: 0,
  }
  const facts: FollowUpRequest = { followUp, customer, ask: { step: 'PLAN' } }
  const decision = judgeFollowUp(facts, context)
  const subject = { type: 'FollowUp', id }
  const dedicated = tier && hasDedicatedAgent(tier, context.pack) ? dedicatedId : null
  return {
    id,
    customerId: plan.customerId,
    kind,
    occasion: plan.occasion,
    caseId: plan.caseId ?? null,
    orderId: plan.orderId ?? null,
    leadId: plan.leadId ?? null,
    wantedAt,
    latestAt,
    dueAt,
    assigneeId: plan.agentId ?? dedicated,
    because: refusalOf(followUp, customer, context),
    decisionId: await recordDecision(tx, originOf(run), { subject, decision, facts }),
  }
}
