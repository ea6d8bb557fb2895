import { sql } from 'kysely'
import './evidence-pack.ts'
import './parts.ts'
import { Compensation, Evidence } from '../after-sales/types.ts'
import { Complaint } from '../cases/index.ts'
import { Sku } from '../catalog/index.ts'
import {
  Carrier,
  Cause,
  ComplaintGrade,
  ComplaintHarm,
  ComplaintState,
  ComplaintTopic,
  LiableParty,
  Satisfaction,
} from '../enums.ts'
import { Money } from '../mapping.ts'
import { complaintActionsField, seriousBecauseField } from './actions.ts'
import { ComplaintMark, ComplaintStepTaken, Escalation, EvidencePack } from './types.ts'

const content = 'case.content.read'

Complaint.fields((f) => {
  const text = (column: Parameters<typeof f.col>[0], description: string) =>
    f.col(column, { type: 'String', nullable: true, guard: content, description })
  return {
    grade: f.expr((c) => c.grade, { type: ComplaintGrade, description: 'Ordinary or serious.' }),
    gradedAt: f.col('graded_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was graded; null: the grade is provisional (Q34).',
    }),
    seriousBecause: seriousBecauseField(f),
    state: f.expr((c) => c.complaint_state, {
      type: ComplaintState,
      description: 'The step it is at (CMP-WF-01).',
    }),
    topic: f.expr((c) => sql`COALESCE(${c.complaint_topic}, 'OTHER')`, {
      type: ComplaintTopic,
      description: 'What it is about.',
    }),
    actions: complaintActionsField(f),
    problem: f.expr((c) => c.problem, { type: 'String', guard: content, description: 'What went wrong.' }),
    expectedSolution: text('expected_solution', 'What the customer expects.'),
    claimed: f.embed(Money, (c) => c.claimed_fen, {
      nullable: true,
      guard: 'order.payment.read',
      description: 'The amount claimed, where one is (CMP-GRD-02).',
    }),
    harms: f.col('harms', { type: [ComplaintHarm], description: 'What makes it serious by itself.' }),
    sku: f.one(Sku, {
      description: 'The specification it is about.',
      where: (s, c) => sql`${s.id} = ${c.sku_id}`,
    }),
    carrier: f.col('carrier', { type: Carrier, nullable: true, description: 'Whose delivery it is about.' }),
    promisedUntil: f.col('promised_until', {
      type: 'DateTime',
      nullable: true,
      description: 'The limit promised to the customer; never looser than the shop’s (C-03).',
    }),
    verification: text('verification', 'What was found (CMP-WF-01 step 3).'),
    cause: f.col('cause', { type: Cause, nullable: true, description: 'What was found to be the cause.' }),
    liable: f.col('liable', { type: LiableParty, nullable: true, description: 'Who answers for it.' }),
    plan: text('plan', 'What is offered (CMP-WF-01 step 4).'),
    result: text('complaint_result', 'What came of it (CMP-WF-01 step 7).'),
    satisfaction: f.col('satisfaction', {
      type: Satisfaction,
      nullable: true,
      description: 'What the customer says of the result.',
    }),
    rootCause: text('root_cause', 'Where it comes from (CMP-PRI-12).'),
    prevention: text('prevention', 'How it is kept from happening again (CMP-PRI-12).'),
    reopened: f.col('reopened', { type: 'Int', description: 'How often it was opened again.' }),
    special: f.list(ComplaintMark, {
      description: 'What is special about it, oldest first (CMP-SPC).',
      where: (m, c) => sql`${m.case_id} = ${c.id}`,
      order: (m) => [m.marked_at, m.kind],
    }),
    escalations: f.list(Escalation, {
      description: 'To whom it went up, oldest first (C-04).',
      where: (e, c) => sql`${e.case_id} = ${c.id}`,
      order: (e) => [e.escalated_at, e.id],
    }),
    steps: f.list(ComplaintStepTaken, {
      description: 'The steps taken, oldest first.',
      where: (s, c) => sql`${s.case_id} = ${c.id}`,
      order: (s) => [s.at, s.id],
    }),
    compensations: f.list(Compensation, {
      description: 'Goodwill given on it, oldest first.',
      where: (k, c) => sql`${k.case_id} = ${c.id}`,
      order: (k) => [k.created_at, k.id],
    }),
    evidence: f.list(Evidence, {
      description: 'The files that prove it, oldest first.',
      where: (e, c) => sql`${e.case_id} = ${c.id}`,
      order: (e) => [e.added_at, e.id],
    }),
    evidencePack: f.one(EvidencePack, {
      description: 'All that proves it, in one piece, for the arbitration of the platform (PRV-07).',
      where: (p, c) => sql`${p.id} = ${c.id}`,
    }),
  }
})
