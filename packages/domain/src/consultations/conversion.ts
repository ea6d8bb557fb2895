import { dueAfter, type Pack } from '../policy/index.ts'

/** An order that the customer paid with the product that was asked about. Times are RFC 3339 UTC. */
export interface PaidOrder {
  readonly id: string
  readonly paidAt: string
}

/** A consultation, and what its customer paid for after it began. */
export interface ConsultationOutcome {
  readonly openedAt: string
  /** The last word of the customer; `null`: the time it was opened. */
  readonly lastCustomerAt: string | null
  readonly paid: readonly PaidOrder[]
}

/** Until when a payment counts as a fruit of a consultation (PRE-CNV-13; the window is the pack's). */
export function attributedUntil(
  { openedAt, lastCustomerAt }: Pick<ConsultationOutcome, 'openedAt' | 'lastCustomerAt'>,
  pack: Pack,
): Date {
  return dueAfter(new Date(lastCustomerAt ?? openedAt), pack.get('conversion.window'))
}

/** The first order that a consultation led to; `null`: none in time. */
export function convertedOrder(outcome: ConsultationOutcome, pack: Pack): PaidOrder | null {
  const until = attributedUntil(outcome, pack)
  const from = Date.parse(outcome.openedAt)
  const inTime = outcome.paid.filter(({ paidAt }) => {
    const at = Date.parse(paidAt)
    return at >= from && at <= until.getTime()
  })
  return inTime.toSorted((a, b) => Date.parse(a.paidAt) - Date.parse(b.paidAt))[0] ?? null
}
