import { findOrder, lockOrder } from '@cs/data/orders'
import { addShipment, linesInParcels, setParcel, setPrinted } from '@cs/data/parcels'
import { judgeRequest, type OrderRequest } from '@cs/domain/orders'
import { CARRIERS, PACKING_STATUSES, type PackingStatus, SHIPPING_SERVICES } from '@cs/domain/parcels'
import { z } from 'zod'
import type { Command, Loaded } from '../command.ts'
import type { Actor } from '../context.ts'
import { id, idempotencyKey, version } from '../fields.ts'
import { conflict, invalid, type Outcome } from '../outcomes.ts'
import { type Preview, preview } from '../preview.ts'
import { type CommandDeps, runCommand } from '../run.ts'
import { leave } from './moments.ts'
import { requireKind } from './whose-word.ts'

const schema = z.strictObject({
  orderId: id,
  carrier: z.enum(CARRIERS),
  waybill: z
    .string()
    .transform((text) => text.trim().toUpperCase())
    .pipe(z.string().regex(/^[A-Z0-9-]{6,40}$/)),
  service: z.enum(SHIPPING_SERVICES).optional(),
  /** How far it is; a printed label where nothing is said. */
  status: z.enum(PACKING_STATUSES).optional(),
  /** What is in it; all that waits and is in no other parcel where nothing is said. */
  lineIds: z.array(id).min(1).max(100).optional(),
  weightGrams: z.int().min(1).max(1_000_000).optional(),
  /** The day on which it should arrive. */
  expectedOn: z.iso.date().optional(),
  expectedVersion: version.optional(),
  /** Required: goods move. */
  idempotencyKey: idempotencyKey.optional(),
})
export type RecordShipmentInput = z.input<typeof schema>
type Input = z.output<typeof schema>

export interface ShipmentRecorded {
  readonly orderId: string
  readonly shipmentId: string
  readonly status: PackingStatus
}

interface Packing extends Loaded<OrderRequest> {
  readonly lineIds: readonly string[]
}

/**
 * Records a parcel of an order: its waybill, what is in it, and whether it is packed or has left with the carrier
 * (table E.1, FUL-14). An order may go in several parcels; a line goes in one. With the last one that leaves, the promise
 * of dispatch is kept (FUL-03). Of an order that is not paid, is held or is over, nothing is sent. A waybill that is on
 * record is a Conflict. For the warehouse; Forbidden for other partners.
 */
export function recordShipment(
  deps: CommandDeps,
  actor: Actor,
  input: RecordShipmentInput,
): Promise<Outcome<ShipmentRecorded>> {
  return runCommand(deps, actor, recordShipmentCommand, input, { keyRequired: true })
}

/** What recordShipment would decide now. */
export function previewRecordShipment(
  deps: CommandDeps,
  actor: Actor,
  input: RecordShipmentInput,
): Promise<Preview> {
  return preview(deps, actor, recordShipmentCommand, input)
}

const recordShipmentCommand: Command<Input, OrderRequest, ShipmentRecorded, Packing> = {
  name: 'recordShipment',
  permission: 'shipment.record',
  schema,
  subjectType: 'Order',
  async load(run, input) {
    await requireKind(run, 'shipment.record', ['ERP'])
    const { tx, actor, now, asking } = run
    const order = await (asking ? findOrder : lockOrder)(tx, actor.shop, input.orderId, now)
    if (!order) return null
    const packed = (await linesInParcels(tx, actor.shop, order.id)).map((line) => line.id)
    const theirs = new Set(order.lines.map((line) => line.id))
    const unknown = input.lineIds?.findIndex((each) => !theirs.has(each)) ?? -1
    if (unknown >= 0) throw invalid(`lineIds.${unknown}`, 'INVALID', NOT_ITS_LINE)
    const waiting = order.lines.filter((line) => line.status === 'OPEN' && !packed.includes(line.id))
    const lineIds = [...new Set(input.lineIds ?? waiting.map((line) => line.id))]
    const facts: OrderRequest = { order, ask: { action: 'RECORD_SHIPMENT', parcel: { lineIds, packed } } }
    return { subjectId: order.id, version: order.version, facts, lineIds }
  },
  judge: judgeRequest,
  async execute(run, input, { facts: { order }, lineIds }) {
    const { tx, actor, now } = run
    const { carrier, service = 'STANDARD', status = 'LABEL_PRINTED' } = input
    const shipmentId = await addShipment(tx, {
      shopId: actor.shop,
      orderId: order.id,
      carrier,
      waybill: input.waybill,
      service,
      lineIds,
      packed: status !== 'LABEL_PRINTED',
      weightGrams: input.weightGrams ?? null,
      expectedOn: input.expectedOn ?? null,
      at: now,
    })
    if (!shipmentId) throw conflict(order.version, WAYBILL_USED)
    await setPrinted(tx, actor.shop, order.id)
    const left = status === 'HANDED_OVER'
    if (left) await setParcel(tx, actor.shop, shipmentId, { status, handedOverAt: now })
    const followed = left ? await leave(run, { orderId: order.id, shipmentId }, now) : []
    return {
      ids: { orderId: order.id, shipmentId, status },
      events: [
        { type: 'ShipmentRecorded', data: { shipmentId, carrier, service, status, lineIds } },
        ...followed,
      ],
      fields: ['shipments', 'physicalStatus', ...(left ? ['tradeStatus'] : [])],
    }
  },
}

const NOT_ITS_LINE = { zh: '订单没有这一行。', en: 'The order has no such line.' }
const WAYBILL_USED = { zh: '运单号已经登记过。', en: 'This waybill is on record already.' }
