import { lockParcel, type Parcel, setLossConfirmed } from '@cs/data/parcels'
import { type Context, type Decision, judge } from '@cs/domain/decisions'
import { wasHandedOver } from '@cs/domain/parcels'
import { z } from 'zod'
import type { Command, Loaded } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, note } from '../fields.ts'
import { conflict, Forbidden, type Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { openParcelCase } from './open-case.ts'
import { whoseWord } from './whose-word.ts'

const schema = z.strictObject({
  shipmentId: id,
  /** What it rests on: free text that no event and no decision holds. */
  note: note.optional(),
})
export type ConfirmLossInput = z.input<typeof schema>

export interface LossConfirmed {
  readonly orderId: string
  readonly shipmentId: string
  /** The after-sale of the loss; `null`: the rules say no to one. */
  readonly caseId: string | null
}

/** What is stored with the decision. */
interface LossFacts {
  readonly orderId: string
  readonly shipmentId: string
  readonly by: 'CARRIER' | 'SUPERVISOR'
}

interface LoadedParcel extends Loaded<LossFacts> {
  readonly parcel: Parcel
}

/**
 * Confirms that a parcel is lost, on the carrier's word or by a supervisor's own finding: what a refund or a
 * re-shipment waits for (Q21, AS-POL-11). Conflict for a parcel that arrived, never left, or is known as lost;
 * Forbidden for partners who carry nothing.
 */
export function confirmLoss(
  deps: CommandDeps,
  actor: Actor,
  input: ConfirmLossInput,
): Promise<Outcome<LossConfirmed>> {
  return runCommand(deps, actor, confirmLossCommand, input)
}

const confirmLossCommand: Command<z.output<typeof schema>, LossFacts, LossConfirmed, LoadedParcel> = {
  name: 'confirmLoss',
  permission: 'loss.confirm',
  schema,
  subjectType: 'Order',
  async load(run, { shipmentId }) {
    const by = await whoseWord(run)
    if (by === null) throw new Forbidden('loss.confirm')
    const parcel = await lockParcel(run.tx, run.actor.shop, { shipmentId })
    if (!parcel) return null
    const { orderId, orderVersion: version, status } = parcel
    const onItsWay = wasHandedOver(status) && status !== 'SIGNED' && status !== 'RETURNED'
    if (!onItsWay || parcel.lossConfirmedAt) throw conflict(version, NOT_LOST)
    return { subjectId: orderId, version, facts: { orderId, shipmentId, by }, parcel }
  },
  judge: (facts, context: Context): Decision => judge('CONFIRM_LOSS', [], facts, context),
  async execute(run, _input, { parcel, facts: { orderId, shipmentId, by } }) {
    await setLossConfirmed(run.tx, run.actor.shop, shipmentId, by, run.now)
    const opened = await openParcelCase(run, parcel, 'LOSS')
    return {
      ids: { orderId, shipmentId, caseId: opened?.caseId ?? null },
      events: [{ type: 'LossConfirmed', data: { shipmentId, by } }],
      fields: ['lossConfirmedAt'],
    }
  },
}

const NOT_LOST = {
  zh: '包裹未发出、已签收或已确认丢失。',
  en: 'This parcel never left, arrived, or is known as lost.',
}
