import type { AfterSaleCaseFacts, AfterSaleLineFacts, AfterSaleOrderFacts, ShipmentFacts } from './facts.ts'

/** The parcel that a line left in. */
export function parcelOf(order: AfterSaleOrderFacts, line: AfterSaleLineFacts): ShipmentFacts | null {
  return order.shipments.find((each) => each.id === line.shipmentId) ?? null
}

/**
 * The parcel turned round: refused, undeliverable or recalled. Nothing has to be sent back (AS-LOG-08). What left
 * in its place and arrived is with the customer.
 */
export const isComingBack = (order: AfterSaleOrderFacts, line: AfterSaleLineFacts): boolean =>
  hasTurnedRound(order, line) && !line.replacedAt

function hasTurnedRound(order: AfterSaleOrderFacts, line: AfterSaleLineFacts): boolean {
  if (line.status !== 'SHIPPED') return false
  const parcel = parcelOf(order, line)
  return parcel ? parcel.status.startsWith('RETURN') : order.physicalStatus === 'RETURNED'
}

/**
 * When the customer got a line: its own parcel was signed for (Q37), or the trade confirmed itself, which an
 * open after-sale suspends (Q67); where that parcel never came, what was sent in its place. `null`: not yet, or never.
 */
export function receivedAt(order: AfterSaleOrderFacts, line: AfterSaleLineFacts, now: Date): Date | null {
  if (line.status === 'OPEN' || line.status === 'CANCELLED') return null
  const parcel = parcelOf(order, line)
  const astray = parcel?.lossConfirmedAt || hasTurnedRound(order, line)
  const signed = parcel?.signedAt ?? (line.status === 'SHIPPED' ? null : order.signedAt)
  const confirmed = astray
    ? line.replacedAt
    : (signed ?? order.completedAt ?? (order.openCases.length === 0 ? order.tradeDeadlineAt : null))
  const at = confirmed ? new Date(confirmed) : null
  return at && at <= now ? at : null
}

/** What of a line is neither back nor in another after-sale. */
export const piecesLeft = (line: AfterSaleLineFacts) =>
  line.status === 'CANCELLED' ? 0 : Math.max(0, line.quantity - line.returnedQuantity - line.claimedQuantity)

/** Whether nothing has to come back for a case: it never arrived, or the parcel is at the shop again (C-13, C-48). */
export function nothingToSendBack(
  order: AfterSaleOrderFacts,
  found: Pick<AfterSaleCaseFacts, 'reason' | 'lines'>,
): boolean {
  if (found.reason === 'MISSING_ITEM') return true
  const lines = order.lines.filter((line) => found.lines.some((each) => each.lineId === line.id))
  if (lines.length === 0) return false
  return lines.every((line) => {
    if (line.replacedAt) return false
    const parcel = parcelOf(order, line)
    if (parcel?.lossConfirmedAt) return true
    return line.status === 'SHIPPED' && (parcel?.status ?? order.physicalStatus) === 'RETURNED'
  })
}

/** Whether any of a case's goods are with the customer, to be sent back. A parcel refused at the door is not. */
export function isWithCustomer(
  order: AfterSaleOrderFacts,
  found: Pick<AfterSaleCaseFacts, 'id' | 'lines'>,
  now: Date,
): boolean {
  // Its own case does not suspend the confirmation that came before it (Q67).
  const before = { ...order, openCases: order.openCases.filter((each) => each.id !== found.id) }
  return order.lines.some(
    (line) => found.lines.some((each) => each.lineId === line.id) && receivedAt(before, line, now) !== null,
  )
}
