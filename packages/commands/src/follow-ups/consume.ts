import {
  calledBack,
  casesToFollowUp,
  leadsToFollowUp,
  lockContacts,
  ordersToFollowUp,
} from '@cs/data/follow-ups'
import type { NumberedEvent } from '@cs/data/journal'
import type { Run } from '../context.ts'
import type { EventConsumer } from '../journal/index.ts'
import { archiveAfterCallback } from './archive.ts'
import { followUpCase, followUpLeadOf, followUpOrder } from './occasions.ts'
import { rearrange } from './rearrange.ts'

/** After which an order asks for a contact, or for none any more: also when what it held has come back. */
const ORDERS = [
  'OrderPlaced',
  'OrderPaid',
  'OrderSigned',
  'OrderCancelled',
  'PaymentFollowedUp',
  'RefundOwed',
  'RefundArrived',
  'ExtraTakenBack',
]
const LEADS = ['LeadRegistered', 'LeadFollowedUp']
/** After which an after-sale or a complaint may be closed, or open again. */
const CASES = [
  'RefundArrived',
  'AfterSaleConfirmed',
  'ExtraTakenBack',
  'CompensationGranted',
  'DisputeSettled',
  'ComplaintOpened',
  'ComplaintSummarised',
  'ComplaintReopened',
  'CaseMerged',
]
/** After which a customer may want less contact, or more, or was contacted beside follow-ups. */
const CUSTOMERS = [
  'ConsentGiven',
  'ConsentWithdrawn',
  'CustomerDoNotContactSet',
  'CustomerProfileChanged',
  'CustomersMerged',
  'CustomerMergeUndone',
  'CustomerErased',
  'OutsideContactLogged',
]
const ENDS = [
  'FollowUpCompleted',
  'FollowUpUnreached',
  'FollowUpCancelled',
  'FollowUpDropped',
  'FollowUpSuppressed',
]

/**
 * Plans follow-ups from what has happened. Each event only says where to look: what is planned follows from what is true
 * when it is read, so that a late worker plans nothing that is over.
 */
export const followUpPlanner: EventConsumer = {
  name: 'follow-ups.planner',
  types: [...ORDERS, ...LEADS, ...CASES, ...CUSTOMERS, ...ENDS],
  async handle(run, events) {
    const { tx, actor } = run
    const ids = (types: readonly string[], idOf: (event: NumberedEvent) => string | null) => [
      ...new Set(events.filter(({ type }) => types.includes(type)).flatMap((event) => idOf(event) ?? [])),
    ]
    const about = (type: string, id: string) =>
      events.filter((event) => event.type === type && event.subjectId === id)
    const orders = await ordersToFollowUp(tx, actor.shop, ids(ORDERS, idOfOrder))
    const cases = await casesToFollowUp(tx, actor.shop, ids(CASES, idOfCase))
    const leads = await leadsToFollowUp(tx, actor.shop, ids(LEADS, idOfLead))
    const told = ids(CUSTOMERS, idOfCustomer)
    const customers = [
      ...new Set([...[...orders, ...cases, ...leads].map((each) => each.customerId), ...told]),
    ]
    await lockContacts(tx, actor.shop, customers)
    for (const order of orders) await followUpOrder(run, order, about('PaymentFollowedUp', order.id))
    for (const of of cases) await followUpCase(run, of)
    for (const lead of leads) await followUpLeadOf(run, lead, about('LeadFollowedUp', lead.id))
    await rearrange(run, customers)
    await archiveCalledBack(run, events)
  },
}

async function archiveCalledBack(run: Run, events: readonly NumberedEvent[]): Promise<void> {
  const ended = events.filter(({ type }) => ENDS.includes(type)).map(({ subjectId }) => subjectId)
  if (ended.length === 0) return
  for (const caseId of await calledBack(run.tx, run.actor.shop, ended)) {
    await archiveAfterCallback(run, caseId)
  }
}

const text = (value: unknown) => (typeof value === 'string' ? value : null)
const idOf = (type: string, key: string) => (event: NumberedEvent) =>
  event.subjectType === type ? event.subjectId : text(event.data[key])
const idOfOrder = idOf('Order', 'orderId')
const idOfCase = idOf('Case', 'caseId')
const idOfLead = idOf('Lead', 'leadId')
const idOfCustomer = idOf('Customer', 'customerId')
