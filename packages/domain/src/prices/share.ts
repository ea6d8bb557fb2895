import { bySize, type Fen, fen, share } from '../money/index.ts'

/**
 * Shares a discount over lines in proportion to their weights, as Q07 says: half up to the fen, the largest takes the
 * remainder. No line gives more than its `room`: what is too much for one goes to the largest that has room. Throws
 * RangeError where all together have less room than the total.
 */
export function shareWithin(total: Fen, weights: readonly Fen[], room: readonly Fen[]): Fen[] {
  const parts: number[] = share(total, weights).map((part, i) => Math.min(part, room[i] ?? 0))
  let rest = total - parts.reduce((sum, part) => sum + part, 0)
  for (const i of bySize(weights)) {
    const part = parts[i] ?? 0
    const more = Math.min(rest, (room[i] ?? 0) - part)
    parts[i] = part + more
    rest -= more
  }
  if (rest !== 0) throw new RangeError(`no room for ${rest} of ${total} fen`)
  return parts.map(fen)
}
