import { sql } from 'kysely'
import { Agent } from '../agents/index.ts'
import { builder } from '../builder.ts'
import { Case } from '../cases/index.ts'
import { Product, Sku } from '../catalog/index.ts'
import { Cause, EvidenceKind, EvidenceStatus, ProductIssueStatus, WrongShipmentParty } from '../enums.ts'
import { refersTo } from '../filters.ts'
import { CODES, mapper } from '../mapping.ts'
import { Evidence, ProductIssue, WrongShipment } from './types.ts'

Evidence.fields((f) => ({
  id: f.id(),
  number: f.col('number', { type: 'String', description: 'The number of the file.' }),
  kind: f.col('kind', { type: EvidenceKind, description: 'What kind of proof it is.' }),
  mediaType: f.col('media_type', {
    type: 'String',
    description: 'The media type, checked against the bytes.',
  }),
  sizeBytes: f.col('size_bytes', { type: 'Int', description: 'The size in bytes.' }),
  sha256: f.col('sha256', { type: 'String', description: 'The SHA-256 of the bytes, in hexadecimal.' }),
  status: f.col('status', { type: EvidenceStatus, description: 'Whether it has arrived.' }),
  note: f.col('note', { type: 'String', nullable: true, description: 'What was noted.' }),
  case: f.one(Case, { description: 'The case it proves.', where: (k, e) => sql`${k.id} = ${e.case_id}` }),
  addedBy: f.one(Agent, {
    description: 'Who added it.',
    where: (a, e) => sql`${a.agent_id} = ${e.added_by}`,
  }),
  addedAt: f.col('added_at', { type: 'DateTime', description: 'When.' }),
})).listed({
  filters: {
    customerId: refersTo(CODES.Customer, 'Of this customer.', (e) => e.customer_id, 'customer.read'),
  },
  orders: {
    NEWEST: {
      description: 'Newest first.',
      by: [{ column: 'added_at', cast: 'timestamptz' }],
      direction: 'DESC',
    },
  },
})

WrongShipment.fields((f) => ({
  id: f.id(),
  cause: f.col('cause', { type: Cause, description: 'What went wrong (AS-TYP-09).' }),
  responsible: f.col('responsible', { type: WrongShipmentParty, description: 'Who caused it.' }),
  case: f.one(Case, { description: 'The case.', where: (k, w) => sql`${k.id} = ${w.case_id}` }),
  recordedBy: f.one(Agent, {
    description: 'Who recorded it.',
    where: (a, w) => sql`${a.agent_id} = ${w.recorded_by}`,
  }),
  recordedAt: f.col('recorded_at', { type: 'DateTime', description: 'When.' }),
  verifiedBy: f.one(Agent, {
    description: 'Who verified it: never who recorded it.',
    where: (a, w) => sql`${a.agent_id} = ${w.verified_by}`,
  }),
  verifiedAt: f.col('verified_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When it was verified.',
  }),
  confirmed: f.col('confirmed', {
    type: 'Boolean',
    nullable: true,
    description: 'Whether it turned out to be one; null: not verified yet.',
  }),
})).listed({
  filters: {},
  orders: {
    NEWEST: {
      description: 'Newest first.',
      by: [{ column: 'recorded_at', cast: 'timestamptz' }],
      direction: 'DESC',
    },
  },
})

ProductIssue.fields((f) => ({
  id: f.id(),
  number: f.col('number', { type: 'String', description: 'The number of the issue.' }),
  product: f.one(Product, { description: 'The product.', where: (p, i) => sql`${p.id} = ${i.product_id}` }),
  sku: f.one(Sku, { description: 'The specification.', where: (s, i) => sql`${s.id} = ${i.sku_id}` }),
  batch: f.col('batch', { type: 'String', description: 'The batch: the month of production.' }),
  cases: f.col('cases', { type: 'Int', description: 'How many cases raised it.' }),
  status: f.col('status', { type: ProductIssueStatus, description: 'Where it stands.' }),
  openedAt: f.col('opened_at', { type: 'DateTime', description: 'When it was raised.' }),
  closedAt: f.col('closed_at', { type: 'DateTime', nullable: true, description: 'When it was closed.' }),
})).listed({
  filters: {},
  orders: {
    NEWEST: {
      description: 'Newest first.',
      by: [{ column: 'opened_at', cast: 'timestamptz' }],
      direction: 'DESC',
    },
  },
})

builder.queryFields((t) => ({
  evidenceArchive: mapper.read(t, (f) =>
    f.connection(Evidence, { description: 'The archive of proof (OPS-REG-02).' }),
  ),
  wrongShipments: mapper.read(t, (f) =>
    f.connection(WrongShipment, { description: 'The register of wrong shipments (OPS-REG-04).' }),
  ),
  productIssues: mapper.read(t, (f) =>
    f.connection(ProductIssue, { description: 'Issues of products that several cases report (OPS-REG-07).' }),
  ),
}))
