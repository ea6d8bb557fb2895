import { settleReturnShipment } from '@cs/data/after-sales'
import { clocksAtReceipt } from '@cs/domain/after-sales'
import { z } from 'zod'
import type { Actor } from '../context.ts'
import type { Outcome } from '../outcomes.ts'
import { type Preview, preview } from '../preview.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { type ReturnShipmentRecorded, stepInput } from './moved.ts'
import { stepCommand } from './step-command.ts'

const schema = z.strictObject({ ...stepInput, weightGrams: z.int().min(1).max(10_000_000).optional() })
export type ReceiveReturnInput = z.input<typeof schema>

/** Takes a return in at the shop's door: inspection and settlement are owed from now on (AS-SLA-03, -04, -08). */
export function receiveReturn(
  deps: CommandDeps,
  actor: Actor,
  input: ReceiveReturnInput,
): Promise<Outcome<ReturnShipmentRecorded>> {
  return runCommand(deps, actor, receiveReturnCommand, input, { keyRequired: true })
}

/** What receiveReturn would decide now. */
export function previewReceiveReturn(
  deps: CommandDeps,
  actor: Actor,
  input: ReceiveReturnInput,
): Promise<Preview> {
  return preview(deps, actor, receiveReturnCommand, input)
}

const receiveReturnCommand = stepCommand({
  name: 'receiveReturn',
  permission: 'after_sale.receive',
  schema,
  ask: () => ({ step: 'RECEIVE_RETURN' }),
  async prepare(run, { weightGrams = null }, { subjectId, facts }) {
    const { tx, actor, now } = run
    const arrival = { status: 'RECEIVED', weightGrams } as const
    const returnShipmentId = await settleReturnShipment(tx, actor.shop, subjectId, arrival, now)
    const options = { set: { received_at: now }, start: clocksAtReceipt(facts.case, run.context) }
    return { ids: { returnShipmentId }, options, data: { returnShipmentId, weightGrams } }
  },
  event: 'ReturnReceived',
  fields: ['receivedAt', 'returnShipments'],
})
