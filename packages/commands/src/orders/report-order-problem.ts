import { holdReasonOf, openOrderProblem, setOrderHold } from '@cs/data/orders'
import { type OrderRequest, PROBLEM_KINDS } from '@cs/domain/orders'
import { z } from 'zod'
import type { Command } from '../command.ts'
import { type Actor, agentOf } from '../context.ts'
import { id, idempotencyKey, note, version } from '../fields.ts'
import { conflict, type Outcome } from '../outcomes.ts'
import { type Preview, preview } from '../preview.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { judgeRequest, loadOrder } from './order.ts'

const schema = z.strictObject({
  orderId: id,
  kind: z.enum(PROBLEM_KINDS),
  note: note.optional(),
  expectedVersion: version.optional(),
  idempotencyKey: idempotencyKey.optional(),
})
export type ReportOrderProblemInput = z.input<typeof schema>

export interface OrderProblemReported {
  readonly orderId: string
  readonly version: number
  readonly problemId: string
}

/**
 * Reports an abnormal order (ORD-ABN-01 to -07) and holds it back from dispatch. What can be done about it is
 * in the decision's remedies. One open problem of a kind: a second is a Conflict.
 */
export function reportOrderProblem(
  deps: CommandDeps,
  actor: Actor,
  input: ReportOrderProblemInput,
): Promise<Outcome<OrderProblemReported>> {
  return runCommand(deps, actor, reportOrderProblemCommand, input)
}

/** What reportOrderProblem would decide now, with the alternatives to suggest. */
export function previewReportOrderProblem(
  deps: CommandDeps,
  actor: Actor,
  input: ReportOrderProblemInput,
): Promise<Preview> {
  return preview(deps, actor, reportOrderProblemCommand, input)
}

const reportOrderProblemCommand: Command<z.output<typeof schema>, OrderRequest, OrderProblemReported> = {
  name: 'reportOrderProblem',
  permission: 'order.report_problem',
  schema,
  subjectType: 'Order',
  load: (run, input) => loadOrder(run, input.orderId, () => ({ action: 'REPORT_PROBLEM', kind: input.kind })),
  judge: judgeRequest,
  async execute(run, { kind, note: text }, { facts: { order } }) {
    const problemId = await openOrderProblem(run.tx, {
      shopId: run.actor.shop,
      orderId: order.id,
      kind,
      note: text ?? null,
      reportedBy: agentOf(run),
      at: run.now,
    })
    if (!problemId) throw conflict(order.version, OPEN_ALREADY)
    // A failed audit stays the reason: only another audit lifts it.
    const before = await holdReasonOf(run.tx, run.actor.shop, order.id)
    const reason = before === 'AUDIT_FAILED' ? before : kind
    const version = await setOrderHold(run.tx, run.actor.shop, order.id, reason)
    return {
      ids: { orderId: order.id, version, problemId },
      events: [{ type: 'OrderProblemReported', data: { problemId, kind, held: true } }],
      fields: ['problems', 'held'],
    }
  },
}

const OPEN_ALREADY = {
  zh: '该订单已有同类未处理的异常。',
  en: 'A problem of this kind is open on the order already.',
}
