import {
  bumpVersion,
  findOrderProblem,
  holdReasonOf,
  setOrderHold,
  settleOrderProblem as settle,
} from '@cs/data/orders'
import { judge } from '@cs/domain/decisions'
import type { OrderFacts } from '@cs/domain/orders'
import { z } from 'zod'
import type { Command, Loaded } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, version } from '../fields.ts'
import { conflict, notFound, type Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { loadOrder } from './order.ts'

const schema = z.strictObject({
  orderId: id,
  problemId: id,
  /** DISMISSED: it was none, and is not detected again. */
  verdict: z.enum(['SOLVED', 'DISMISSED']),
  expectedVersion: version.optional(),
})
export type SettleOrderProblemInput = z.input<typeof schema>

export interface OrderProblemSettled {
  readonly orderId: string
  readonly version: number
  readonly problemId: string
  /** The order waits for something else still. */
  readonly held: boolean
}

interface Facts {
  readonly order: OrderFacts
  readonly problem: { readonly id: string; readonly kind: string; readonly status: string }
}

/**
 * Settles a problem of an order; with the last open one the order is no longer held, unless it failed its audit:
 * then the next audit lets it go.
 */
export function settleOrderProblem(
  deps: CommandDeps,
  actor: Actor,
  input: SettleOrderProblemInput,
): Promise<Outcome<OrderProblemSettled>> {
  return runCommand(deps, actor, settleOrderProblemCommand, input)
}

const settleOrderProblemCommand: Command<z.output<typeof schema>, Facts, OrderProblemSettled> = {
  name: 'settleOrderProblem',
  permission: 'order.settle_problem',
  schema,
  subjectType: 'Order',
  async load(run, { orderId, problemId }): Promise<Loaded<Facts> | null> {
    const found = await loadOrder(run, orderId, () => ({ action: 'REPORT_PROBLEM', kind: null }))
    if (!found) return null
    const problem = await findOrderProblem(run.tx, run.actor.shop, orderId, problemId)
    if (!problem) throw notFound('OrderProblem')
    return { ...found, facts: { order: found.facts.order, problem } }
  },
  async attempt(_run, _input, { facts, version: current }) {
    if (facts.problem.status !== 'OPEN') throw conflict(current, SETTLED)
    return facts
  },
  judge: (facts, context) => judge('SETTLE_PROBLEM', [], facts, context),
  async execute(run, { verdict }, { facts: { order, problem } }) {
    const { tx, actor, now } = run
    await settle(tx, actor.shop, problem.id, { status: verdict, at: now })
    const open = order.problems.filter((each) => each.status === 'OPEN').length
    const waits = open > 1 || (await holdReasonOf(tx, actor.shop, order.id)) === 'AUDIT_FAILED'
    const held = order.held && waits
    const version =
      order.held && !held
        ? await setOrderHold(tx, actor.shop, order.id, null)
        : await bumpVersion(tx, actor.shop, order.id)
    return {
      ids: { orderId: order.id, version, problemId: problem.id, held },
      events: [
        { type: 'OrderProblemSettled', data: { problemId: problem.id, kind: problem.kind, verdict, held } },
      ],
      fields: ['problems', ...(order.held === held ? [] : ['held'])],
    }
  },
}

const SETTLED = { zh: '该异常已处理完毕。', en: 'This problem was settled already.' }
