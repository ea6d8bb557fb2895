import { findFreightSettlement, lockFreightSettlement, setFreightSettled } from '@cs/data/settlements'
import type { FreightMode } from '@cs/domain/after-sales'
import { judge } from '@cs/domain/decisions'
import { fen } from '@cs/domain/money'
import { z } from 'zod'
import { loadAfterSale } from '../after-sales/index.ts'
import type { Command } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey } from '../fields.ts'
import { conflict, type Outcome } from '../outcomes.ts'
import { postMovement } from '../refunds/index.ts'
import { type CommandDeps, runCommand } from '../run.ts'

const schema = z.strictObject({
  freightSettlementId: id,
  /** Required: money moves. */
  idempotencyKey: idempotencyKey.optional(),
})
export type PayFreightInput = z.input<typeof schema>

export interface FreightPaid {
  readonly freightSettlementId: string
  readonly caseId: string
}

interface FreightPaymentFacts {
  readonly id: string
  readonly caseId: string
  readonly orderId: string
  readonly mode: FreightMode
  readonly amountFen: number
  readonly status: string
}

/**
 * Records that the money of an open settlement moved, once: what the customer advanced went back, or the customer
 * paid the top-up link (AS-FRT-03, AS-FRT-04). A Conflict where it did already.
 */
export function payFreight(
  deps: CommandDeps,
  actor: Actor,
  input: PayFreightInput,
): Promise<Outcome<FreightPaid>> {
  return runCommand(deps, actor, payFreightCommand, input, { keyRequired: true })
}

const payFreightCommand: Command<z.output<typeof schema>, FreightPaymentFacts, FreightPaid> = {
  name: 'payFreight',
  permission: 'refund.issue',
  schema,
  subjectType: 'FreightSettlement',
  async load(run, { freightSettlementId }) {
    const { tx, actor, asking } = run
    const found = await findFreightSettlement(tx, actor.shop, freightSettlementId)
    if (!found) return null
    const afterSale = await loadAfterSale(run, found.case_id, () => ({ step: 'CONFIRM' }))
    const row = asking ? found : await lockFreightSettlement(tx, actor.shop, freightSettlementId)
    if (!row || !afterSale) return null
    const facts = {
      id: row.id,
      caseId: row.case_id,
      orderId: afterSale.facts.order.id,
      mode: row.mode as FreightMode,
      amountFen: row.amount_fen,
      status: row.status,
    }
    return { subjectId: row.id, version: 1, facts }
  },
  async attempt(_run, _input, { facts }) {
    if (facts.status !== 'OPEN') throw conflict(1, PAID)
    return facts
  },
  judge: (facts, context) => judge('PAY_FREIGHT', [], facts, context),
  async execute(run, _, { facts }) {
    const { id: freightSettlementId, caseId, orderId, mode } = facts
    const amountFen = fen(facts.amountFen)
    await setFreightSettled(run.tx, run.actor.shop, freightSettlementId, run.now)
    const moved = { subjectId: freightSettlementId, orderId, caseId }
    await postMovement(run, moved, { kind: 'FREIGHT_SETTLED', mode, amountFen })
    return {
      ids: { freightSettlementId, caseId },
      events: [
        {
          type: 'FreightPaid',
          data: { freightSettlementId, orderId, mode, amountFen },
          subject: { type: 'Case', id: caseId },
        },
      ],
      fields: ['status', 'settledAt'],
    }
  },
}

const PAID = { zh: '该运费已经结清。', en: 'This freight was settled already.' }
