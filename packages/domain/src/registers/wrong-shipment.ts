import type { AfterSaleReason, Cause } from '../after-sales/index.ts'

/** Who got a shipment wrong: who wrote it down, or who packed it (AS-TYP-09). */
export type WrongShipmentParty = 'AGENT' | 'WAREHOUSE'

const PARTIES: Readonly<Partial<Record<Cause, WrongShipmentParty>>> = {
  COPIED_WRONG: 'AGENT',
  SHORT_COPIED: 'AGENT',
  SENT_WRONG: 'WAREHOUSE',
  OMITTED: 'WAREHOUSE',
  SHORT_PACKED: 'WAREHOUSE',
  EXTRA_SENT: 'WAREHOUSE',
}

/** Who answers for a cause of the wrong-shipment family; `null`: it is none of those. */
export const wrongShipmentParty = (cause: Cause): WrongShipmentParty | null => PARTIES[cause] ?? null

/** Whether a case speaks of how goods are made: several on one batch are a product issue (OPS-REG-07). */
export const isProductionReason = (reason: AfterSaleReason) => reason === 'QUALITY' || reason === 'MADE_WRONG'
