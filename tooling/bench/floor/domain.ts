import { dayOf } from '@cs/domain/calendar'
import { handlingHint } from '@cs/domain/customers'
import type { Bilingual } from '@cs/domain/decisions'
import { benefitsOf, progressOf } from '@cs/domain/membership'
import { decimal, fen } from '@cs/domain/money'
import { type OrderFacts, orderActions } from '@cs/domain/orders'
import type { Pack } from '@cs/domain/policy'

type Tier = Parameters<typeof benefitsOf>[0]

/** A customer of the 360° view as its statement gives it, with the facts that the domain's functions read. */
interface Customer {
  behaviour?: unknown
  buyingStyle?: unknown
  handlingHint?: unknown
  member: null | { tier: Tier; paidFen?: number; benefits?: unknown; progress?: unknown }
  orders: { nodes: { facts?: OrderFacts; actions?: unknown }[] }
}

/** A text in the languages that are asked for. */
const inChinese = ({ zh }: Bilingual) => ({ zh })

/** How to handle a customer of this behaviour and buying style. */
export const hint = (customer: { readonly behaviour?: unknown; readonly buyingStyle?: unknown }) =>
  handlingHint(customer as Parameters<typeof handlingHint>[0])

/** The rights of a tier. */
export const benefits = (tier: Tier, pack: Pack) =>
  benefitsOf(tier, pack).map(({ code, title, detail, ruleId, value }) => ({
    code,
    title: inChinese(title),
    detail: inChinese(detail),
    rule: ruleId,
    value,
  }))

/** What is missing to the next tier, from fen paid in a year. */
export function progress(paidFen: number, tier: Tier, pack: Pack, now: Date) {
  const paid = [[dayOf(now), fen(paidFen)]] as const
  const { next, missingFen } = progressOf({ tier, notice: null, paid }, now, pack)
  return { next, missing: missingFen === null ? null : { amount: decimal(missingFen) } }
}

/** What may be done with an order. */
export const actions = (facts: OrderFacts, pack: Pack, now: Date) =>
  orderActions(facts, { pack, now }).map(({ name, decision }) => ({
    name,
    decision: {
      outcome: decision.outcome,
      findings: decision.findings.map(({ verdict, message }) => ({ verdict, message: inChinese(message) })),
    },
  }))

/** What the domain computes in the 360° view, by the functions the gateway calls, over the same facts. */
export function withDomainFields(text: string, pack: Pack, now: Date): string {
  const data: { customer: Customer | null } = JSON.parse(text)
  if (!data.customer) return text
  addDomainFields(data.customer, pack, now)
  return JSON.stringify(data)
}

/** The same in place, for a server that has the answer parsed. */
export function addDomainFields(customer: Customer, pack: Pack, now: Date): void {
  const { member } = customer
  customer.handlingHint = hint(customer)
  delete customer.behaviour
  delete customer.buyingStyle
  if (member) {
    member.benefits = benefits(member.tier, pack)
    member.progress = progress(member.paidFen ?? 0, member.tier, pack, now)
    delete member.paidFen
  }
  for (const order of customer.orders.nodes) {
    if (!order.facts) continue
    order.actions = actions(order.facts, pack, now)
    delete order.facts
  }
}
