/** Counts what is open by whom it belongs to. */
export interface Seats {
  /** Takes a seat; false where the holder has all of its own already, or all are taken. */
  take(holder: string): boolean
  release(holder: string): void
}

export function countedSeats(perHolder: number, all = Number.POSITIVE_INFINITY): Seats {
  const taken = new Map<string, number>()
  let total = 0
  return {
    take: (holder) => {
      const count = taken.get(holder) ?? 0
      if (count >= perHolder || total >= all) return false
      taken.set(holder, count + 1)
      total += 1
      return true
    },
    release: (holder) => {
      const count = taken.get(holder) ?? 0
      if (count > 1) taken.set(holder, count - 1)
      else taken.delete(holder)
      total -= 1
    },
  }
}
