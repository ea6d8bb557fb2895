import { type Fen, fen } from '../money/index.ts'
import type { CompensationKind, FreightMode } from './request.ts'

export const LEDGER_ACCOUNTS = [
  'SALES',
  'FREIGHT_REVENUE',
  'FREIGHT_EXPENSE',
  'GOODWILL',
  'OWED_TO_CUSTOMER',
  'PAYMENT_CHANNEL',
  'GIVEN_IN_KIND',
  'FREIGHT_CREDIT',
  'OWED_BY_CUSTOMER',
  'OWED_BY_CARRIER',
  'CLAIM_INCOME',
  'CLAIM_LOSS',
] as const
/**
 * The accounts of after-sales. GIVEN_IN_KIND: coupons, gifts and points at face value (Q61); FREIGHT_CREDIT: what
 * a customer may use up on later freight (AS-POL-33).
 */
export type LedgerAccount = (typeof LEDGER_ACCOUNTS)[number]

/** One line of a journal, in fen: positive is debit, negative credit. Never zero. */
export interface Posting {
  readonly account: LedgerAccount
  readonly amountFen: Fen
}

/** A movement of money of an after-sale, by the kind of its journal. Amounts in fen, never negative. */
export type Movement =
  | { readonly kind: 'REFUND_OWED' | 'REFUND_CANCELLED'; readonly goodsFen: Fen; readonly freightFen: Fen }
  | { readonly kind: 'REFUND_ISSUED' | 'REFUND_FAILED'; readonly amountFen: Fen }
  | {
      readonly kind: 'COMPENSATION_OWED' | 'COMPENSATION_ISSUED'
      readonly in: CompensationKind
      readonly amountFen: Fen
    }
  | {
      readonly kind: 'FREIGHT_OWED' | 'FREIGHT_SETTLED'
      readonly mode: FreightMode
      readonly amountFen: Fen
    }
  | { readonly kind: 'CLAIM_OPENED' | 'CLAIM_SETTLED'; readonly amountFen: Fen }
  /** What was claimed, and what of it the carrier accepts: 0 where it refuses. */
  | { readonly kind: 'CLAIM_ANSWERED'; readonly claimedFen: Fen; readonly acceptedFen: Fen }

/**
 * A movement as double entry: lines that sum to zero, none of them zero. Nothing moves: no lines, and no journal.
 * Freight by TOP_UP_LINK is the customer's to pay; by PREPAID_PICKUP the shop pays the courier when it is settled.
 * Throws RangeError for negative amounts, and for a carrier that accepts more than was claimed.
 */
export function postingsFor(movement: Movement): readonly Posting[] {
  const lines = linesOf(movement)
  if (lines.some(([, amount]) => amount < 0)) throw new RangeError(`negative ${movement.kind}`)
  const postings = lines.flatMap(([side, amount]) => [
    { account: side.debit, amountFen: fen(amount) },
    { account: side.credit, amountFen: fen(-amount) },
  ])
  return merged(postings)
}

interface Side {
  readonly debit: LedgerAccount
  readonly credit: LedgerAccount
}
type Transfer = readonly [side: Side, amountFen: number]

const from = (credit: LedgerAccount, debit: LedgerAccount): Side => ({ debit, credit })
const back = ([{ debit, credit }, amount]: Transfer): Transfer => [{ debit: credit, credit: debit }, amount]

function linesOf(movement: Movement): readonly Transfer[] {
  switch (movement.kind) {
    case 'REFUND_OWED':
      return owed(movement)
    case 'REFUND_CANCELLED':
      return owed(movement).map(back)
    case 'REFUND_ISSUED':
      return [[PAID_OUT, movement.amountFen]]
    case 'REFUND_FAILED':
      return [back([PAID_OUT, movement.amountFen])]
    case 'COMPENSATION_OWED':
      return [[from('OWED_TO_CUSTOMER', 'GOODWILL'), movement.amountFen]]
    case 'COMPENSATION_ISSUED':
      return [[from(MEANS[movement.in], 'OWED_TO_CUSTOMER'), movement.amountFen]]
    case 'FREIGHT_OWED':
    case 'FREIGHT_SETTLED': {
      const side = FREIGHT[movement.mode][movement.kind]
      return side ? [[side, movement.amountFen]] : []
    }
    case 'CLAIM_OPENED':
      return [[from('CLAIM_INCOME', 'OWED_BY_CARRIER'), movement.amountFen]]
    case 'CLAIM_ANSWERED':
      return [[from('OWED_BY_CARRIER', 'CLAIM_LOSS'), movement.claimedFen - movement.acceptedFen]]
    case 'CLAIM_SETTLED':
      return [[from('OWED_BY_CARRIER', 'PAYMENT_CHANNEL'), movement.amountFen]]
  }
}

const PAID_OUT = from('PAYMENT_CHANNEL', 'OWED_TO_CUSTOMER')

const owed = (of: { readonly goodsFen: Fen; readonly freightFen: Fen }): readonly Transfer[] => [
  [from('OWED_TO_CUSTOMER', 'SALES'), of.goodsFen],
  [from('OWED_TO_CUSTOMER', 'FREIGHT_REVENUE'), of.freightFen],
]

/** Out of what a compensation is given. */
const MEANS: Readonly<Record<CompensationKind, LedgerAccount>> = {
  CASH: 'PAYMENT_CHANNEL',
  DELAY: 'PAYMENT_CHANNEL',
  REPAIR_COST: 'PAYMENT_CHANNEL',
  COUPON: 'GIVEN_IN_KIND',
  GIFT: 'GIVEN_IN_KIND',
  POINTS: 'GIVEN_IN_KIND',
  FREIGHT_CREDIT: 'FREIGHT_CREDIT',
}

const BORNE_BY_SHOP = from('OWED_TO_CUSTOMER', 'FREIGHT_EXPENSE')

const FREIGHT: Readonly<Record<FreightMode, { FREIGHT_OWED?: Side; FREIGHT_SETTLED?: Side }>> = {
  PREPAID_PICKUP: { FREIGHT_SETTLED: from('PAYMENT_CHANNEL', 'FREIGHT_EXPENSE') },
  REFUND: { FREIGHT_OWED: BORNE_BY_SHOP, FREIGHT_SETTLED: PAID_OUT },
  CREDIT_WITH_CONSENT: {
    FREIGHT_OWED: BORNE_BY_SHOP,
    FREIGHT_SETTLED: from('FREIGHT_CREDIT', 'OWED_TO_CUSTOMER'),
  },
  TOP_UP_LINK: {
    FREIGHT_OWED: from('FREIGHT_REVENUE', 'OWED_BY_CUSTOMER'),
    FREIGHT_SETTLED: from('OWED_BY_CUSTOMER', 'PAYMENT_CHANNEL'),
  },
  NONE: {},
}

/** One line an account, without those that come to nothing. */
function merged(postings: readonly Posting[]): readonly Posting[] {
  const sums = new Map<LedgerAccount, number>()
  for (const { account, amountFen } of postings) {
    sums.set(account, (sums.get(account) ?? 0) + amountFen)
  }
  return [...sums]
    .filter(([, amount]) => amount !== 0)
    .map(([account, amount]) => ({ account, amountFen: fen(amount) }))
}
