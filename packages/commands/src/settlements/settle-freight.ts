import { newId } from '@cs/data'
import { addFreightSettlement } from '@cs/data/settlements'
import { FREIGHT_MODES, type FreightMode } from '@cs/domain/after-sales'
import { type FreightRequest, judgeFreightSettlement } from '@cs/domain/settlements'
import { z } from 'zod'
import type { Command } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey, version } from '../fields.ts'
import { newNumber } from '../numbers.ts'
import type { Outcome } from '../outcomes.ts'
import { type Preview, preview } from '../preview.ts'
import { postMovement } from '../refunds/index.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type LoadedFreight, loadFreight } from './freight.ts'

const schema = z.strictObject({
  caseId: id,
  /** BACK: what the customer sends; OUT: what the shop sends again. */
  direction: z.enum(['BACK', 'OUT']),
  mode: z.enum(FREIGHT_MODES),
  /** Fen; 0 for NONE. */
  amountFen: z.int().min(0).max(10_000_000),
  /** CREDIT_WITH_CONSENT: the customer agreed, in a recorded message. */
  consent: z.boolean().default(false),
  expectedVersion: version.optional(),
  /** Required: money moves. */
  idempotencyKey: idempotencyKey.optional(),
})
export type SettleFreightInput = z.input<typeof schema>

export interface FreightSettled {
  readonly caseId: string
  readonly freightSettlementId: string
  readonly payer: 'SHOP' | 'CUSTOMER'
  /** OPEN: payFreight records that the money moved. */
  readonly status: 'OPEN' | 'SETTLED'
  /** The number of the link by which the customer pays (AS-FRT-04); `null`: nothing to pay. */
  readonly linkNumber: string | null
}

/**
 * Settles the freight of one way of an after-sale, once: collected at the shop's cost, paid back, kept as credit
 * with consent (C-11, AS-POL-33), or paid by the customer through a top-up link (AS-FRT-04). Who bears it and in
 * which modes is told by the rules, not by the caller.
 */
export function settleFreight(
  deps: CommandDeps,
  actor: Actor,
  input: SettleFreightInput,
): Promise<Outcome<FreightSettled>> {
  return runCommand(deps, actor, settleFreightCommand, input, { keyRequired: true })
}

/** What settleFreight would decide now. */
export function previewSettleFreight(
  deps: CommandDeps,
  actor: Actor,
  input: SettleFreightInput,
): Promise<Preview> {
  return preview(deps, actor, settleFreightCommand, input)
}

/** What is settled with the record itself; the others wait for money to move. */
const AT_ONCE: ReadonlySet<FreightMode> = new Set(['PREPAID_PICKUP', 'CREDIT_WITH_CONSENT', 'NONE'])

const settleFreightCommand: Command<
  z.output<typeof schema>,
  FreightRequest,
  FreightSettled,
  LoadedFreight
> = {
  name: 'settleFreight',
  permission: 'after_sale.handle',
  schema,
  subjectType: 'Case',
  load: (run, { caseId, direction, mode, amountFen, consent }) =>
    loadFreight(run, caseId, { direction, mode, amountFen, consent }),
  judge: judgeFreightSettlement,
  async execute(run, { caseId }, { facts, afterSale }) {
    const { tx, actor, now, commandId } = run
    const { direction, mode, consent } = facts
    // The rules refuse where nothing goes this way.
    const payer = facts.payer ?? 'CUSTOMER'
    const amountFen = mode === 'NONE' ? facts.advancedFen : facts.amountFen
    const freightSettlementId = newId(now)
    const settled = AT_ONCE.has(mode)
    const linkNumber = mode === 'TOP_UP_LINK' ? newNumber('TU', now) : null
    await addFreightSettlement(tx, {
      shopId: actor.shop,
      id: freightSettlementId,
      caseId,
      direction,
      payer,
      mode,
      amountFen,
      consent,
      settled,
      linkNumber,
      commandId,
      at: now,
    })
    const orderId = afterSale.facts.order.id
    const moved = { subjectId: freightSettlementId, orderId, caseId }
    await postMovement(run, moved, { kind: 'FREIGHT_OWED', mode, amountFen })
    if (settled) await postMovement(run, moved, { kind: 'FREIGHT_SETTLED', mode, amountFen })
    const status = settled ? 'SETTLED' : 'OPEN'
    const data = { orderId, freightSettlementId, direction, payer, mode, amountFen, status, linkNumber }
    return {
      ids: { caseId, freightSettlementId, payer, status, linkNumber },
      events: [{ type: 'FreightSettlementRecorded', data }],
      fields: ['freightSettlements'],
      ...(consent ? { purpose: 'CUSTOMER_CONSENT' } : {}),
    }
  },
}
