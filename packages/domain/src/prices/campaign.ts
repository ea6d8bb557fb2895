import { type Fen, fen } from '../money/index.ts'

/** A line as it was ordered. Amounts in fen. */
export interface OrderedLine {
  readonly quantity: number
  /** The public one. */
  readonly unitPriceFen: Fen
  /** What a campaign took off the whole line. */
  readonly campaignFen: Fen
}

/** Another specification, in place of that of a line. Amounts in fen. */
export interface InPlace {
  /** The public one of now. */
  readonly unitPriceFen: Fen
  /** In the campaigns that the order took; `null`: they are not about it. */
  readonly campaignPriceFen: Fen | null
}

/** What a piece of a line was sold for: its campaign's price, which stands in place of the public one. */
export function soldFor({ quantity, unitPriceFen, campaignFen }: OrderedLine): Fen {
  return fen(unitPriceFen - Math.round(campaignFen / quantity))
}

/** What a piece of another specification is sold for in place of those of a line: a campaign goes with its own goods. */
export function soldInPlace(line: OrderedLine, { unitPriceFen, campaignPriceFen }: InPlace): Fen {
  if (line.campaignFen === 0 || campaignPriceFen === null) return unitPriceFen
  return fen(Math.min(unitPriceFen, campaignPriceFen))
}
