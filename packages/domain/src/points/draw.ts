import { createHash, createHmac } from 'node:crypto'

/** One prize of a draw as it stands before a play. */
export interface DrawPrize {
  readonly position: number
  /** A whole number above zero: its share of all weights is its chance. */
  readonly weight: number
  /** Pieces left; `null`: as many as are drawn. */
  readonly left: number | null
}

/** What a play is decided by: the seed of the draw, the play's number, and what the player's side chose. */
export interface DrawPlay {
  /** 64 hexadecimal digits; its hash was published before the first play. */
  readonly seed: string
  /** 1, 2, 3 … without gaps. */
  readonly nonce: number
  /** Chosen outside of the shop, so that who knows the seed can't know the outcome before; may be empty. */
  readonly clientSeed: string
}

/** What came of a play: the number drawn, of how many, and the prize whose part of the weights it falls into. */
export interface Drawn {
  readonly roll: number
  readonly total: number
  readonly position: number
}

/** What is published of a seed before the first play. */
export const seedHash = (seed: string): string => createHash('sha256').update(seed, 'hex').digest('hex')

/**
 * Draws a prize. The same seed, play and prizes give the same answer, on any machine: whoever has the seed can check
 * it. Prizes of which none are left take no part. Throws RangeError where there is nothing to draw.
 */
export function drawPrize(play: DrawPlay, prizes: readonly DrawPrize[]): Drawn {
  const there = prizes
    .filter(({ left, weight }) => weight > 0 && (left === null || left > 0))
    .toSorted((a, b) => a.position - b.position)
  const total = there.reduce((sum, { weight }) => sum + weight, 0)
  if (total <= 0) throw new RangeError('a draw without prizes')
  const roll = rollOf(play, total)
  let upTo = 0
  for (const { position, weight } of there) {
    upTo += weight
    if (roll < upTo) return { roll, total, position }
  }
  throw new RangeError('a roll beyond the weights')
}

/** 48 bits: a whole number that JavaScript holds exactly. */
const BYTES = 6
const RANGE = 2 ** (8 * BYTES)

/** A whole number from 0 to below `total`, each as likely as the other: what would favour the lower ones is drawn again. */
function rollOf({ seed, nonce, clientSeed }: DrawPlay, total: number): number {
  const limit = RANGE - (RANGE % total)
  for (let attempt = 0; ; attempt += 1) {
    const text = `${nonce}:${clientSeed}:${attempt}`
    const digest = createHmac('sha256', Buffer.from(seed, 'hex')).update(text).digest()
    const number = digest.readUIntBE(0, BYTES)
    if (number < limit) return number % total
  }
}

/** A play as it was recorded. */
export interface RecordedPlay {
  readonly nonce: number
  readonly clientSeed: string
  readonly roll: number
  readonly position: number
}

/**
 * Plays a draw again from its first prizes, play by play, and names the numbers of those plays that should have come
 * out otherwise, that are missing, or that are there twice. Empty: the draw was fair.
 */
export function replayDraw(
  seed: string,
  prizes: readonly DrawPrize[],
  plays: readonly RecordedPlay[],
): readonly number[] {
  const wrong: number[] = []
  let left = prizes
  let expected = 1
  for (const play of plays.toSorted((a, b) => a.nonce - b.nonce)) {
    const drawn = drawPrize({ seed, nonce: play.nonce, clientSeed: play.clientSeed }, left)
    const same = drawn.roll === play.roll && drawn.position === play.position
    if (!same || play.nonce !== expected) wrong.push(play.nonce)
    left = left.map((prize) =>
      prize.position === drawn.position && prize.left !== null ? { ...prize, left: prize.left - 1 } : prize,
    )
    expected = play.nonce + 1
  }
  return wrong
}
