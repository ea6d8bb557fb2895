import type { AfterSaleLineFacts, AfterSaleOrderFacts } from './facts.ts'
import { parcelOf } from './parcels.ts'

export type Weighed = 'LIGHTER' | 'AGREES' | 'HEAVIER'

/**
 * What the customer's scale says against the stubs of the parcels of these lines, in grams; within the
 * tolerance they agree. `null`: one of the two is not known (AS-WF-BAS-7, AS-LIA-15).
 */
export function weigh(
  order: AfterSaleOrderFacts,
  lines: readonly AfterSaleLineFacts[],
  receivedGrams: number | null,
  toleranceGrams: number,
): Weighed | null {
  const parcels = new Set(lines.map((line) => parcelOf(order, line)))
  if (receivedGrams === null || parcels.size === 0) return null
  let sent = 0
  for (const parcel of parcels) {
    if (!parcel || parcel.weightGrams === null) return null
    sent += parcel.weightGrams
  }
  if (Math.abs(receivedGrams - sent) <= toleranceGrams) return 'AGREES'
  return receivedGrams < sent ? 'LIGHTER' : 'HEAVIER'
}
