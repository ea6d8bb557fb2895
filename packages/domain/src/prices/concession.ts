import { type Fen, fen } from '../money/index.ts'
import { shareWithin } from './share.ts'

/** A line of an unpaid order with what is taken off it. Amounts in fen. */
export interface ConcededLine {
  readonly grossFen: Fen
  readonly campaignFen: Fen
  readonly tierFen: Fen
  readonly concessionFen: Fen
  /** All of it, with its share of what is off the whole. */
  readonly discountFen: Fen
}

/**
 * The lines of an order under a concession of so much in all: it takes the place of the tier's discount (Q56) and is
 * shared over the lines after their campaign prices (Q07); what else is off stays, the points of the buyer with it (Q24).
 * Throws RangeError where there is no room for it.
 */
export function concede(lines: readonly ConcededLine[], totalFen: Fen): readonly ConcededLine[] {
  const nets = lines.map((line) => fen(line.grossFen - line.campaignFen))
  const others = lines.map((line) => line.discountFen - line.campaignFen - line.tierFen - line.concessionFen)
  const shares = shareWithin(
    totalFen,
    nets,
    nets.map((net, i) => fen(net - (others[i] ?? 0))),
  )
  return lines.map((line, i) => {
    const concessionFen = shares[i] ?? fen(0)
    const discountFen = fen(line.campaignFen + concessionFen + (others[i] ?? 0))
    return { ...line, tierFen: fen(0), concessionFen, discountFen }
  })
}
