/** Money in integer fen (0.01 yuan). A safe integer: exact up to 90 trillion yuan (ADR 4). */
export type Fen = number & { readonly __unit: 'fen' }

/** Brands an integer number of fen. Throws RangeError when it is not a safe integer. */
export function fen(value: number): Fen {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not an amount in fen: ${value}`)
  return value as Fen
}

/** Fen from whole or decimal yuan: `yuan(20)` is 2 000 fen. At most two decimals. */
export function yuan(value: number): Fen {
  return fen(Math.round(value * 100))
}

/** The wire form of an amount: a decimal string in yuan with two places, `-0.05` for -5 fen. */
export function decimal(amount: Fen): string {
  const digits = Math.abs(amount).toString().padStart(3, '0')
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/**
 * Shares `total` fen over `weights` in proportion, half up to the fen; the largest weight takes the
 * remainder, among equals the last (Q07). Where rounding gave out more than the largest has, the next
 * largest gives the rest back: no part is below zero. The parts always sum to `total`. All weights zero:
 * the last part takes everything.
 */
export function share(total: Fen, weights: readonly Fen[]): Fen[] {
  if (weights.length === 0) return []
  const sum = weights.reduce<bigint>((a, w) => a + BigInt(w), 0n)
  if (sum === 0n) return weights.map((_, i) => (i === weights.length - 1 ? total : fen(0)))
  const parts: number[] = weights.map((w) => Number((2n * BigInt(total) * BigInt(w) + sum) / (2n * sum)))
  let rest = total - parts.reduce((a, p) => a + p, 0)
  for (const i of bySize(weights)) {
    const part = parts[i] ?? 0
    const more = Math.max(rest, -part)
    parts[i] = part + more
    rest -= more
  }
  return parts.map(fen)
}

/** The places of weights, the largest first, among equals the last (Q07). */
export function bySize(weights: readonly Fen[]): readonly number[] {
  return weights.map((_, i) => i).sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0) || b - a)
}

/** Fen from the wire form of an amount, `129.9` or `129.90`; `null` where it is none: a sign, a third decimal, too large. */
export function parseAmount(text: string): Fen | null {
  const match = /^(\d{1,13})(?:\.(\d{1,2})0{0,2})?$/.exec(text)
  return match ? fen(Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'))) : null
}
