import type { AfterSaleReason, AfterSaleType } from './states.ts'

const FAULT: ReadonlySet<AfterSaleReason> = new Set([
  'QUALITY',
  'MADE_WRONG',
  'WRONG_ITEM',
  'NOT_AS_DESCRIBED',
  'TRANSIT_DAMAGE',
  'MISSING_ITEM',
])
const DEFECT: ReadonlySet<AfterSaleReason> = new Set(['QUALITY', 'MADE_WRONG', 'NOT_AS_DESCRIBED'])
const PARCEL: ReadonlySet<AfterSaleReason> = new Set(['LOST', 'LATE', 'TRANSIT_DAMAGE'])
const GOODS: ReadonlySet<AfterSaleType> = new Set(['RETURN_AND_REFUND', 'EXCHANGE', 'REPAIR', 'RESHIP'])

/** Something is wrong with what arrived: one family with one window (AS-LIA-01, -04, Q36). */
export const isFault = (reason: AfterSaleReason) => FAULT.has(reason)

/** Something is wrong with the goods themselves, which photos or an inspection can show. */
export const isDefect = (reason: AfterSaleReason) => DEFECT.has(reason)

/** Something went wrong on the way (AS-SLA-23). */
export const isOfParcel = (reason: AfterSaleReason) => PARCEL.has(reason)

/** The goods are as they should be: only the promise of a return without a reason carries it (C-10). */
export const isOwnChoice = (reason: AfterSaleReason) =>
  !isFault(reason) && reason !== 'LOST' && reason !== 'EXTRA_ITEM'

/** Goods move, back or out again. */
export const movesGoods = (type: AfterSaleType) => GOODS.has(type)
