import {
  type ConfirmLossInput as Confirm,
  confirmLoss,
  type LossConfirmed,
  type ReportTrackingInput as Report,
  reportTracking,
  type TrackingReported,
} from '@cs/commands'
import { builder } from '../builder.ts'
import { AfterSale } from '../cases/index.ts'
import { Carrier, ShipmentStatus, TrackingKind } from '../enums.ts'
import { CODES } from '../mapping.ts'
import { answered, orderField } from './answers.ts'
import { commandField } from './command.ts'
import { common } from './input-fields.ts'
import { decisionField } from './outcomes.ts'
import { translated } from './subject-command.ts'

const TrackingEventInput = builder.inputType('TrackingEventInput', {
  description: 'One thing that happened to a parcel.',
  fields: (t) => ({
    kind: t.field({ type: TrackingKind, required: true, description: 'What happened.' }),
    place: t.string({ required: true, description: 'Where, at most 100 characters.' }),
    occurredAt: t.field({ type: 'DateTime', required: true, description: 'When.' }),
  }),
})

const ReportTrackingInput = builder.inputType('ReportTrackingInput', {
  description: 'What a carrier reports of a parcel. The same kind at the same time is the same event.',
  fields: (t) => ({
    waybill: t.string({ required: true, description: 'The waybill number.' }),
    carrier: t.field({ type: Carrier, required: true, description: 'Who carries it.' }),
    events: t.field({
      type: [TrackingEventInput],
      required: true,
      description: 'What happened, in any order: 1 to 50.',
    }),
  }),
})

const ConfirmLossInput = builder.inputType('ConfirmLossInput', {
  description: 'A parcel that is lost.',
  fields: (t) => ({
    shipmentId: t.id({ required: true, description: 'The parcel.' }),
    note: common.note(t),
  }),
})

commandField<object, TrackingReported>('reportTracking', {
  description:
    'Takes in what a carrier reports of a parcel (FUL-15). One that goes astray opens its after-sale (AS-LOG-04, AS-LOG-05, AS-WF-RB-1). For partners who carry parcels or keep the warehouse.',
  permission: 'tracking.report',
  input: ReportTrackingInput,
  success: {
    description: 'It was taken in.',
    fields: (t) => ({
      status: t.field({
        type: ShipmentStatus,
        description: 'Where the parcel is now.',
        resolve: (r) => r.status,
      }),
      added: t.exposeInt('added', { description: 'How many of the events were new.' }),
      order: orderField(t) as never,
      decision: decisionField(t, 'What was judged of it.') as never,
    }),
  },
  run: (deps, actor, input) => {
    const { events, ...parcel } = input as Report
    // A DateTime arrives as a date; commands take text.
    const times = events.map((each) => ({ ...each, occurredAt: new Date(each.occurredAt).toISOString() }))
    return reportTracking(deps, actor, { ...parcel, events: times })
  },
})

commandField<object, LossConfirmed>('confirmLoss', {
  description:
    'Confirms that a parcel is lost, on the carrier’s word or by a supervisor’s finding: a refund or re-shipment waits for it (Q21, AS-POL-11).',
  permission: 'loss.confirm',
  input: ConfirmLossInput,
  success: {
    description: 'It was confirmed.',
    fields: (t) => ({
      afterSale: answered(
        t,
        AfterSale,
        'caseId',
        'The after-sale of the loss; null: the rules say no to one.',
      ) as never,
      order: orderField(t) as never,
      decision: decisionField(t, 'What was judged of it.') as never,
    }),
  },
  run: (deps, actor, input, viewer) =>
    confirmLoss(deps, actor, translated<Confirm>(viewer, input, { ids: { shipmentId: CODES.Shipment } })),
})
