import { type Fen, fen } from '../money/index.ts'
import { soldFor } from '../prices/index.ts'
import type { OrderLineFacts } from './facts.ts'

/** How the public price of a line's specification moved since it was paid. */
export interface PriceFall {
  /** The lowest public unit price since the payment, that of now included. */
  readonly lowestFen: Fen
  /** Pieces that the customer keeps. */
  readonly pieces: number
  /** The line was protected before: once is all (Q48). */
  readonly claimedBefore: boolean
}

/**
 * What is paid back for a line under price protection: public price against public price, for each piece that is kept
 * (Q48), and never more than is left of what was paid for the line. A campaign's price stood in place of the public one:
 * who bought at it is protected below it.
 */
export function protectedFen(line: OrderLineFacts, { lowestFen, pieces }: PriceFall): Fen {
  const difference = Math.max(0, soldFor(line) - lowestFen) * pieces
  return fen(Math.min(difference, Math.max(0, line.paidFen - line.refundedFen)))
}
