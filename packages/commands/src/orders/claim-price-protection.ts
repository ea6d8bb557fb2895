import { addOrderRemark, addPriceClaim, fallSince } from '@cs/data/orders'
import { routeOf } from '@cs/domain/after-sales'
import { decimal, fen } from '@cs/domain/money'
import {
  flagOf,
  type OrderLineFacts,
  type OrderRequest,
  type PriceFall,
  protectedFen,
} from '@cs/domain/orders'
import { dueAfter } from '@cs/domain/policy'
import { z } from 'zod'
import { startProtectionClock } from '../clocks/index.ts'
import type { Command } from '../command.ts'
import { type Actor, agentOf } from '../context.ts'
import { id, idempotencyKey, version } from '../fields.ts'
import { conflict, notFound, type Outcome } from '../outcomes.ts'
import { type Preview, preview } from '../preview.ts'
import { oweMoney } from '../refunds/index.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { judgeRequest, type LoadedOrder, loadOrder } from './order.ts'

const schema = z.strictObject({
  orderId: id,
  lineId: id,
  expectedVersion: version.optional(),
  /** Required: money moves. */
  idempotencyKey: idempotencyKey.optional(),
})
export type ClaimPriceProtectionInput = z.input<typeof schema>

export interface PriceProtected {
  readonly orderId: string
  readonly version: number
  readonly lineId: string
  readonly refundId: string
}

interface LoadedClaim extends LoadedOrder {
  readonly line: OrderLineFacts
  readonly fall: PriceFall
}

/**
 * Pays back the difference where the public price of a line's specification fell within days of the payment (PRC-04):
 * once per line, against the lowest price so far (Q48).
 */
export function claimPriceProtection(
  deps: CommandDeps,
  actor: Actor,
  input: ClaimPriceProtectionInput,
): Promise<Outcome<PriceProtected>> {
  return runCommand(deps, actor, claimPriceProtectionCommand, input, { keyRequired: true })
}

/** What claimPriceProtection would decide now, and what would be paid back. */
export function previewClaimPriceProtection(
  deps: CommandDeps,
  actor: Actor,
  input: ClaimPriceProtectionInput,
): Promise<Preview> {
  return preview(deps, actor, claimPriceProtectionCommand, input)
}

const claimPriceProtectionCommand: Command<
  z.output<typeof schema>,
  OrderRequest,
  PriceProtected,
  LoadedClaim
> = {
  name: 'claimPriceProtection',
  permission: 'price.protection.claim',
  schema,
  subjectType: 'Order',
  async load(run, { orderId, lineId }) {
    const found = await loadOrder(run, orderId, () => ({
      action: 'CLAIM_PRICE_PROTECTION',
      line: null,
      fall: null,
    }))
    if (!found) return null
    const { order } = found.facts
    const line = order.lines.find((each) => each.id === lineId)
    if (!line) throw notFound('OrderLine')
    const since = new Date(order.paidAt ?? order.placedAt)
    const row = await fallSince(run.tx, run.actor.shop, lineId, { since, now: run.now })
    if (!row) throw notFound('OrderLine')
    const fall = { ...row, lowestFen: fen(row.lowestFen) }
    return { ...found, line, fall, facts: { order, ask: { action: 'CLAIM_PRICE_PROTECTION', line, fall } } }
  },
  judge: judgeRequest,
  async execute(run, _input, { facts: { order }, line, fall }) {
    const { tx, actor, now, commandId, context } = run
    const of = { shopId: actor.shop, orderId: order.id, at: now }
    const amountFen = protectedFen(line, fall)
    const { owed } = await oweMoney(run, {
      order,
      refund: {
        lines: [{ lineId: line.id, amountFen, points: 0 }],
        goodsFen: amountFen,
        freightFen: fen(0),
        amountFen,
      },
      caseId: null,
      kind: 'PARTIAL',
      reason: 'PRICE_PROTECTION',
      route: routeOf(order.payments.filter((each) => each.status === 'RECEIVED')),
      dueAt: dueAfter(now, context.pack.get('clock.partial_refund.breach') ?? '24h'),
    })
    const prices = {
      orderedFen: line.unitPriceFen,
      lowestFen: fall.lowestFen,
      pieces: fall.pieces,
      amountFen,
    }
    const once = await addPriceClaim(tx, {
      ...of,
      ...prices,
      lineId: line.id,
      refundId: owed.refundId,
      commandId,
    })
    if (!once) throw conflict(order.version, CLAIMED_BEFORE)
    await startProtectionClock(run, order.id)
    const remark = await addOrderRemark(tx, {
      ...of,
      actionType: 'PRICE_CHANGE',
      flag: flagOf(order, 'PRICE_CHANGE'),
      text: `价格保护，退差价 ${decimal(amountFen)} 元`,
      agentId: agentOf(run),
    })
    return {
      ids: { orderId: order.id, version: remark.version, lineId: line.id, refundId: owed.refundId },
      events: [
        { type: 'PriceProtected', data: { lineId: line.id, ...prices, refundId: owed.refundId } },
        { type: 'RefundOwed', data: { ...owed } },
      ],
      fields: ['lines', 'refunds'],
    }
  },
}

const CLAIMED_BEFORE = {
  zh: '该商品已享受过价格保护。',
  en: 'This line was protected before.',
}
