import { runningClocks } from '@cs/data/clocks'
import { bumpVersion, type RefundReason } from '@cs/data/orders'
import { setPiecesReturned } from '@cs/data/settlements'
import {
  type AfterSaleCaseFacts,
  type AfterSaleOrderFacts,
  partialRefund,
  partOf,
  refundableFen,
  refundForReturn,
  routeOf,
} from '@cs/domain/after-sales'
import { startClocks } from '@cs/domain/clocks'
import { type Fen, fen, share } from '@cs/domain/money'
import type { Refund } from '@cs/domain/orders'
import type { Run } from '../context.ts'
import { conflict } from '../outcomes.ts'
import { type Obligation, oweMoney } from './owe.ts'

/** An after-sale whose order and case are locked, in this order. */
export interface AfterSale {
  readonly order: AfterSaleOrderFacts
  readonly case: AfterSaleCaseFacts
}

/**
 * Owes back what was paid for the pieces of an after-sale: they came back, or never arrived (Q07, Q08). The pieces
 * count as settled, so that nothing goes back twice. An agreed amount that is lower is the most that is owed.
 * Throws Conflict where pieces were settled meanwhile.
 */
export async function oweForPieces(
  run: Run,
  found: AfterSale,
  as: { readonly kind: 'FULL' | 'ADVANCE'; readonly reason: RefundReason },
): Promise<Obligation> {
  const { order, case: of } = found
  const { reason, liable, inspection } = of
  const full = refundForReturn(order, of.lines, { reason, liable, finding: inspection?.finding ?? null })
  const refund = atMost(full, of.approvedAmountFen)
  const settled = await setPiecesReturned(run.tx, run.actor.shop, order.id, of.lines)
  if (!settled) throw conflict(of.version, SETTLED_MEANWHILE)
  const obligation = await oweMoney(run, {
    order,
    refund,
    caseId: of.id,
    ...as,
    route: routeOf(order.payments),
    dueAt: await dueOfCase(run, of.id, 'after_sale.refund'),
  })
  await bumpVersion(run.tx, run.actor.shop, order.id)
  return obligation
}

/**
 * Owes back an amount without the goods: off the lines that the after-sale names, or off the order where it names
 * none (AS-POL-09, AS-WF-RFD-3). Throws Conflict for more than is left.
 */
export async function owePartialRefund(
  run: Run,
  { order, case: of }: AfterSale,
  amountFen: Fen,
  reason: Extract<RefundReason, 'PARTIAL' | 'DISPUTE'> = 'PARTIAL',
): Promise<Obligation> {
  const named = partOf(of.lines)
  // What a platform awards may go beyond the lines, up to the order with its freight.
  const part = reason === 'DISPUTE' && amountFen > refundableFen(order, named) ? null : named
  if (amountFen > refundableFen(order, part)) throw conflict(of.version, NOT_THAT_MUCH)
  const obligation = await oweMoney(run, {
    order,
    refund: partialRefund(order, part, amountFen),
    caseId: of.id,
    kind: 'PARTIAL',
    reason,
    route: routeOf(order.payments),
    dueAt: await dueOfCase(run, of.id, reason === 'DISPUTE' ? 'after_sale.refund' : 'partial_refund'),
  })
  await bumpVersion(run.tx, run.actor.shop, order.id)
  return obligation
}

/** By when a refund of a case is to be issued: its running clock says so, or the one that starts now. */
async function dueOfCase(
  run: Run,
  caseId: string,
  name: 'after_sale.refund' | 'partial_refund',
): Promise<Date> {
  const clocks = await runningClocks(run.tx, run.actor.shop, caseId)
  const running = clocks.find((clock) => clock.name === name)
  const names = clocks.map((clock) => clock.name)
  const [started] = running ? [] : startClocks([name], names, run.now, run.context.pack)
  return (running ?? started)?.breachAt ?? run.now
}

/** No more than was agreed: freight is left out first, then each line its share. */
function atMost(refund: Refund, most: Fen | null): Refund {
  if (most === null || most >= refund.amountFen) return refund
  const goodsFen = fen(Math.min(refund.goodsFen, most))
  const freightFen = fen(most - goodsFen)
  const shares = share(
    goodsFen,
    refund.lines.map((line) => line.amountFen),
  )
  const lines = refund.lines.map((line, i) => ({ ...line, amountFen: shares[i] ?? fen(0) }))
  return { lines, goodsFen, freightFen, amountFen: most }
}

const SETTLED_MEANWHILE = {
  zh: '部分商品已在其他售后单中结清，请刷新后重试。',
  en: 'Some of the pieces were settled in another after-sale meanwhile. Look again, then retry.',
}
const NOT_THAT_MUCH = {
  zh: '可退金额不足，请刷新后重试。',
  en: 'There is not that much left to refund. Look again, then retry.',
}
