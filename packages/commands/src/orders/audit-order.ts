import { openOrderProblem, setOrderAudited, setOrderHold } from '@cs/data/orders'
import { type OrderRequest, problemsOf, type Stage, stageOf } from '@cs/domain/orders'
import { z } from 'zod'
import type { Command } from '../command.ts'
import type { Actor, Run } from '../context.ts'
import { id, version } from '../fields.ts'
import type { Outcome } from '../outcomes.ts'
import { type Preview, preview } from '../preview.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { judgeRequest, loadOrder } from './order.ts'

const schema = z.strictObject({ orderId: id, expectedVersion: version.optional() })
export type AuditOrderInput = z.input<typeof schema>

export interface OrderAudited {
  readonly orderId: string
  readonly version: number
  /** What the audit found; the decision says why. */
  readonly passed: boolean
  readonly held: boolean
  /** The problems it opened. */
  readonly problemIds: readonly string[]
}

/**
 * Audits an order (ORD-AUD-01 to -07) and stores the result. An order that fails is held back from dispatch, with a
 * problem for each abnormal condition that was detected (ORD-ABN-01 to -07). A failed audit is a success of this
 * command: look at `passed`.
 */
export function auditOrder(
  deps: CommandDeps,
  actor: Actor,
  input: AuditOrderInput,
): Promise<Outcome<OrderAudited>> {
  return runCommand(deps, actor, auditOrderCommand, input)
}

/** What an audit would find now. */
export function previewAuditOrder(deps: CommandDeps, actor: Actor, input: AuditOrderInput): Promise<Preview> {
  return preview(deps, actor, auditOrderCommand, input)
}

const auditOrderCommand: Command<z.output<typeof schema>, OrderRequest, OrderAudited> = {
  name: 'auditOrder',
  permission: 'order.audit',
  schema,
  subjectType: 'Order',
  load: (run, input) => loadOrder(run, input.orderId, () => ({ action: 'AUDIT' })),
  judge: judgeRequest,
  consequence: () => 'EXECUTE',
  async execute(run, _, { facts: { order } }, { decision }) {
    const { tx, actor, now } = run
    const passed = decision.outcome === 'ALLOWED'
    const problemIds = passed ? [] : await openDetected(run, order)
    // What has left can't be held back; a passed audit lets go only what no open problem holds.
    const waiting = order.problems.find((problem) => problem.status === 'OPEN')?.kind ?? null
    const here = STILL_HERE.has(stageOf(order))
    const held = passed ? order.held && waiting !== null : order.held || here
    let version = order.version
    if (passed) version = await setOrderAudited(tx, actor.shop, order.id, now)
    if (passed && order.held) version = await setOrderHold(tx, actor.shop, order.id, waiting)
    if (!passed && here) version = await setOrderHold(tx, actor.shop, order.id, 'AUDIT_FAILED')
    return {
      ids: { orderId: order.id, version, passed, held, problemIds },
      events: [{ type: passed ? 'OrderAuditPassed' : 'OrderAuditFailed', data: { held, problemIds } }],
      fields: [...(passed ? ['auditedAt'] : ['problems']), ...(held === order.held ? [] : ['held'])],
    }
  },
}

const STILL_HERE = new Set<Stage>(['UNPAID', 'UNPRINTED', 'PRINTED', 'PULL_FAILED', 'PARTLY_SHIPPED'])

async function openDetected(run: Run, order: OrderRequest['order']): Promise<string[]> {
  const opened: string[] = []
  for (const { kind } of problemsOf(order, run.context)) {
    const on = { shopId: run.actor.shop, orderId: order.id, kind, note: null, reportedBy: null, at: run.now }
    const problemId = await openOrderProblem(run.tx, on)
    if (problemId) opened.push(problemId)
  }
  return opened
}
