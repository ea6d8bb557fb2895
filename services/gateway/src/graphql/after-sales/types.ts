import type { Sql, SqlContext } from '@cs/pothos-kysely'
import { sql } from 'kysely'
import type { Viewer } from '../context.ts'
import { agentIn, CODES, mapper } from '../mapping.ts'
import { idOfArchivedCase } from '../traces.ts'

const guard = 'after_sale.read'

interface OfCase {
  readonly shop_id: Sql
  readonly case_id: Sql
}

/** Rows of the cases that the viewer or the viewer's team owns, or works on until they are archived (PRV-02). */
function ofCases(row: OfCase, viewer: (read: (v: Viewer) => unknown) => unknown, reach: 'own' | 'team'): Sql {
  const within = agentIn[reach]
  return sql`EXISTS (SELECT 1 FROM cases k WHERE k.shop_id = ${row.shop_id} AND k.id = ${row.case_id}
    AND (${within(sql.ref('k.owner_id'), viewer)} OR k.archived_at IS NULL AND ${within(sql.ref('k.assignee_id'), viewer)}))`
}

/** How far a grant reaches over what belongs to a case. */
export const reaches = {
  own: (row: OfCase, { viewer }: SqlContext<Viewer>) => ofCases(row, viewer, 'own'),
  team: (row: OfCase, { viewer }: SqlContext<Viewer>) => ofCases(row, viewer, 'team'),
}

export const AfterSaleLine = mapper.type('AfterSaleLine', 'after_sale_lines', {
  key: 'order_line_id',
  description: 'The pieces of a line that an after-sale is about.',
})

export const AfterSaleStepTaken = mapper.type('AfterSaleStepTaken', 'after_sale_steps', {
  code: CODES.AfterSaleStep,
  guard,
  description: 'A step that was taken in an after-sale (AS-WF-RET).',
  reaches,
  traced: { permission: 'case.content.read', id: idOfArchivedCase },
})

export const ReturnShipment = mapper.type('ReturnShipment', 'return_shipments', {
  code: CODES.ReturnShipment,
  guard,
  description: 'A parcel on its way back to the shop (C-50, AS-WF-BAS-3).',
})

export const Inspection = mapper.type('Inspection', 'inspections', {
  code: CODES.Inspection,
  guard,
  description: 'What was found when a return was looked at (AS-SLA-08).',
  reaches,
  traced: { permission: 'case.content.read', id: idOfArchivedCase },
})

export const Replacement = mapper.type('Replacement', 'replacements', {
  code: CODES.Replacement,
  guard,
  description: 'Goods that leave the shop again: a replacement, a re-shipment, or what was repaired.',
})

export const Notice = mapper.type('Notice', 'notices', {
  code: CODES.Notice,
  guard,
  description: 'A message that is owed to the customer, by script (AS-RFD-07, AS-RFD-08).',
})

export const Compensation = mapper.type('Compensation', 'compensations', {
  code: CODES.Compensation,
  guard: 'compensation.read',
  description: 'Goodwill given on a case (AS-TYP-06, AS-POL-22).',
})

export const FreightSettlement = mapper.type('FreightSettlement', 'freight_settlements', {
  code: CODES.FreightSettlement,
  guard,
  description: 'Who bears which freight of a case, and how it is settled (C-11, AS-FRT).',
})

export const CarrierClaim = mapper.type('CarrierClaim', 'carrier_claims', {
  code: CODES.CarrierClaim,
  guard: 'register.read',
  description: 'A claim against a carrier, apart from what the buyer gets (C-26, AS-LOG-12).',
})

export const Evidence = mapper.type('Evidence', 'evidence', {
  code: CODES.Evidence,
  guard: 'evidence.read',
  description: 'A file that proves a case; the file itself is outside of the database (AS-WF-BAS-1, PRV-07).',
  reaches,
  traced: { permission: 'evidence.read', id: idOfArchivedCase },
})

export const WrongShipment = mapper.type('WrongShipment', 'wrong_shipment_checks', {
  key: 'case_id',
  code: CODES.WrongShipment,
  guard: 'register.read',
  description: 'A wrong shipment in the register; somebody else verifies it (OPS-REG-04).',
})

export const ProductIssue = mapper.type('ProductIssue', 'product_issues', {
  code: CODES.ProductIssue,
  guard: 'register.read',
  description: 'Several quality cases on one specification and batch (OPS-REG-07).',
})

export const LedgerJournal = mapper.type('LedgerJournal', 'ledger_journals', {
  code: CODES.LedgerJournal,
  guard: 'ledger.read',
  description: 'One movement of money, in double entry: its lines sum to zero.',
})

export const LedgerLine = mapper.type('LedgerLine', 'ledger_lines', {
  key: 'journal_id',
  description: 'One side of a movement of money.',
})
