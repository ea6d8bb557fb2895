import { recordReturnShipment as writeReturnShipment } from '@cs/data/after-sales'
import { fen } from '@cs/domain/money'
import { z } from 'zod'
import type { Actor } from '../context.ts'
import { invalid, type Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type ReturnShipmentRecorded, stepInput } from './moved.ts'
import { stepCommand } from './step-command.ts'

const schema = z.strictObject({
  ...stepInput,
  waybill: z.string().regex(/^[A-Za-z0-9-]{6,40}$/),
  /** The code of the carrier, such as SF. */
  carrier: z.string().regex(/^[A-Z][A-Z0-9_]{1,19}$/),
  freightCollect: z.boolean().default(false),
  /** Fen. What the customer paid the courier. */
  freightFen: z.int().min(0).max(10_000_000).default(0),
  /** Collected by a courier of the shop. */
  pickup: z.boolean().default(false),
})
export type RecordReturnShipmentInput = z.input<typeof schema>

/**
 * Files the waybill of a return: the customer's own, or that of the courier who collected it (AS-WF-RET step 4).
 * Nothing is received without one (C-50).
 */
export function recordReturnShipment(
  deps: CommandDeps,
  actor: Actor,
  input: RecordReturnShipmentInput,
): Promise<Outcome<ReturnShipmentRecorded>> {
  return runCommand(deps, actor, recordReturnShipmentCommand, input, { keyRequired: true })
}

const recordReturnShipmentCommand = stepCommand({
  name: 'recordReturnShipment',
  permission: 'after_sale.request',
  schema,
  ask: ({ carrier, freightCollect, freightFen, pickup }) => ({
    step: 'RECORD_RETURN_SHIPMENT',
    carrier,
    freightCollect,
    freightFen: fen(freightFen),
    pickup,
  }),
  async prepare({ tx, actor, now }, { waybill, carrier, freightCollect, freightFen, pickup }, { subjectId }) {
    const parcel = { waybill, carrier, freightCollect, freightFen, pickup }
    const on = { shopId: actor.shop, caseId: subjectId, at: now }
    const returnShipmentId = await writeReturnShipment(tx, { ...on, ...parcel })
    if (!returnShipmentId) throw invalid('waybill', 'INVALID', FILED)
    return {
      ids: { returnShipmentId },
      data: { returnShipmentId, carrier, freightCollect, freightFen, pickup },
    }
  },
  event: 'ReturnShipped',
  fields: ['returnShipments'],
})

const FILED = {
  zh: '该运单号已登记在此售后单上。',
  en: 'This after-sale has that waybill already.',
}
