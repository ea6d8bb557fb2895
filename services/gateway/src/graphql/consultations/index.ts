import { sql } from 'kysely'
import { Agent } from '../agents/index.ts'
import { builder } from '../builder.ts'
import { Case, Consultation } from '../cases/index.ts'
import { Product } from '../catalog/index.ts'
import { Customer } from '../customers/index.ts'
import { ConsultationStage, InquiryType, LeadReason, LeadStatus, UnpaidReason } from '../enums.ts'
import { refersTo } from '../filters.ts'
import { CODES, mapper } from '../mapping.ts'
import { Order } from '../orders/types.ts'
import { conversionField, receptionHintsField } from './figures.ts'
import { Lead, PaymentFollowUp } from './types.ts'

Consultation.fields((f) => ({
  inquiryType: f.expr((c) => c.inquiry_type, { type: InquiryType, description: 'What is asked (PRE-TYP).' }),
  stage: f.expr((c) => c.stage, {
    type: ConsultationStage,
    description: 'The step it is at; steps may be skipped and taken again (PRE-WF-01).',
  }),
  hints: receptionHintsField(f),
  conversion: conversionField(f),
  leads: f.list(Lead, {
    description: 'What was registered of it because nothing was ordered, oldest first (PRE-CNV-01).',
    where: (l, c) => sql`${l.case_id} = ${c.id}`,
    order: (l) => [l.registered_at, l.id],
  }),
}))

Lead.fields((f) => ({
  id: f.id(),
  case: f.one(Case, { description: 'The consultation.', where: (k, l) => sql`${k.id} = ${l.case_id}` }),
  customer: f.one(Customer, {
    description: 'Who asked.',
    where: (c, l) => sql`${c.id} = ${l.customer_id}`,
  }),
  product: f.one(Product, {
    description: 'What it was about.',
    where: (p, l) => sql`${p.id} = ${l.product_id}`,
  }),
  agent: f.one(Agent, {
    description: 'Who registered it and follows it up.',
    where: (a, l) => sql`${a.agent_id} = ${l.agent_id}`,
  }),
  reason: f.col('reason', { type: LeadReason, description: 'Why nothing was ordered.' }),
  status: f.col('status', { type: LeadStatus, description: 'Whether it is followed up, or how it ended.' }),
  note: f.col('note', { type: 'String', nullable: true, description: 'What was noted.' }),
  nextFollowUpAt: f.col('next_follow_up_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When the customer is contacted next; null: it has ended.',
  }),
  attempts: f.col('attempts', { type: 'Int', description: 'How often it was followed up.' }),
  registeredAt: f.col('registered_at', { type: 'DateTime', description: 'When it was registered.' }),
  endedAt: f.col('ended_at', { type: 'DateTime', nullable: true, description: 'When it ended.' }),
  version: f.col('version', { type: 'Int', description: 'Counts the changes.' }),
})).listed({
  filters: { agentId: refersTo(CODES.Agent, 'Followed up by this agent.', (l) => l.agent_id, 'agent.read') },
  orders: {
    DUE: {
      description: 'The next contact first; only those that have not ended.',
      by: [{ column: 'next_follow_up_at', cast: 'timestamptz' }],
      direction: 'ASC',
      where: (l) => sql`${l.next_follow_up_at} IS NOT NULL`,
    },
    NEWEST: {
      description: 'Newest first.',
      by: [{ column: 'registered_at', cast: 'timestamptz' }],
      direction: 'DESC',
    },
  },
})

PaymentFollowUp.fields((f) => ({
  id: f.id(),
  reason: f.col('reason', { type: UnpaidReason, description: 'Why it was not paid.' }),
  note: f.col('note', { type: 'String', nullable: true, description: 'What was noted.' }),
  agreedUntil: f.col('agreed_until', {
    type: 'DateTime',
    nullable: true,
    description: 'By when the customer agreed to pay.',
  }),
  agent: f.one(Agent, {
    description: 'Who asked.',
    where: (a, p) => sql`${a.agent_id} = ${p.agent_id}`,
  }),
  at: f.col('at', { type: 'DateTime', description: 'When.' }),
}))

builder.queryFields((t) => ({
  leads: mapper.read(t, (f) =>
    f.connection(Lead, { description: 'The register of who asked and did not order (PRE-CNV-01).' }),
  ),
  silentOrders: mapper.read(t, (f) =>
    f.connection(Order, {
      description:
        'Orders placed without a word that wait for payment: followed up by who is on duty (PRE-CNV-03).',
      where: (o) => sql`${o.trade_status} = 'UNPAID' AND ${o.source} = 'SILENT'`,
    }),
  ),
}))
