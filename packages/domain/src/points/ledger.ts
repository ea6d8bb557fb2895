/**
 * The accounts of points. Of a member: PENDING until receipt, AVAILABLE, and HELD for something not yet certain. Of
 * the shop: what it issued, what was redeemed, what expired, and what was given or taken by hand.
 */
export const POINTS_ACCOUNTS = [
  'PENDING',
  'AVAILABLE',
  'HELD',
  'ISSUED',
  'REDEEMED',
  'EXPIRED',
  'ADJUSTED',
] as const
export type PointsAccount = (typeof POINTS_ACCOUNTS)[number]

/** One line of a journal of points. Above zero: into the account. Never zero. */
export interface PointsLine {
  readonly account: PointsAccount
  readonly points: number
  /** The last day of points on AVAILABLE and HELD, `YYYY-MM-DD`; `null`: points that are missing, or make up for it. */
  readonly expiresOn: string | null
}

/** What is left of the points that expire on one day. */
export interface Lot {
  /** `YYYY-MM-DD`, the last day on which they can be spent. */
  readonly expiresOn: string
  readonly points: number
}

/** What a member has available: the balance, and the lots it lies in, those that expire first first. */
export interface Available {
  /** Below zero where more was taken back than was left (Q10). */
  readonly balance: number
  readonly lots: readonly Lot[]
}

/** A movement of points, by the kind of its journal. Points are above zero. */
export type PointsMovement =
  | { readonly kind: 'PURCHASE'; readonly points: number }
  | { readonly kind: 'RECEIPT'; readonly points: number; readonly expiresOn: string }
  | {
      readonly kind: 'REVIEW' | 'CHECK_IN' | 'PRIZE' | 'ADJUSTMENT'
      readonly points: number
      readonly expiresOn: string
    }
  /** Points that were spent, or taken by hand, come back. */
  | { readonly kind: 'RETURNED' | 'REVERSAL_OF_DEDUCTION'; readonly lots: readonly Lot[] }
  /** Points taken by hand. */
  | { readonly kind: 'DEDUCTION'; readonly points: number; readonly today: string }
  | { readonly kind: 'HOLD'; readonly points: number; readonly today: string }
  | { readonly kind: 'RELEASE' | 'OFFSET' | 'EXCHANGE' | 'DRAW'; readonly held: readonly Lot[] }
  /** `lot`: the last day of the points that the order earned, from which is taken first. */
  | {
      readonly kind: 'CLAW_BACK'
      readonly points: number
      readonly from: 'PENDING' | 'AVAILABLE'
      readonly lot: string | null
    }
  | { readonly kind: 'EXPIRY'; readonly expiresOn: string }
  /** Undoes a journal: takes what it gave. */
  | {
      readonly kind: 'REVERSAL'
      readonly points: number
      readonly against: PointsAccount
      readonly lot: string | null
    }

/** More points were asked for than can be spent. */
export class NotEnoughPoints extends Error {
  constructor(points: number) {
    super(`${points} points are not there`)
    this.name = 'NotEnoughPoints'
  }
}

/** Points that can be spent on a day: of lots that have not expired, less what is missing. Never below zero. */
export function spendable({ balance, lots }: Available, today: string): number {
  const good = lots.reduce((sum, lot) => sum + (lot.expiresOn >= today ? lot.points : 0), 0)
  return Math.max(0, Math.min(balance, good - missing({ balance, lots })))
}

/**
 * A movement as double entry: lines that sum to zero, none of them zero. Points are taken from the lots that expire
 * first; what comes in makes up first for what is missing. Throws NotEnoughPoints where what is spent is not there,
 * and RangeError for movements of nothing.
 */
export function pointsLines(movement: PointsMovement, available: Available): readonly PointsLine[] {
  const lines = linesOf(movement, available).filter(({ points }) => points !== 0)
  if (lines.length === 0) throw new RangeError(`a journal ${movement.kind} of nothing`)
  return lines
}

