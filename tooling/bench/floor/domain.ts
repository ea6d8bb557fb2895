import { handlingHint } from '@cs/domain/customers'
import { benefitsOf, progressTo } from '@cs/domain/membership'
import { decimal, fen } from '@cs/domain/money'
import { type OrderFacts, orderActions } from '@cs/domain/orders'
import type { Pack } from '@cs/domain/policy'

type Tier = Parameters<typeof benefitsOf>[0]

interface View {
  customer: {
    behaviour?: unknown
    buyingStyle?: unknown
    handlingHint?: unknown
    member: null | { tier: Tier; paidFen?: number; benefits?: unknown; progress?: unknown }
    orders: { nodes: { facts?: OrderFacts; actions?: unknown }[] }
  } | null
}

/** What the domain computes in the 360° view, by the functions the gateway calls, over the same facts. */
export function withDomainFields(text: string, pack: Pack, now: Date): string {
  const data: View = JSON.parse(text)
  const { customer } = data
  if (!customer) return text
  const { behaviour, buyingStyle, member } = customer
  customer.handlingHint = handlingHint({ behaviour, buyingStyle } as Parameters<typeof handlingHint>[0])
  delete customer.behaviour
  delete customer.buyingStyle
  if (member) {
    member.benefits = benefitsOf(member.tier, pack).map(({ code, title, detail, ruleId, value }) => ({
      code,
      title: { zh: title.zh },
      detail: { zh: detail.zh },
      rule: ruleId,
      value,
    }))
    const { next, missingFen } = progressTo(fen(member.paidFen ?? 0), member.tier, pack)
    member.progress = { next, missing: missingFen === null ? null : { amount: decimal(missingFen) } }
    delete member.paidFen
  }
  for (const order of customer.orders.nodes) {
    if (!order.facts) continue
    order.actions = orderActions(order.facts, { pack, now }).map(({ name, decision }) => ({
      name,
      decision: {
        outcome: decision.outcome,
        findings: decision.findings.map(({ verdict, message }) => ({ verdict, message: { zh: message.zh } })),
      },
    }))
    delete order.facts
  }
  return JSON.stringify(data)
}
