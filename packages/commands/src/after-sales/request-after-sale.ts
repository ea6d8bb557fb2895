import { newId } from '@cs/data'
import { openAfterSale, quoteFacts, recordAfterSaleStep } from '@cs/data/after-sales'
import { addOrderRemark } from '@cs/data/orders'
import {
  type AfterSaleOrderFacts,
  type AfterSaleQuote,
  type AfterSaleRequest,
  type Application,
  clocksAtApply,
  type QuoteExtras,
  quoteAfterSale,
} from '@cs/domain/after-sales'
import { labelOf } from '@cs/domain/labels'
import { hasBenefit } from '@cs/domain/membership'
import { fen } from '@cs/domain/money'
import { flagFor } from '@cs/domain/orders'
import { dueAfter } from '@cs/domain/policy'
import { moveClocks } from '../clocks/index.ts'
import type { Command, Loaded } from '../command.ts'
import { type Actor, agentOf, originOf, type Run } from '../context.ts'
import { windowAt } from '../membership/index.ts'
import { newNumber } from '../numbers.ts'
import type { Outcome } from '../outcomes.ts'
import { enterProductIssues } from '../registers/index.ts'
import { ownerFor } from '../routing/index.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { actorFacts, judgeStep, loadAfterSaleOrder } from './after-sale.ts'
import {
  type ApplicationInput,
  type Applied,
  applicationOf,
  applicationSchema,
  inPlaceOf,
  type RequestAfterSaleInput,
} from './application.ts'
import { notify } from './step.ts'
import { type Previewing, requirePreview } from './token.ts'

export interface AfterSaleRequested {
  readonly caseId: string
  /** The number people see. */
  readonly number: string
  /** Of the new case. */
  readonly version: number
  readonly orderId: string
  readonly orderVersion: number
  readonly ownerId: string
}

/** An order found and locked, and what the customer wants of it. */
export interface LoadedApplication extends Loaded<AfterSaleRequest>, Applied {
  /** What it is quoted by; `null`: nobody asks for a quote. */
  readonly extras: QuoteExtras | null
}

/**
 * Opens an after-sale on an order (AS-WF-RET step 1; a direct application is always accepted, C-53): a case in the
 * state APPLIED that claims its pieces, with its clocks, a remark on the order (AS-WF-BAS-4) and a notice to the
 * customer. With the token of previewAfterSale it is opened as previewed, or answers Conflict.
 */
export function requestAfterSale(
  deps: CommandDeps,
  actor: Actor,
  input: RequestAfterSaleInput,
): Promise<Outcome<AfterSaleRequested>> {
  return runCommand(deps, actor, requestAfterSaleCommand, input, { keyRequired: true })
}

export const requestAfterSaleCommand: Command<
  ApplicationInput,
  AfterSaleRequest,
  AfterSaleRequested,
  LoadedApplication
