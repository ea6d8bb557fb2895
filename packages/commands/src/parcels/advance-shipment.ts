import { lockOrder } from '@cs/data/orders'
import { linesInParcels, lockParcel, type Parcel, setParcel, setPrinted } from '@cs/data/parcels'
import { judgeRequest, type OrderRequest } from '@cs/domain/orders'
import { isFurther, type PackingStatus } from '@cs/domain/parcels'
import { z } from 'zod'
import type { Command, Loaded } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey, version } from '../fields.ts'
import { conflict, type Outcome } from '../outcomes.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { leave } from './moments.ts'
import type { ShipmentRecorded } from './record-shipment.ts'
import { requireKind } from './whose-word.ts'

/** Where a parcel with a label gets in the warehouse. */
export const NEXT_STATUSES = ['PACKED', 'HANDED_OVER'] as const satisfies readonly PackingStatus[]

const schema = z.strictObject({
  shipmentId: id,
  status: z.enum(NEXT_STATUSES),
  expectedVersion: version.optional(),
  /** Required: goods move. */
  idempotencyKey: idempotencyKey.optional(),
})
export type AdvanceShipmentInput = z.input<typeof schema>

interface LoadedParcel extends Loaded<OrderRequest> {
  readonly parcel: Parcel
}

/**
 * Records that a parcel was packed, or left with the carrier (table E.1). Judged as recordShipment is: a parcel of an
 * order that was held or cancelled meanwhile stays. What the carrier has scanned has left, whatever was recorded.
 * Conflict where it is as far already.
 */
export function advanceShipment(
  deps: CommandDeps,
  actor: Actor,
  input: AdvanceShipmentInput,
): Promise<Outcome<ShipmentRecorded>> {
  return runCommand(deps, actor, advanceShipmentCommand, input, { keyRequired: true })
}

const advanceShipmentCommand: Command<
  z.output<typeof schema>,
  OrderRequest,
  ShipmentRecorded,
  LoadedParcel
> = {
  name: 'advanceShipment',
  permission: 'shipment.record',
  schema,
  subjectType: 'Order',
  async load(run, { shipmentId }) {
    await requireKind(run, 'shipment.record', ['ERP'])
    const { tx, actor, now } = run
    const parcel = await lockParcel(tx, actor.shop, { shipmentId })
    const order = parcel && (await lockOrder(tx, actor.shop, parcel.orderId, now))
    if (!order) return null
    const waiting = await linesInParcels(tx, actor.shop, order.id)
    const lineIds = waiting.filter((line) => line.shipmentId === shipmentId).map((line) => line.id)
    const packed = waiting.filter((line) => line.shipmentId !== shipmentId).map((line) => line.id)
    const facts: OrderRequest = { order, ask: { action: 'RECORD_SHIPMENT', parcel: { lineIds, packed } } }
    return { subjectId: order.id, version: order.version, facts, parcel }
  },
  judge: judgeRequest,
  async execute(run, { status }, { facts: { order }, parcel }) {
    const { tx, actor, now } = run
    if (!isFurther(status, parcel.status)) throw conflict(order.version, AS_FAR)
    const left = status === 'HANDED_OVER'
    const change = { status, packedAt: now, handedOverAt: left ? now : undefined }
    await setParcel(tx, actor.shop, parcel.id, change)
    await setPrinted(tx, actor.shop, order.id)
    const followed = left ? await leave(run, { orderId: order.id, shipmentId: parcel.id }, now) : []
    return {
      ids: { orderId: order.id, shipmentId: parcel.id, status },
      events: [{ type: 'ShipmentAdvanced', data: { shipmentId: parcel.id, status } }, ...followed],
      fields: ['shipments', 'physicalStatus', ...(left ? ['tradeStatus'] : [])],
    }
  },
}

const AS_FAR = { zh: '包裹已经到这一步。', en: 'The parcel is as far already.' }
