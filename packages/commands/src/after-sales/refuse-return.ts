import { settleReturnShipment } from '@cs/data/after-sales'
import { z } from 'zod'
import type { Actor } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type ReturnShipmentRecorded, stepInput } from './moved.ts'
import { stepCommand } from './step-command.ts'

const schema = z.strictObject({ ...stepInput, reason: z.enum(['CARRIER_NOT_ACCEPTED', 'FREIGHT_COLLECT']) })
export type RefuseReturnInput = z.input<typeof schema>

/**
 * Refuses a return at the shop's door: a carrier that is not accepted, or freight to collect (AS-WF-BAS-3). The
 * customer has the time to send it back once more.
 */
export function refuseReturn(
  deps: CommandDeps,
  actor: Actor,
  input: RefuseReturnInput,
): Promise<Outcome<ReturnShipmentRecorded>> {
  return runCommand(deps, actor, refuseReturnCommand, input, { keyRequired: true })
}

const refuseReturnCommand = stepCommand({
  name: 'refuseReturn',
  permission: 'after_sale.receive',
  schema,
  ask: () => ({ step: 'REFUSE_RETURN' }),
  async prepare({ tx, actor, now }, { reason }, { subjectId }) {
    const arrival = { status: 'REFUSED', reason } as const
    const returnShipmentId = await settleReturnShipment(tx, actor.shop, subjectId, arrival, now)
    const options = { parameters: { reason: REASONS[reason] } }
    return { ids: { returnShipmentId }, options, data: { returnShipmentId, reason } }
  },
  event: 'ReturnRefused',
  fields: ['returnShipments'],
})

const REASONS = {
  CARRIER_NOT_ACCEPTED: { zh: '该快递公司不在收货范围内', en: 'parcels of this carrier are not taken in' },
  FREIGHT_COLLECT: { zh: '该包裹为到付件', en: 'the freight was to be collected from the shop' },
} as const