> = {
  name: 'requestAfterSale',
  permission: 'after_sale.request',
  schema: applicationSchema,
  subjectType: 'Order',
  async load(run, input) {
    const order = await loadAfterSaleOrder(run, input.orderId)
    if (!order) return null
    const applied = await applicationOf(run, order, input)
    const ask = { step: 'APPLY', application: applied.application } as const
    const facts = { order, case: null, actor: actorFacts(run), ask }
    const extras = run.asking || input.token ? await extrasOf(run, order, applied) : null
    return { subjectId: order.id, version: order.version, facts, ...applied, extras }
  },
  async attempt(run, input, found) {
    const { facts, version } = found
    if (input.token) {
      requirePreview(run, input.token, version, previewing(input, found, quoteOf(run, found)))
    }
    return facts
  },
  judge: judgeStep,
  async execute(run, input, { facts: { order }, application }, decision) {
    const { tx, actor, now } = run
    const caseId = newId(now)
    const number = newNumber('CS', now)
    const on = { shopId: actor.shop, at: now }
    const ownerId = await ownerFor(run, { queue: 'AFTER_SALE', customerId: order.customerId })
    await openAfterSale(tx, {
      ...on,
      ...application,
      id: caseId,
      number,
      orderId: order.id,
      customerId: order.customerId,
      productId: productOf(order, application),
      subject: subjectOf(application),
      demand: input.demand ?? null,
      channel: input.channel ?? (actor.kind === 'agent' ? 'CHAT' : 'FORM'),
      priority: priorityOf(run, order),
      ownerId,
      askedFen: application.amountFen,
      memberTier: order.tier,
      specialApproval: run.approval !== null,
    })
    await recordAfterSaleStep(tx, {
      ...on,
      caseId,
      step: 'APPLY',
      from: null,
      to: 'APPLIED',
      actorKind: originOf(run).actorKind,
      agentId: agentOf(run),
      decisionId: decision.id,
      note: null,
    })
    const start = clocksAtApply(application, run.context)
    await moveClocks(run, { subjectType: 'Case', subjectId: caseId, caseId }, { start })
    const remark = await addOrderRemark(tx, {
      ...on,
      orderId: order.id,
      actionType: 'AFTER_SALE',
      flag: order.firstShippedAt ? flagFor('AFTER_SALE', true) : null,
      text: `售后 ${number}：${subjectOf(application)}`,
      agentId: agentOf(run),
    })
    const due = run.context.pack.get('clock.after_sale.review.breach')
    await notify(run, { id: caseId, number }, order, 'APPLICATION_RECEIVED', {
      ...(due && { dueAt: dueAfter(now, due).toISOString() }),
    })
    const { type, reason, lines } = application
    const issues = await enterProductIssues(run, caseId, reason)
    return {
      ids: { caseId, number, version: 1, orderId: order.id, orderVersion: remark.version, ownerId },
      events: [
        {
          type: 'AfterSaleRequested',
          subject: { type: 'Case', id: caseId },
          data: { orderId: order.id, number, type, reason, lines, ownerId },
        },
        ...issues,
      ],
      fields: ['cases', 'remarks'],
    }
  },
}

/** What would be decided and promised if it were applied for now. */
export function quoteOf(run: Run, { facts, application, extras }: LoadedApplication): AfterSaleQuote {
  return quoteAfterSale(facts.order, application, facts.actor, run.context, extras ?? {})
}

/** What a preview of a request is made of: the command compares it with what it sees. Words may still be changed. */
export function previewing(
  { token: _, idempotencyKey: __, expectedVersion: ___, demand: ____, ...input }: ApplicationInput,
  { facts }: LoadedApplication,
  { decision, terms }: AfterSaleQuote,
): Previewing {
  return { input, facts, decision, quote: terms }
}

async function extrasOf(
  { tx, actor, now, context }: Run,
  order: AfterSaleOrderFacts,
  { replacement }: Applied,
): Promise<QuoteExtras> {
  const { paidFen, creditedPoints } = await quoteFacts(tx, actor.shop, order, windowAt(now, context.pack))
  return {
    paidInWindowFen: fen(paidFen),
    creditedPoints,
    replacement: replacement && inPlaceOf(replacement),
  }
}

const subjectOf = ({ type, reason }: Application) =>
  `${labelOf('AfterSaleType', type)?.zh ?? type}（${labelOf('AfterSaleReason', reason)?.zh ?? reason}）`

function productOf(order: AfterSaleOrderFacts, { lines }: Application): string | null {
  return order.lines.find((line) => line.id === lines[0]?.lineId)?.productId ?? null
}

/** A benefit orders the queue; it shortens no promise (MEM-05, Q75). */
function priorityOf(run: Run, { tier }: AfterSaleOrderFacts): 'HIGH' | 'MEDIUM' {
  return tier && hasBenefit(tier, 'PRIORITY_HANDLING', run.context.pack) ? 'HIGH' : 'MEDIUM'
}
