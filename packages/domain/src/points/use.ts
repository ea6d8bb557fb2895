import { addDays, dayOf } from '../calendar/index.ts'
import { type Fen, fen } from '../money/index.ts'
import { type Pack, partsOf } from '../policy/index.ts'
import type { Lot } from './ledger.ts'

/** The last day of points that become available at a moment: 31 December, 24:00 Asia/Shanghai (Q25). */
export function expiryOf(availableAt: Date, pack: Pack): string {
  const year = Number(dayOf(availableAt).slice(0, 4)) + pack.get('points.expiry_years')
  return `${year}-12-31`
}

/** The last day of points given back: their old one, if it is known, but at least some days from now (Q09). */
export function returnedExpiry(oldExpiry: string | null, now: Date, pack: Pack): string {
  const least = addDays(dayOf(now), partsOf(pack.get('points.returned_min_validity'))?.amount ?? 0)
  return oldExpiry !== null && oldExpiry > least ? oldExpiry : least
}

/** Points that were spent, by the last day that they had; `null`: not known. */
export interface SpentLot {
  readonly expiresOn: string | null
  readonly points: number
}

/**
 * Points that come back, by their last days (Q09): of those that were spent, less what came back `before`, the last
 * to expire first, so that a part that stays spent is the one that would have been lost the soonest.
 */
export function returnedLots(
  spent: readonly SpentLot[],
  { before, points }: { readonly before: number; readonly points: number },
  now: Date,
  pack: Pack,
): readonly Lot[] {
  let skip = before
  let left = points
  const back = new Map<string, number>()
  const giveBack = (old: string | null, amount: number) => {
    const expiresOn = returnedExpiry(old, now, pack)
    if (amount > 0) back.set(expiresOn, (back.get(expiresOn) ?? 0) + amount)
    left -= amount
  }
  for (const lot of spent.toSorted((a, b) => ((a.expiresOn ?? '') > (b.expiresOn ?? '') ? -1 : 1))) {
    const skipped = Math.min(skip, lot.points)
    skip -= skipped
    giveBack(lot.expiresOn, Math.min(left, lot.points - skipped))
  }
  giveBack(null, left)
  return [...back].map(([expiresOn, amount]) => ({ expiresOn, points: amount }))
}

/** The day on which expiring points are announced: 1 December for 31 December (Q25). */
export function noticeDayOf(expiresOn: string, pack: Pack): string {
  return addDays(expiresOn, -(partsOf(pack.get('points.expiry_notice'))?.amount ?? 0))
}

/** What points are worth as an offset, in fen: 100 points are 1 yuan (PTS-04). */
export function offsetFen(points: number, pack: Pack): Fen {
  return fen(Math.floor((points * 100) / pack.get('points.offset_per_yuan')))
}

/** The most points an order takes: half of the goods after tier discount and coupons, freight excluded (Q24). */
export function mostPointsFor(goodsAfterDiscountsFen: Fen, pack: Pack): number {
  const most = Math.floor((goodsAfterDiscountsFen * pack.get('points.offset_max_percent')) / 100)
  return Math.floor((most * pack.get('points.offset_per_yuan')) / 100)
}

/** Points of a check-in, by its place in the row: the seventh gives more, then the count starts again (Q43). */
export function checkInPoints(dayInRow: number, pack: Pack): number {
  return dayInRow % 7 === 0 ? pack.get('points.check_in_seventh') : pack.get('points.check_in')
}
