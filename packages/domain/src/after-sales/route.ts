import { addDays, dayOf, endOfDay } from '../calendar/index.ts'
import type { Fen } from '../money/index.ts'
import { type Arrival, type Duration, dueAfter, type Pack } from '../policy/index.ts'

export const REFUND_ROUTES = ['ORIGINAL', 'BALANCE', 'BANK_CARD', 'CREDIT_CARD'] as const
/** The way that money goes back (AS-RFD-01 to -04). ORIGINAL: to the wallet it came from. */
export type RefundRoute = (typeof REFUND_ROUTES)[number]

/** A payment as far as the way back goes. */
export interface PaymentFacts {
  readonly method: string
  readonly amountFen: Fen
}

const ROUTES: Readonly<Record<string, RefundRoute>> = {
  BALANCE: 'BALANCE',
  BANK_CARD: 'BANK_CARD',
  CREDIT_CARD: 'CREDIT_CARD',
  // Cash has no way back, and a balance needs no account to be asked for.
  CASH_ON_DELIVERY: 'BALANCE',
}

/** The way back of the largest payment, among equals of the first; wallets and no payment: the original route. */
export function routeOf(payments: readonly PaymentFacts[]): RefundRoute {
  const largest = payments.reduce<PaymentFacts | null>(
    (most, each) => (most === null || each.amountFen > most.amountFen ? each : most),
    null,
  )
  return (largest && ROUTES[largest.method]) ?? 'ORIGINAL'
}

const KEYS = {
  ORIGINAL: 'refund.arrival.original',
  BALANCE: 'refund.arrival.balance',
  BANK_CARD: 'refund.arrival.bank_card',
  CREDIT_CARD: 'refund.arrival.credit_card',
} as const satisfies Record<RefundRoute, string>

/** Between which two moments money is expected. */
export interface ArrivalWindow {
  readonly from: Date
  readonly by: Date
}

/**
 * When money issued at a moment arrives by a route (AS-RFD-01 to -04, Q17). Working days by the statutory
 * calendar, the first one after the day of issue: from 00:00 of the first to 24:00 of the last of the window
 * (Q12). A duration in hours: from the issue. Where the calendar is not published, calendar days are counted.
 */
export function arrivalOf(route: RefundRoute, issuedAt: Date, pack: Pack): ArrivalWindow {
  const arrival: Arrival = pack.get(KEYS[route])
  const window = /^(\d+)-(\d+)wd$/.exec(arrival)
  if (!window) return { from: issuedAt, by: dueAfter(issuedAt, arrival as Duration) }
  return {
    from: startOf(dueAfter(issuedAt, `${Number(window[1])}wd`), issuedAt),
    by: dueAfter(issuedAt, `${Number(window[2])}wd`),
  }
}

/** 00:00 of the day that ends at a moment, but not before the issue. */
function startOf(end: Date, issuedAt: Date): Date {
  const day = dayOf(new Date(end.getTime() - 1))
  const start = endOfDay(addDays(day, -1))
  return start < issuedAt ? issuedAt : start
}
