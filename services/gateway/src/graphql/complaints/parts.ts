import { SPECIAL_HINTS, type SpecialKind as SpecialKindName } from '@cs/domain/complaints'
import { sql } from 'kysely'
import { Agent } from '../agents/index.ts'
import { Complaint } from '../cases/index.ts'
import { Sku } from '../catalog/index.ts'
import { DecisionRecord } from '../decisions/index.ts'
import { Bilingual } from '../decisions/shape.ts'
import {
  Carrier,
  ComplaintState,
  ComplaintStepName,
  EscalationLevel,
  EscalationTrigger,
  MaliceStage,
  SpecialKind,
} from '../enums.ts'
import { ComplaintGroup, ComplaintMark, ComplaintStepTaken, Escalation } from './types.ts'

ComplaintStepTaken.fields((f) => ({
  step: f.col('step', { type: ComplaintStepName, description: 'Which step.' }),
  fromState: f.col('from_state', {
    type: ComplaintState,
    nullable: true,
    description: 'The state before; null where it began.',
  }),
  toState: f.col('to_state', { type: ComplaintState, description: 'The state after.' }),
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

ComplaintMark.fields((f) => ({
  kind: f.col('kind', { type: SpecialKind, description: 'Which kind.' }),
  stage: f.col('stage', {
    type: MaliceStage,
    nullable: true,
    description: 'How far it has come; of malice alone (C-44).',
  }),
  group: f.one(ComplaintGroup, {
    description: 'The group it belongs to; of GROUP alone.',
    where: (g, m) => sql`${g.id} = ${m.group_id}`,
  }),
  hint: f.domain({
    type: Bilingual,
    description: 'How such a complaint is handled (000 §5.3).',
    reads: (m) => sql<SpecialKindName>`to_json(${m.kind})`,
    run: (kind: SpecialKindName) => SPECIAL_HINTS[kind].text,
  }),
  markedBy: f.one(Agent, {
    description: 'Who marked it; null: found by the rules.',
    where: (a, m) => sql`${a.agent_id} = ${m.marked_by}`,
  }),
  markedAt: f.col('marked_at', { type: 'DateTime', description: 'When.' }),
}))

Escalation.fields((f) => ({
  trigger: f.col('trigger', { type: EscalationTrigger, description: 'Why.' }),
  level: f.col('level', { type: EscalationLevel, description: 'How far up.' }),
  to: f.one(Agent, {
    description: 'Who is to acknowledge it; null: the shop has nobody of that grade.',
    where: (a, e) => sql`${a.agent_id} = ${e.to_id}`,
  }),
  escalatedBy: f.one(Agent, {
    description: 'Who took it there; null: the rules did.',
    where: (a, e) => sql`${a.agent_id} = ${e.escalated_by}`,
  }),
  escalatedAt: f.col('escalated_at', { type: 'DateTime', description: 'When it went up.' }),
  passesOnAt: f.col('next_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When it goes on to the manager, if nobody acknowledges it (Q59).',
  }),
  acknowledgedBy: f.one(Agent, {
    description: 'Who acknowledged it; never its owner (Q69).',
    where: (a, e) => sql`${a.agent_id} = ${e.acknowledged_by}`,
  }),
  endedAt: f.col('ended_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When it was acknowledged, or nothing was left of it; null: it waits.',
  }),
}))

ComplaintGroup.fields((f) => ({
  number: f.col('number', { type: 'String', description: 'The number of the group.' }),
  sku: f.one(Sku, {
    description: 'The specification that all complain of.',
    where: (s, g) => sql`${s.id} = ${g.sku_id}`,
  }),
  carrier: f.col('carrier', {
    type: Carrier,
    nullable: true,
    description: 'The carrier that all complain of.',
  }),
  openedAt: f.col('opened_at', { type: 'DateTime', description: 'When it was raised.' }),
  closedAt: f.col('closed_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When the last of its complaints was closed.',
  }),
  complaints: f.list(Complaint, {
    description: 'Its complaints, oldest first.',
    where: (c, g) => sql`${c.id} IN (SELECT m.case_id FROM complaint_marks m
      WHERE m.shop_id = ${g.shop_id} AND m.group_id = ${g.id})`,
    order: (c) => [c.opened_at, c.id],
  }),
}))
