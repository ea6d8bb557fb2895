import { sql } from 'kysely'
import {
  InvoiceKind,
  InvoiceStatus,
  PaymentMethod,
  PaymentStatus,
  RefundFailure,
  RefundKind,
  RefundReason,
  RefundRoute,
  RefundStatus,
} from '../enums.ts'
import { Money } from '../mapping.ts'
import { Invoice, OrderLine, Payment, Refund, RefundLine } from './types.ts'

Payment.fields((f) => ({
  id: f.id(),
  method: f.col('method', { type: PaymentMethod, description: 'How.' }),
  amount: f.embed(Money, (p) => p.amount_fen, { description: 'How much.' }),
  status: f.col('status', { type: PaymentStatus, description: 'Whether it arrived.' }),
  createdAt: f.col('created_at', { type: 'DateTime', description: 'When it was started.' }),
  receivedAt: f.col('received_at', { type: 'DateTime', nullable: true, description: 'When it arrived.' }),
}))

Refund.fields((f) => ({
  id: f.id(),
  number: f.col('number', { type: 'String', description: 'The refund number.' }),
  route: f.col('route', { type: RefundRoute, description: 'The way it goes.' }),
  reason: f.col('reason', { type: RefundReason, description: 'Why.' }),
  status: f.col('status', { type: RefundStatus, description: 'Where it stands.' }),
  goods: f.embed(Money, (r) => r.goods_fen, { description: 'For goods.' }),
  freight: f.embed(Money, (r) => r.freight_fen, {
    description: 'For freight (Q08).',
  }),
  amount: f.embed(Money, (r) => r.amount_fen, { description: 'Both together.' }),
  dueAt: f.col('due_at', { type: 'DateTime', description: 'To be issued by (C-14, Q40).' }),
  createdAt: f.col('created_at', { type: 'DateTime', description: 'Owed since.' }),
  issuedAt: f.col('issued_at', { type: 'DateTime', nullable: true, description: 'When it was issued.' }),
  arrivedAt: f.col('arrived_at', { type: 'DateTime', nullable: true, description: 'When it arrived.' }),
  kind: f.col('kind', {
    type: RefundKind,
    description: 'Full, partial, or in advance of the goods (AS-POL-10).',
  }),
  attempts: f.col('attempts', { type: 'Int', description: 'How often it was issued (AS-WF-GEN-3).' }),
  failure: f.col('failure', {
    type: RefundFailure,
    nullable: true,
    description: 'Why the last attempt failed.',
  }),
  failedAt: f.col('failed_at', { type: 'DateTime', nullable: true, description: 'When it failed.' }),
  arrivesFrom: f.col('arrives_from', {
    type: 'DateTime',
    nullable: true,
    description: 'Expected on the account from then, once issued (AS-RFD-01…04).',
  }),
  arrivesBy: f.col('arrives_by', {
    type: 'DateTime',
    nullable: true,
    description: 'Expected on the account by then (AS-RFD-01…04).',
  }),
  version: f.col('version', { type: 'Int', description: 'Counts the changes.' }),
  lines: f.list(RefundLine, {
    description: 'Line by line.',
    where: (l, r) => sql`${l.refund_id} = ${r.id}`,
    order: (l) => [l.order_line_id],
  }),
}))

RefundLine.fields((f) => ({
  amount: f.embed(Money, (l) => l.amount_fen, { description: 'For this line.' }),
  points: f.col('points', { type: 'Int', description: 'Points given back with it (Q09).' }),
  line: f.one(OrderLine, {
    nullable: false,
    description: 'The line.',
    where: (o, l) => sql`${o.id} = ${l.order_line_id}`,
  }),
}))

Invoice.fields((f) => ({
  id: f.id(),
  kind: f.col('kind', { type: InvoiceKind, description: 'Electronic or paper.' }),
  title: f.col('title', { type: 'String', description: 'The title.' }),
  company: f.col('company', {
    type: 'Boolean',
    description: 'Whether it is for a company, which needs a tax number.',
  }),
  taxId: f.col('tax_id', { type: 'String', nullable: true, description: 'The tax number.' }),
  content: f.col('content', { type: 'String', description: 'What it says of the goods (CAT-20).' }),
  amount: f.embed(Money, (i) => i.amount_fen, { description: 'The amount.' }),
  status: f.col('status', { type: InvoiceStatus, description: 'Where it stands.' }),
  requestedAt: f.col('requested_at', { type: 'DateTime', description: 'When it was asked for.' }),
  issuedAt: f.col('issued_at', { type: 'DateTime', nullable: true, description: 'When it was issued.' }),
}))
