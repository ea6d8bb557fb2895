import { newId } from '@cs/data'
import { openAfterSale, recordAfterSaleStep } from '@cs/data/after-sales'
import { addOrderRemark } from '@cs/data/orders'
import type { AfterSaleOrderFacts, AfterSaleRequest, Application } from '@cs/domain/after-sales'
import type { Decision } from '@cs/domain/decisions'
import { labelOf } from '@cs/domain/labels'
import { benefitsOf } from '@cs/domain/membership'
import { flagFor } from '@cs/domain/orders'
import { dueAfter } from '@cs/domain/policy'
import { moveClocks } from '../clocks/index.ts'
import type { Command, Loaded } from '../command.ts'
import { type Actor, agentOf, originOf, type Run } from '../context.ts'
import { newNumber } from '../numbers.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { actorFacts, judgeStep, loadAfterSaleOrder } from './after-sale.ts'
import {
  type ApplicationInput,
  applicationOf,
  applicationSchema,
  type RequestAfterSaleInput,
} from './application.ts'
import { clocksAtApply } from './clock-starts.ts'
import { ownerFor } from './owner.ts'
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
export interface LoadedApplication extends Loaded<AfterSaleRequest> {
  readonly application: Application
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
    const application = await applicationOf(run, order, input)
    const ask = { step: 'APPLY', application } as const
    const facts = { order, case: null, actor: actorFacts(run), ask }
    return { subjectId: order.id, version: order.version, facts, application }
  },
  async attempt(run, input, found) {
    const { facts, version } = found
    if (input.token) {
      const seen = previewing(input, found, judgeStep(facts, run.context))
      requirePreview(run, input.token, version, seen)
    }
    return facts
  },
  judge: judgeStep,
  async execute(run, input, { facts: { order }, application }, decision) {
    const { tx, actor, now } = run
    const caseId = newId(now)
    const number = newNumber('CS', now)
    const on = { shopId: actor.shop, at: now }
    const ownerId = await ownerFor(run)
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
    const start = clocksAtApply(application)
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
    return {
      ids: { caseId, number, version: 1, orderId: order.id, orderVersion: remark.version, ownerId },
      events: [
        {
          type: 'AfterSaleRequested',
          subject: { type: 'Case', id: caseId },
          data: { orderId: order.id, number, type, reason, lines, ownerId },
        },
      ],
      fields: ['cases', 'remarks'],
    }
  },
}

/** What a preview of a request is made of: the command compares it with what it sees. Words may still be changed. */
export function previewing(
  { token: _, idempotencyKey: __, expectedVersion: ___, demand: ____, ...input }: ApplicationInput,
  { facts }: LoadedApplication,
  decision: Decision,
): Previewing {
  return { input, facts, decision, quote: null }
}

const subjectOf = ({ type, reason }: Application) =>
  `${labelOf('AfterSaleType', type)?.zh ?? type}（${labelOf('AfterSaleReason', reason)?.zh ?? reason}）`

function productOf(order: AfterSaleOrderFacts, { lines }: Application): string | null {
  return order.lines.find((line) => line.id === lines[0]?.lineId)?.productId ?? null
}

/** A benefit orders the queue; it shortens no promise (MEM-05, Q75). */
function priorityOf(run: Run, { tier }: AfterSaleOrderFacts): 'HIGH' | 'MEDIUM' {
  const benefits = tier ? benefitsOf(tier, run.context.pack) : []
  return benefits.some(({ code }) => code === 'PRIORITY_HANDLING') ? 'HIGH' : 'MEDIUM'
}
