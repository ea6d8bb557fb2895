import { sql } from 'kysely'
import { Agent } from '../agents/index.ts'
import { builder } from '../builder.ts'
import { Case } from '../cases/index.ts'
import {
  Carrier,
  ClaimReason,
  ClaimStatus,
  CompensationKind,
  CompensationStatus,
  FreightDirection,
  FreightMode,
  FreightPayer,
  FreightStatus,
  JournalKind,
  LedgerAccount,
} from '../enums.ts'
import { before, equals, since } from '../filters.ts'
import { Money, mapper } from '../mapping.ts'
import { Order, Shipment } from '../orders/types.ts'
import { Coupon } from '../prices/types.ts'
import { CarrierClaim, Compensation, FreightSettlement, LedgerJournal, LedgerLine } from './types.ts'

Compensation.fields((f) => ({
  id: f.id(),
  number: f.col('number', { type: 'String', description: 'The number of the compensation.' }),
  kind: f.col('kind', { type: CompensationKind, description: 'In what it is given.' }),
  amount: f.embed(Money, (c) => c.amount_fen, { description: 'At face value (Q61).' }),
  status: f.col('status', { type: CompensationStatus, description: 'Where it stands.' }),
  case: f.one(Case, { description: 'The case.', where: (k, c) => sql`${k.id} = ${c.case_id}` }),
  grantedBy: f.one(Agent, {
    description: 'Who granted it.',
    where: (a, c) => sql`${a.agent_id} = ${c.granted_by}`,
  }),
  approvedBy: f.one(Agent, {
    description: 'Who approved it, where it was beyond the authority of whoever granted it.',
    where: (a, c) => sql`${a.agent_id} = ${c.approved_by}`,
  }),
  coupon: f.one(Coupon, {
    description: 'The coupon that it was given as (PRC-21).',
    where: (k, c) => sql`${k.compensation_id} = ${c.id}`,
  }),
  createdAt: f.col('created_at', { type: 'DateTime', description: 'When it was granted.' }),
  issuedAt: f.col('issued_at', { type: 'DateTime', nullable: true, description: 'When it was given.' }),
})).listed({
  filters: {
    from: since('Granted at or after.', (c) => c.created_at),
    before: before('Granted before.', (c) => c.created_at),
  },
  orders: {
    NEWEST: {
      description: 'Newest first.',
      by: [{ column: 'created_at', cast: 'timestamptz' }],
      direction: 'DESC',
    },
  },
})

FreightSettlement.fields((f) => ({
  id: f.id(),
  direction: f.col('direction', { type: FreightDirection, description: 'Which way.' }),
  payer: f.col('payer', { type: FreightPayer, description: 'Who bears it (AS-FRT).' }),
  mode: f.col('mode', { type: FreightMode, description: 'How it is settled (C-11).' }),
  amount: f.embed(Money, (s) => s.amount_fen, { description: 'How much.' }),
  consent: f.col('consent', {
    type: 'Boolean',
    description: 'Whether the customer agreed to a credit (AS-POL-33).',
  }),
  status: f.col('status', { type: FreightStatus, description: 'Where it stands.' }),
  linkNumber: f.col('link_number', {
    type: 'String',
    nullable: true,
    description: 'The number of the top-up link (AS-FRT-04).',
  }),
  createdAt: f.col('created_at', { type: 'DateTime', description: 'Since when.' }),
  settledAt: f.col('settled_at', { type: 'DateTime', nullable: true, description: 'When it was settled.' }),
}))

CarrierClaim.fields((f) => ({
  id: f.id(),
  number: f.col('number', { type: 'String', description: 'The number of the claim.' }),
  carrier: f.col('carrier', { type: Carrier, description: 'Of whom.' }),
  reason: f.col('reason', { type: ClaimReason, description: 'For what.' }),
  amount: f.embed(Money, (c) => c.amount_fen, { description: 'What is claimed.' }),
  accepted: f.embed(Money, (c) => c.accepted_fen, {
    nullable: true,
    description: 'What the carrier accepted; null: no answer yet.',
  }),
  status: f.col('status', { type: ClaimStatus, description: 'Where it stands.' }),
  month: f.col('month', {
    type: 'Date',
    description: 'The month it is settled in: its first day (AS-LOG-12).',
  }),
  order: f.one(Order, { description: 'The order.', where: (o, c) => sql`${o.id} = ${c.order_id}` }),
  shipment: f.one(Shipment, { description: 'The parcel.', where: (s, c) => sql`${s.id} = ${c.shipment_id}` }),
  case: f.one(Case, { description: 'The case it came from.', where: (k, c) => sql`${k.id} = ${c.case_id}` }),
  openedAt: f.col('opened_at', { type: 'DateTime', description: 'When it was opened.' }),
  answeredAt: f.col('answered_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When it was answered.',
  }),
  settledAt: f.col('settled_at', { type: 'DateTime', nullable: true, description: 'When it was settled.' }),
  version: f.col('version', { type: 'Int', description: 'Counts the changes.' }),
})).listed({
  filters: { status: equals(ClaimStatus, 'In this state.', (c) => c.status) },
  orders: {
    NEWEST: {
      description: 'Newest first.',
      by: [{ column: 'opened_at', cast: 'timestamptz' }],
      direction: 'DESC',
    },
  },
})

LedgerJournal.fields((f) => ({
  id: f.id(),
  kind: f.col('kind', { type: JournalKind, description: 'What moved.' }),
  at: f.col('at', { type: 'DateTime', description: 'When.' }),
  lines: f.list(LedgerLine, {
    description: 'Both sides; they sum to zero.',
    where: (l, j) => sql`${l.journal_id} = ${j.id}`,
    order: (l) => [l.position],
  }),
}))

LedgerLine.fields((f) => ({
  account: f.col('account', { type: LedgerAccount, description: 'The account.' }),
  amount: f.embed(Money, (l) => l.amount_fen, { description: 'Debit is positive, credit negative.' }),
}))

builder.queryFields((t) => ({
  compensations: mapper.read(t, (f) =>
    f.connection(Compensation, { description: 'The register of goodwill given (AS-POL-22).' }),
  ),
  carrierClaims: mapper.read(t, (f) =>
    f.connection(CarrierClaim, { description: 'The register of claims against carriers (OPS-REG-03).' }),
  ),
}))