function linesOf(movement: PointsMovement, available: Available): readonly PointsLine[] {
  switch (movement.kind) {
    case 'PURCHASE':
      return [line('PENDING', movement.points), line('ISSUED', -movement.points)]
    case 'RECEIPT':
      return [line('PENDING', -movement.points), ...given([movement], available)]
    case 'REVIEW':
    case 'CHECK_IN':
    case 'PRIZE':
      return [...given([movement], available), line('ISSUED', -movement.points)]
    case 'RETURNED':
      return [...given(movement.lots, available), line('REDEEMED', -total(movement.lots))]
    case 'ADJUSTMENT':
      return [...given([movement], available), line('ADJUSTED', -movement.points)]
    case 'REVERSAL_OF_DEDUCTION':
      return [...given(movement.lots, available), line('ADJUSTED', -total(movement.lots))]
    case 'DEDUCTION':
      return [...spent(movement, available), line('ADJUSTED', movement.points)]
    case 'HOLD': {
      const taken = spent(movement, available)
      return [...taken, ...taken.map(({ points, expiresOn }) => line('HELD', -points, expiresOn))]
    }
    case 'RELEASE':
      return [...unheld(movement.held), ...given(movement.held, available)]
    case 'OFFSET':
    case 'EXCHANGE':
    case 'DRAW':
      return [...unheld(movement.held), line('REDEEMED', total(movement.held))]
    case 'CLAW_BACK': {
      const taken =
        movement.from === 'PENDING' ? [line('PENDING', -movement.points)] : takenBack(movement, available)
      return [...taken, line('ISSUED', movement.points)]
    }
    case 'EXPIRY': {
      const left = total(available.lots.filter((lot) => lot.expiresOn === movement.expiresOn))
      return [line('AVAILABLE', -left, movement.expiresOn), line('EXPIRED', left)]
    }
    case 'REVERSAL':
      return [...takenBack(movement, available), line(movement.against, movement.points)]
  }
}

const line = (account: PointsAccount, points: number, expiresOn: string | null = null): PointsLine => ({
  account,
  points,
  expiresOn,
})

const total = (lots: readonly Lot[]) => lots.reduce((sum, { points }) => sum + points, 0)

/** Points that were taken back beyond what was there. */
const missing = ({ balance, lots }: Available) => total(lots) - balance

/** Into AVAILABLE: what is missing is made up for first, by those that expire first. */
function given(lots: readonly Lot[], available: Available): readonly PointsLine[] {
  let short = missing(available)
  return [...lots]
    .sort((a, b) => (a.expiresOn < b.expiresOn ? -1 : 1))
    .flatMap(({ points, expiresOn }) => {
      const makesUp = Math.min(short, points)
      short -= makesUp
      return [line('AVAILABLE', makesUp), line('AVAILABLE', points - makesUp, expiresOn)]
    })
}

/** Out of lots in their order, no more than they hold. */
function outOf(lots: readonly Lot[], points: number): readonly PointsLine[] {
  let left = points
  return lots.map((lot) => {
    const taken = Math.min(left, lot.points)
    left -= taken
    return line('AVAILABLE', -taken, lot.expiresOn)
  })
}

/** Out of what can be spent: the lots that expire first, and none that has expired. */
function spent(
  { points, today }: { readonly points: number; readonly today: string },
  available: Available,
): readonly PointsLine[] {
  if (points > spendable(available, today)) throw new NotEnoughPoints(points)
  const good = available.lots.filter((lot) => lot.expiresOn >= today)
  return outOf(good, points).filter((each) => each.points !== 0)
}

/** Taken back whatever is there: from the lot they were put into, then those that expire first; the rest is missing. */
function takenBack(
  { points, lot }: { readonly points: number; readonly lot: string | null },
  available: Available,
): readonly PointsLine[] {
  const own = available.lots.filter(({ expiresOn }) => expiresOn === lot)
  const others = available.lots.filter(({ expiresOn }) => expiresOn !== lot)
  const taken = outOf([...own, ...others], points)
  const rest = points + taken.reduce((sum, each) => sum + each.points, 0)
  return [...taken, line('AVAILABLE', -rest)]
}

const unheld = (held: readonly Lot[]) => held.map(({ points, expiresOn }) => line('HELD', -points, expiresOn))
