/** Counts open connections by whom they belong to. */
export interface Seats {
  /** Takes a seat; false where the holder has all of its own already. */
  take(holder: string): boolean
  release(holder: string): void
}

export function countedSeats(perHolder: number): Seats {
  const taken = new Map<string, number>()
  return {
    take: (holder) => {
      const count = taken.get(holder) ?? 0
      if (count >= perHolder) return false
      taken.set(holder, count + 1)
      return true
    },
    release: (holder) => {
      const count = taken.get(holder) ?? 0
      if (count > 1) taken.set(holder, count - 1)
      else taken.delete(holder)
    },
  }
}
