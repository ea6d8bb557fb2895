import type { Judgement, Remedy, Rule } from '../../decisions/index.ts'
import { isDetected } from '../detect.ts'
import { anOrder } from '../examples.ts'
import { type OrderFacts, PROBLEM_KINDS, type ProblemKind } from '../facts.ts'
import { asked, type OrderRequest } from '../request.ts'
import { hasLeft, isClosed, stageOf } from '../stage.ts'
import { alternative, deny, say, warn } from '../verdicts.ts'

const report = (order: OrderFacts, kind: ProblemKind): OrderRequest => ({
  order,
  ask: { action: 'REPORT_PROBLEM', kind },
})
/** What every report has in common: a closed order has no abnormal state, and a problem is on record once. */
function reported(
  request: OrderRequest,
  kind: ProblemKind,
  detected: boolean,
  next: readonly Remedy[],
): Judgement | null {
  const ask = asked(request, 'REPORT_PROBLEM')
  if (!ask || (ask.kind ?? kind) !== kind) return null
  const stage = stageOf(request.order)
  // Without a kind the state alone is in question: one rule refuses for all, and each names what it sees.
  const speaks = ask.kind !== null || (detected && !isOpen(request.order, kind))
  if (!speaks && !(isClosed(stage) && kind === PROBLEM_KINDS[0])) return null
  if (isClosed(stage)) {
    return deny(
      say('订单已经结束，不能再登记异常。', 'The order is closed; no problem can be reported on it.'),
      alternative('AFTER_SALE', '如有问题请登记售后', 'Open an after-sale if something is wrong'),
    )
  }
  if (isOpen(request.order, kind)) {
    return deny(say('这个异常已经登记，正在处理。', 'This problem is already on record and being handled.'))
  }
  if (
    hasLeft(stage) &&
    stage !== 'PARTLY_SHIPPED' &&
    kind !== 'VAGUE_ADDRESS' &&
    kind !== 'INVALID_CONTACT'
  ) {
    return deny(
      say('订单已经发货，请走售后处理。', 'The order has been shipped; handle it as an after-sale.'),
      alternative('AFTER_SALE', '登记售后', 'Open an after-sale'),
    )
  }
  if (detected) return { verdict: 'PASS', remedies: next }
  return warn(
    say(
      '订单数据没有显示这个异常，按人工判断登记。',
      'The data of the order does not show this; it is recorded on your word.',
    ),
    ...next,
  )
}

const isOpen = (order: OrderFacts, kind: ProblemKind) =>
  order.problems.some((each) => each.kind === kind && each.status === 'OPEN')

/** One kind of abnormal order: what shows it, what is said, and what is done next. */
export interface Problem {
  readonly reads?: Rule<OrderRequest>['reads']
  readonly kind: ProblemKind
  readonly number: string
  readonly basis: Rule<OrderRequest>['basis']
  readonly title: Rule<OrderRequest>['title']
  readonly message: Rule<OrderRequest>['message']
  readonly next: readonly Remedy[]
  /** Facts that show it. */
  readonly shown: Partial<OrderFacts>
  readonly cases?: Rule<OrderRequest>['cases']
  /** A finding of the audit as well, where no rule of the audit says the same. */
  readonly inAudit?: true
  /** What it says of other asks. */
  readonly also?: (request: OrderRequest) => Judgement | null
}

/** The rule of one kind: it judges a report, and where the entry says so the audit. */
export function problemRule(e: Problem): Rule<OrderRequest> {
  const order = anOrder(e.shown)
  return {
    id: e.number,
    title: e.title,
    basis: e.basis,
    message: e.message,
    reads: e.reads ?? [],
    judge: (request, context) => {
      const detected = isDetected(e.kind, request.order, context.pack)
      if (e.inAudit && asked(request, 'AUDIT')) return detected ? { verdict: 'DENY', remedies: e.next } : null
      const own = e.also?.(request)
      if (own) return own
      return reported(request, e.kind, detected, e.next)
    },
    cases: [
      {
        name: 'is recorded where the facts show it',
        facts: report(order, e.kind),
        expect: 'PASS',
        ...(e.kind === 'OVERSOLD' && { shop: 'apparel' as const }),
      },
      { name: "is recorded on the agent's word", facts: report(anOrder(), e.kind), expect: 'WARN' },
      {
        name: 'is recorded once',
        facts: report({ ...order, problems: [{ kind: e.kind, status: 'OPEN' }] }, e.kind),
        expect: 'DENY',
      },
      {
        name: 'not on a cancelled order',
        facts: report({ ...order, tradeStatus: 'CANCELLED' }, e.kind),
        expect: 'DENY',
      },
      { name: 'says nothing of another problem', facts: report(order, other(e.kind)), expect: null },
      ...(e.cases ?? []),
    ],
  }
}

const other = (kind: ProblemKind): ProblemKind => PROBLEM_KINDS.find((each) => each !== kind) ?? kind
