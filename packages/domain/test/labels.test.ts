import { describe, expect, it } from 'vitest'
import {
  AFTER_SALE_REASONS,
  AFTER_SALE_STATES,
  AFTER_SALE_STEPS,
  AFTER_SALE_TYPES,
  CAUSES,
  COMPENSATION_KINDS,
  EVIDENCE_KINDS,
  FREIGHT_MODES,
  FREIGHT_PAYERS,
  INSPECTION_FINDINGS,
  LEDGER_ACCOUNTS,
  LIABLE_PARTIES,
  REFUND_ROUTES,
} from '../src/after-sales/index.ts'
import { ENUM_LABELS, type EnumName } from '../src/labels/index.ts'

/** What the domain knows of each enum: the API has the values that have labels. */
const KNOWN: Partial<Record<EnumName, readonly string[]>> = {
  AfterSaleType: AFTER_SALE_TYPES,
  AfterSaleReason: AFTER_SALE_REASONS,
  AfterSaleState: AFTER_SALE_STATES,
  AfterSaleStep: ['APPLY', ...Object.keys(AFTER_SALE_STEPS)],
  Cause: CAUSES,
  CompensationKind: COMPENSATION_KINDS,
  EvidenceKind: EVIDENCE_KINDS,
  FreightMode: FREIGHT_MODES,
  FreightPayer: FREIGHT_PAYERS,
  InspectionFinding: INSPECTION_FINDINGS,
  LedgerAccount: LEDGER_ACCOUNTS,
  LiableParty: LIABLE_PARTIES,
  RefundRoute: REFUND_ROUTES,
}

describe('every value that the domain knows can be shown', () => {
  it.each(Object.entries(KNOWN))('%s', (name, values) => {
    expect(Object.keys(ENUM_LABELS[name as EnumName]).sort()).toEqual([...values].sort())
  })
})
