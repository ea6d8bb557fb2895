import { sql } from 'kysely'
import { Agent } from '../agents/index.ts'
import { Sku } from '../catalog/index.ts'
import { DecisionRecord } from '../decisions/index.ts'
import {
  AfterSaleState,
  AfterSaleStepName,
  Carrier,
  InspectionFinding,
  InspectionResult,
  RefusedReason,
  ReplacementKind,
  ReturnShipmentStatus,
} from '../enums.ts'
import { Money } from '../mapping.ts'
import { OrderLine } from '../orders/types.ts'
import { AfterSaleLine, AfterSaleStepTaken, Inspection, Replacement, ReturnShipment } from './types.ts'

AfterSaleLine.fields((f) => ({
  quantity: f.col('quantity', { type: 'Int', description: 'Pieces.' }),
  line: f.one(OrderLine, {
    nullable: false,
    description: 'The line of the order.',
    where: (o, l) => sql`${o.id} = ${l.order_line_id}`,
  }),
}))

AfterSaleStepTaken.fields((f) => ({
  id: f.id(),
  step: f.col('step', { type: AfterSaleStepName, description: 'Which step.' }),
  fromState: f.col('from_state', {
    type: AfterSaleState,
    nullable: true,
    description: 'The state before; null for the application.',
  }),
  toState: f.col('to_state', { type: AfterSaleState, description: 'The state after.' }),
  agent: f.one(Agent, {
    description: 'Who took it; null: a partner or the service itself.',
    where: (a, s) => sql`${a.agent_id} = ${s.agent_id}`,
  }),
  note: f.col('note', {
    type: 'String',
    nullable: true,
    guard: 'case.content.read',
    description: 'What was noted. Free text counts as personal.',
  }),
  at: f.col('at', { type: 'DateTime', description: 'When.' }),
  decision: f.one(DecisionRecord, {
    description: 'The decision that permitted it.',
    where: (d, s) => sql`${d.id} = ${s.decision_id}`,
  }),
}))

ReturnShipment.fields((f) => ({
  id: f.id(),
  waybill: f.col('waybill', { type: 'String', description: 'The waybill number.' }),
  carrier: f.col('carrier', { type: Carrier, description: 'Who carries it.' }),
  freightCollect: f.col('freight_collect', {
    type: 'Boolean',
    description: 'Whether the freight is to be paid at the door (C-35).',
  }),
  freight: f.embed(Money, (r) => r.freight_fen, { description: 'What the way back cost.' }),
  pickup: f.col('pickup', { type: 'Boolean', description: 'Whether a courier collects it (AS-SLA-02).' }),
  status: f.col('status', { type: ReturnShipmentStatus, description: 'Where it is.' }),
  refusedReason: f.col('refused_reason', {
    type: RefusedReason,
    nullable: true,
    description: 'Why it was refused at the door (AS-WF-BAS-3).',
  }),
  weightGrams: f.col('weight_grams', {
    type: 'Int',
    nullable: true,
    description: 'The weight on arrival, in grams.',
  }),
  sentAt: f.col('sent_at', { type: 'DateTime', description: 'When it was sent.' }),
  arrivedAt: f.col('arrived_at', { type: 'DateTime', nullable: true, description: 'When it arrived.' }),
}))

Inspection.fields((f) => ({
  id: f.id(),
  result: f.col('result', { type: InspectionResult, description: 'Passed or failed.' }),
  finding: f.col('finding', { type: InspectionFinding, description: 'What was found.' }),
  note: f.col('note', {
    type: 'String',
    nullable: true,
    guard: 'case.content.read',
    description: 'What was noted. Free text counts as personal.',
  }),
  inspectedBy: f.one(Agent, {
    description: 'Who looked.',
    where: (a, i) => sql`${a.agent_id} = ${i.inspected_by}`,
  }),
  inspectedAt: f.col('inspected_at', { type: 'DateTime', description: 'When.' }),
}))

Replacement.fields((f) => ({
  id: f.id(),
  kind: f.col('kind', { type: ReplacementKind, description: 'Why it leaves.' }),
  sku: f.one(Sku, { description: 'What is sent.', where: (s, r) => sql`${s.id} = ${r.sku_id}` }),
  quantity: f.col('quantity', { type: 'Int', description: 'Pieces.' }),
  carrier: f.col('carrier', { type: Carrier, description: 'Who carries it.' }),
  waybill: f.col('waybill', { type: 'String', description: 'The waybill number.' }),
  sentAt: f.col('sent_at', { type: 'DateTime', description: 'When it was handed over (AS-SLA-04).' }),
  confirmedAt: f.col('confirmed_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When the customer confirmed it.',
  }),
}))
