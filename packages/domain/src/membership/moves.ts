import type { Fen } from '../money/index.ts'
import type { Pack } from '../policy/index.ts'
import { isAtLeast, TIERS, type Tier, thresholdOf, tierFor } from './tiers.ts'
import { lowersOn } from './window.ts'

/** The tier of a member, as it stands. Days are `YYYY-MM-DD` in Asia/Shanghai. */
export interface TierState {
  readonly tier: Tier
  readonly since: string
  /** The notice that is open: which tier it will be, from which first of a month. */
  readonly notice: { readonly to: Tier; readonly on: string } | null
}

/** What becomes of a tier: raised, told that it will be lower, kept after all, lowered. */
export interface TierMove {
  readonly kind: 'RAISED' | 'NOTIFIED' | 'KEPT' | 'LOWERED'
  readonly from: Tier
  readonly to: Tier
  /** What was paid is held against this. */
  readonly thresholdFen: Fen
  readonly effectiveOn: string
  /** The tier whose rule it is. */
  readonly ruleId: string
}

/** The rule of a tier. */
export const ruleOfTier = (tier: Tier): string => `MEM-0${TIERS.indexOf(tier) + 1}`

/**
 * What a payment changes at once: a tier is raised to what is reached, and a notice is taken back where the tier is
 * reached again. Nothing is ever lowered at once (defaults.md, Members).
 *
 * @param paidFen net paid for goods in the window on that day (Q42)
 */
export function moveUp(state: TierState, paidFen: Fen, today: string, pack: Pack): readonly TierMove[] {
  const reached = tierFor(paidFen, pack)
  if (!isAtLeast(reached, state.tier)) return []
  if (reached !== state.tier) return [move('RAISED', state.tier, reached, reached, today, pack)]
  return state.notice ? [move('KEPT', state.tier, state.tier, state.tier, today, pack)] : []
}

/**
 * The monthly step (Q42): on a first of a month, what is no longer reached is told of; it is one tier lower from the first
 * first of a month at least the time of notice later, if it still holds then. A tier that began on that day or later is
 * left alone: the step may run late, and a tier is lowered once a month.
 *
 * @param paidFen net paid for goods in the window on `day`, by payments before it
 * @param day the first of a month
 * @param today the day on which the step is done: `day`, or later
 */
export function moveOnFirst(
  state: TierState,
  paidFen: Fen,
  day: string,
  today: string,
  pack: Pack,
): readonly TierMove[] {
  if (state.since >= day) return []
  if (paidFen >= thresholdOf(state.tier, pack)) return moveUp(state, paidFen, today, pack)
  const { tier, notice } = state
  if (!notice) return [told(tier, today, pack)]
  if (notice.on > day) return []
  const lowered = move('LOWERED', tier, notice.to, tier, day, pack)
  return paidFen < thresholdOf(notice.to, pack) ? [lowered, told(notice.to, today, pack)] : [lowered]
}

/** The state that moves lead to. */
export function afterMoves(state: TierState, moves: readonly TierMove[]): TierState {
  return moves.reduce<TierState>((before, { kind, to, effectiveOn }) => {
    if (kind === 'NOTIFIED')
      return { tier: before.tier, since: before.since, notice: { to, on: effectiveOn } }
    if (kind === 'KEPT') return { tier: before.tier, since: before.since, notice: null }
    return { tier: to, since: effectiveOn, notice: null }
  }, state)
}

const told = (tier: Tier, today: string, pack: Pack) =>
  move('NOTIFIED', tier, below(tier), tier, lowersOn(today, pack), pack)

function move(
  kind: TierMove['kind'],
  from: Tier,
  to: Tier,
  against: Tier,
  effectiveOn: string,
  pack: Pack,
): TierMove {
  return {
    kind,
    from,
    to,
    thresholdFen: thresholdOf(against, pack),
    effectiveOn,
    ruleId: ruleOfTier(against),
  }
}

/** Lowest: ORDINARY, which nothing falls short of. */
const below = (tier: Tier): Tier => TIERS[TIERS.indexOf(tier) - 1] ?? 'ORDINARY'
