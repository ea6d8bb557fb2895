import { sql } from 'kysely'
import './goods.ts'
import './money.ts'
import './registers.ts'
import { AfterSale } from '../cases/index.ts'
import { Sku } from '../catalog/index.ts'
import {
  AfterSaleReason,
  AfterSaleState,
  AfterSaleType,
  Appraiser,
  Cause,
  CompensationKind,
  FreightPayer,
  LiableParty,
} from '../enums.ts'
import { Money } from '../mapping.ts'
import { Refund } from '../orders/types.ts'
import { afterSaleActionsField } from './actions.ts'
import {
  AfterSaleLine,
  AfterSaleStepTaken,
  Compensation,
  Evidence,
  FreightSettlement,
  Inspection,
  LedgerJournal,
  Notice,
  Replacement,
  ReturnShipment,
} from './types.ts'

AfterSale.fields((f) => ({
  type: f.expr((c) => c.after_sale_type, { type: AfterSaleType, description: 'Which of the seven types.' }),
  reason: f.expr((c) => c.reason, { type: AfterSaleReason, description: 'The real reason (C-10).' }),
  state: f.expr((c) => c.after_sale_state, {
    type: AfterSaleState,
    description: 'Where it stands (AS-WF-RET, AS-WF-EXC).',
  }),
  demand: f.col('demand', {
    type: 'String',
    nullable: true,
    guard: 'case.content.read',
    description: 'What the customer wants.',
  }),
  actions: afterSaleActionsField(f),
  lines: f.list(AfterSaleLine, {
    description: 'The pieces it is about.',
    where: (l, c) => sql`${l.case_id} = ${c.id}`,
    order: (l) => [l.order_line_id],
  }),
  decidedAt: f.col('decided_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When it was approved or rejected (AS-SLA-07).',
  }),
  receivedAt: f.col('received_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When the goods came back.',
  }),
  reopened: f.col('reopened', { type: 'Int', description: 'How often it was opened again.' }),
  worn: f.col('worn', {
    type: 'Boolean',
    nullable: true,
    description: 'Whether the goods were used (AS-LIA-12); null: not known.',
  }),
  cause: f.col('cause', {
    type: Cause,
    nullable: true,
    description: 'What was found to be the cause (AS-LIA).',
  }),
  liable: f.col('liable', { type: LiableParty, nullable: true, description: 'Who answers for it (AS-LIA).' }),
  judgedAt: f.col('judged_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When it was judged who answers for it (AS-LIA).',
  }),
  awardReference: f.col('award_reference', {
    type: 'String',
    nullable: true,
    description: 'The number of the document by which the platform decided (AS-TYP-07).',
  }),
  appraiser: f.col('appraiser', {
    type: Appraiser,
    nullable: true,
    description: 'Who judged it (AS-LIA-08).',
  }),
  freightPayer: f.col('freight_payer', {
    type: FreightPayer,
    nullable: true,
    description: 'Who bears the freight back (AS-FRT).',
  }),
  asked: f.embed(Money, (c) => c.asked_fen, {
    nullable: true,
    guard: 'refund.read',
    description: 'The amount asked for, where one is (AS-WF-RFD-3).',
  }),
  approved: f.embed(Money, (c) => c.approved_fen, {
    nullable: true,
    guard: 'refund.read',
    description: 'The amount agreed, where one is (AS-POL-09).',
  }),
  compensationKind: f.col('compensation_kind', {
    type: CompensationKind,
    nullable: true,
    description: 'In what a compensation is given.',
  }),
  replacementSku: f.one(Sku, {
    description: 'The specification wanted instead.',
    where: (s, c) => sql`${s.id} = ${c.replacement_sku_id}`,
  }),
  specialApproval: f.col('special_approval', {
    type: 'Boolean',
    description: 'Whether an approval let it happen beyond the rules (AS-LIA-06, AS-POL-10, AS-POL-27).',
  }),
  steps: f.list(AfterSaleStepTaken, {
    description: 'The steps taken, oldest first.',
    where: (s, c) => sql`${s.case_id} = ${c.id}`,
    order: (s) => [s.at, s.id],
  }),
  returnShipments: f.list(ReturnShipment, {
    description: 'What was sent back, oldest first; the last one counts.',
    where: (r, c) => sql`${r.case_id} = ${c.id}`,
    order: (r) => [r.sent_at, r.id],
  }),
  inspections: f.list(Inspection, {
    description: 'What inspections found, oldest first.',
    where: (i, c) => sql`${i.case_id} = ${c.id}`,
    order: (i) => [i.inspected_at, i.id],
  }),
  replacements: f.list(Replacement, {
    description: 'What left the shop again, oldest first.',
    where: (r, c) => sql`${r.case_id} = ${c.id}`,
    order: (r) => [r.sent_at, r.id],
  }),
  refunds: f.list(Refund, {
    description: 'What was owed back for it, oldest first.',
    where: (r, c) => sql`${r.case_id} = ${c.id}`,
    order: (r) => [r.created_at, r.id],
  }),
  compensations: f.list(Compensation, {
    description: 'Goodwill given on it, oldest first.',
    where: (k, c) => sql`${k.case_id} = ${c.id}`,
    order: (k) => [k.created_at, k.id],
  }),
  freightSettlements: f.list(FreightSettlement, {
    description: 'Who bears which freight.',
    where: (s, c) => sql`${s.case_id} = ${c.id}`,
    order: (s) => [s.created_at, s.id],
  }),
  evidence: f.list(Evidence, {
    description: 'The files that prove it, oldest first (AS-WF-BAS-1).',
    where: (e, c) => sql`${e.case_id} = ${c.id}`,
    order: (e) => [e.added_at, e.id],
  }),
  notices: f.list(Notice, {
    description: 'What is owed to be told to the customer, oldest first.',
    where: (n, c) => sql`${n.case_id} = ${c.id}`,
    order: (n) => [n.created_at, n.id],
  }),
  ledger: f.list(LedgerJournal, {
    description: 'The money that moved for it, in double entry.',
    where: (j, c) => sql`${j.case_id} = ${c.id}`,
    order: (j) => [j.at, j.id],
  }),
}))
