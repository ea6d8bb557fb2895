import {
  type AdvanceShipmentInput as Advance,
  advanceShipment,
  type ConfirmReceiptInput as Confirm,
  confirmReceipt,
  NEXT_STATUSES,
  previewConfirmReceipt,
  previewRecordShipment,
  type ReceiptConfirmed,
  type RecordShipmentInput as Record,
  recordShipment,
  type ShipmentRecorded,
} from '@cs/commands'
import { labelOf } from '@cs/domain/labels'
import { PACKING_STATUSES } from '@cs/domain/parcels'
import { builder } from '../builder.ts'
import { Carrier, ShipmentService } from '../enums.ts'
import { CODES } from '../mapping.ts'
import { Shipment } from '../orders/types.ts'
import { answered, orderField, permitted } from './answers.ts'
import { subjectCommand } from './subject-command.ts'

const statuses = (name: string, description: string, values: readonly string[]) =>
  builder.enumType(name, {
    description,
    values: Object.fromEntries(
      values.map((value) => {
        const label = labelOf('ShipmentStatus', value)
        return [value, { value, description: `${label?.zh} · ${label?.en}` }]
      }),
    ),
  })

const PackingStatus = statuses(
  'PackingStatus',
  'How far a parcel is in the warehouse (E.1).',
  PACKING_STATUSES,
)
const NextPackingStatus = statuses('NextPackingStatus', 'Where a parcel with a label gets.', NEXT_STATUSES)

const order = { field: 'orderId', code: CODES.Order, description: 'The order.' }
const parcelAndOrder = (t: unknown) => ({
  shipment: answered(t, Shipment, 'shipmentId', 'The parcel as it is now.'),
  order: orderField(t),
  ...permitted(t),
})

subjectCommand<Record, ShipmentRecorded>('recordShipment', {
  description:
    'Records a parcel of an order: its waybill, what is in it, and whether it is packed or has left (E.1, FUL-14). An order may go in several parcels; with the last one, the promise of its dispatch is kept (FUL-03). Nothing is sent of an order that is not paid, is held or is over. For the warehouse.',
  permission: 'shipment.record',
  subject: order,
  fields: (t) => ({
    carrier: t.field({ type: Carrier, required: true, description: 'Who carries it.' }),
    waybill: t.string({
      required: true,
      description: 'The waybill number: 6 to 40 letters and digits. It counts once in a shop.',
    }),
    service: t.field({ type: ShipmentService, description: 'How it is sent; left out: standard.' }),
    status: t.field({ type: PackingStatus, description: 'How far it is; left out: its label is printed.' }),
    lineIds: t.idList({
      description: 'The lines in it; left out: all that wait and are in no other parcel.',
    }),
    weightGrams: t.int({ description: 'The weight on the stub, in grams.' }),
    expectedOn: t.field({ type: 'Date', description: 'When it should arrive.' }),
  }),
  ids: { lineIds: CODES.OrderLine },
  keyRequired: true,
  success: 'The parcel is on record.',
  answers: parcelAndOrder,
  command: recordShipment,
  preview: previewRecordShipment,
})

subjectCommand<Advance, ShipmentRecorded>('advanceShipment', {
  description:
    'Records that a parcel was packed, or left with the carrier. Judged as `recordShipment` is; what the carrier has scanned has left, whatever was recorded. For the warehouse.',
  permission: 'shipment.record',
  subject: { field: 'shipmentId', code: CODES.Shipment, description: 'The parcel.' },
  fields: (t) => ({
    status: t.field({ type: NextPackingStatus, required: true, description: 'Where it is now.' }),
  }),
  keyRequired: true,
  success: 'It is there.',
  answers: parcelAndOrder,
  command: advanceShipment,
})

subjectCommand<Confirm, ReceiptConfirmed>('confirmReceipt', {
  description:
    'Confirms for the buyer that all of an order was received, as a signature does: the days of after-sales run, and what it earned can be spent. Of itself that happens at the end of the tenth day after the last dispatch, unless an after-sale is open (AS-SLA-28, Q37, Q67).',
  permission: 'receipt.confirm',
  subject: order,
  keyRequired: true,
  success: 'It was received.',
  answers: (t) => ({ order: orderField(t), ...permitted(t) }),
  command: confirmReceipt,
  preview: previewConfirmReceipt,
})
