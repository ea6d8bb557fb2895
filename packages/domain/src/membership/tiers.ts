import { type Fen, fen } from '../money/index.ts'
import type { Pack } from '../policy/index.ts'

/** The five tiers of MEM-01 to -05, lowest first. */
export const TIERS = ['ORDINARY', 'SILVER', 'GOLD', 'PLATINUM', 'DIAMOND'] as const
export type Tier = (typeof TIERS)[number]

/** What a tier takes: net paid for goods in the window of the pack, in fen. */
export function thresholdOf(tier: Tier, pack: Pack): Fen {
  if (tier === 'ORDINARY') return fen(0)
  const key = { SILVER: 'silver', GOLD: 'gold', PLATINUM: 'platinum', DIAMOND: 'diamond' } as const
  return fen(pack.get(`membership.threshold.${key[tier]}`))
}

/** The tier that an amount reaches; at the threshold counts (Q38). */
export function tierFor(paidFen: Fen, pack: Pack): Tier {
  return TIERS.findLast((tier) => paidFen >= thresholdOf(tier, pack)) ?? 'ORDINARY'
}

/** The tier above, or `null` at the top. */
export function nextTier(tier: Tier): Tier | null {
  return TIERS[TIERS.indexOf(tier) + 1] ?? null
}

/** Whether a tier is the other or above it. */
export function isAtLeast(tier: Tier, other: Tier): boolean {
  return TIERS.indexOf(tier) >= TIERS.indexOf(other)
}
