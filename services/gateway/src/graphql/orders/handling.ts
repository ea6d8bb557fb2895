import { sql } from 'kysely'
import { Agent } from '../agents/index.ts'
import {
  Carrier,
  Flag,
  LossConfirmation,
  ProblemKind,
  ProblemStatus,
  RemarkAction,
  ShipmentService,
  ShipmentStatus,
  TrackingKind,
} from '../enums.ts'
import { OrderLine, OrderProblem, OrderRemark, Shipment, TrackingEvent } from './types.ts'

Shipment.fields((f) => ({
  id: f.id(),
  waybill: f.col('waybill', { type: 'String', description: 'The waybill number.' }),
  carrier: f.col('carrier', { type: Carrier, description: 'Who carries it.' }),
  service: f.col('service', { type: ShipmentService, description: 'How it is sent (FUL-12).' }),
  status: f.col('status', { type: ShipmentStatus, description: 'Where it is.' }),
  weightGrams: f.col('weight_grams', {
    type: 'Int',
    nullable: true,
    description: 'The weight on the stub, in grams.',
  }),
  packedAt: f.col('packed_at', { type: 'DateTime', nullable: true, description: 'When it was packed.' }),
  handedOverAt: f.col('handed_over_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When the carrier took it.',
  }),
  signedAt: f.col('signed_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When it was signed for, or counted as received.',
  }),
  lossConfirmedAt: f.col('loss_confirmed_at', {
    type: 'DateTime',
    nullable: true,
    description: 'Since when it counts as lost (AS-POL-11, Q21).',
  }),
  lossConfirmedBy: f.col('loss_confirmed_by', {
    type: LossConfirmation,
    nullable: true,
    description: 'On whose word it counts as lost (Q21).',
  }),
  expectedOn: f.col('expected_on', { type: 'Date', nullable: true, description: 'When it should arrive.' }),
  lines: f.list(OrderLine, {
    description: 'What is in it.',
    where: (l, s) => sql`${l.shipment_id} = ${s.id}`,
    order: (l) => [l.position],
  }),
  tracking: f.list(TrackingEvent, {
    description: 'What the carrier reported, oldest first.',
    where: (e, s) => sql`${e.shipment_id} = ${s.id}`,
    order: (e) => [e.occurred_at, e.position],
  }),
}))

TrackingEvent.fields((f) => ({
  kind: f.col('kind', { type: TrackingKind, description: 'What happened.' }),
  place: f.col('place', { type: 'String', description: 'Where.' }),
  occurredAt: f.col('occurred_at', { type: 'DateTime', description: 'When.' }),
  reportedBy: f.expr((e) => sql`(SELECT p.name FROM partner_clients p WHERE p.id = ${e.reported_by})`, {
    type: 'String',
    nullable: true,
    description: 'The partner that reported it; null: the shop itself.',
  }),
}))

OrderRemark.fields((f) => ({
  id: f.id(),
  action: f.col('action_type', { type: RemarkAction, description: 'What it is about.' }),
  flag: f.col('flag', { type: Flag, nullable: true, description: 'Its colour.' }),
  text: f.col('text', { type: 'String', description: 'What was noted.' }),
  author: f.one(Agent, {
    description: 'Who noted it (ORD-FLG-01).',
    where: (a, r) => sql`${a.agent_id} = ${r.agent_id}`,
  }),
  createdAt: f.col('created_at', { type: 'DateTime', description: 'When.' }),
})).listed({
  filters: {},
  orders: {
    NEWEST: {
      description: 'Newest first.',
      by: [{ column: 'created_at', cast: 'timestamptz' }],
      direction: 'DESC',
    },
  },
})

OrderProblem.fields((f) => ({
  id: f.id(),
  kind: f.col('kind', { type: ProblemKind, description: 'What is abnormal.' }),
  status: f.col('status', { type: ProblemStatus, description: 'Where it stands.' }),
  note: f.col('note', { type: 'String', nullable: true, description: 'What was noted of it.' }),
  reportedBy: f.one(Agent, {
    description: 'Who reported it.',
    where: (a, p) => sql`${a.agent_id} = ${p.reported_by}`,
  }),
  reportedAt: f.col('reported_at', { type: 'DateTime', description: 'When.' }),
  solvedAt: f.col('solved_at', { type: 'DateTime', nullable: true, description: 'When it was settled.' }),
}))
