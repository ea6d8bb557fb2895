import { newId } from '@cs/data'
import { claimOnParcel, findClaimedParcel, openClaim } from '@cs/data/settlements'
import { fen } from '@cs/domain/money'
import { type ClaimRequest, judgeClaim, monthOf } from '@cs/domain/settlements'
import { z } from 'zod'
import { loadAfterSaleOrder } from '../after-sales/index.ts'
import type { Command, Loaded } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey, version } from '../fields.ts'
import { newNumber } from '../numbers.ts'
import { conflict, notFound, type Outcome } from '../outcomes.ts'
import { type Preview, preview } from '../preview.ts'
import { postMovement } from '../refunds/index.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { amount } from './amount.ts'

const schema = z.strictObject({
  orderId: id,
  shipmentId: id,
  /** The after-sale it belongs to; absent: none was opened. */
  caseId: id.optional(),
  reason: z.enum(['LOST', 'DAMAGED', 'SHORT', 'LATE']),
  /** Fen. */
  amountFen: amount,
  expectedVersion: version.optional(),
  /** Required: money is claimed. */
  idempotencyKey: idempotencyKey.optional(),
})
export type OpenCarrierClaimInput = z.input<typeof schema>

export interface CarrierClaimOpened {
  readonly claimId: string
  readonly number: string
  readonly orderId: string
  /** The first day of the month with which it is settled, `YYYY-MM-DD`. */
  readonly month: string
}

interface LoadedParcel extends Loaded<ClaimRequest> {
  readonly carrier: string
}

/**
 * Registers a claim against the carrier of a parcel at once (AS-LIA-02, AS-LOG-12): a record of its own, apart from
 * what the buyer gets (C-26). One for a parcel and reason that was not refused: Conflict.
 */
export function openCarrierClaim(
  deps: CommandDeps,
  actor: Actor,
  input: OpenCarrierClaimInput,
): Promise<Outcome<CarrierClaimOpened>> {
  return runCommand(deps, actor, openCarrierClaimCommand, input, { keyRequired: true })
}

/** What openCarrierClaim would decide now. */
export function previewOpenCarrierClaim(
  deps: CommandDeps,
  actor: Actor,
  input: OpenCarrierClaimInput,
): Promise<Preview> {
  return preview(deps, actor, openCarrierClaimCommand, input)
}

const openCarrierClaimCommand: Command<
  z.output<typeof schema>,
  ClaimRequest,
  CarrierClaimOpened,
  LoadedParcel
> = {
  name: 'openCarrierClaim',
  permission: 'claim.manage',
  schema,
  subjectType: 'Order',
  async load(run, { orderId, shipmentId, caseId, amountFen }) {
    const order = await loadAfterSaleOrder(run, orderId)
    if (!order) return null
    const of = { orderId, shipmentId, caseId: caseId ?? null }
    const parcel = await findClaimedParcel(run.tx, run.actor.shop, of)
    if (!parcel) throw notFound('Shipment')
    if (!parcel.caseFits) throw notFound('Case')
    const { handedOver, carrier } = parcel
    const asked = { step: 'OPEN_CLAIM', orderId, shipmentId, amountFen: fen(amountFen), handedOver } as const
    return { subjectId: order.id, version: order.version, facts: asked, carrier }
  },
  async attempt(run, { shipmentId, reason }, { facts, version: current }) {
    const before = await claimOnParcel(run.tx, run.actor.shop, shipmentId, reason)
    if (before) throw conflict(current, CLAIMED)
    return facts
  },
  judge: judgeClaim,
  async execute(run, { orderId, shipmentId, caseId, reason, amountFen: asked }, { carrier }) {
    const { tx, actor, now, commandId } = run
    const claimId = newId(now)
    const number = newNumber('CL', now)
    const month = monthOf(now)
    const amountFen = fen(asked)
    const about = { orderId, caseId: caseId ?? null }
    await openClaim(tx, {
      shopId: actor.shop,
      id: claimId,
      number,
      ...about,
      shipmentId,
      carrier,
      reason,
      amountFen,
      month,
      commandId,
      at: now,
    })
    await postMovement(run, { subjectId: claimId, ...about }, { kind: 'CLAIM_OPENED', amountFen })
    return {
      ids: { claimId, number, orderId, month },
      events: [
        {
          type: 'CarrierClaimOpened',
          data: { claimId, caseId: caseId ?? null, shipmentId, carrier, reason, amountFen, month },
        },
      ],
      fields: ['claims'],
    }
  },
}

const CLAIMED = {
  zh: '该包裹已就同一原因提出索赔。',
  en: 'This parcel has been claimed for already, for the same reason.',
}
