import type { Bilingual } from '../decisions/index.ts'
import { ENUM_LABELS } from '../labels/index.ts'
import { decimal, type Fen, fen } from '../money/index.ts'
import type { Pack } from '../policy/index.ts'
import { nextTier, type Tier, thresholdOf } from './tiers.ts'

/** How far a member is from the next tier. `next` and `missingFen` are `null` at the top. */
export interface Progress {
  readonly tier: Tier
  readonly paidFen: Fen
  readonly next: Tier | null
  readonly thresholdFen: Fen | null
  readonly missingFen: Fen | null
  readonly explanation: Bilingual
}

/** Progress of a member of a tier with what was paid for goods, less refunds, in the window of the pack (Q42). */
export function progressTo(paidFen: Fen, tier: Tier, pack: Pack): Progress {
  const next = nextTier(tier)
  if (!next) {
    const explanation = { zh: '您已是最高等级会员。', en: 'This is the highest tier.' }
    return { tier, paidFen, next, thresholdFen: null, missingFen: null, explanation }
  }
  const thresholdFen = thresholdOf(next, pack)
  const missingFen = fen(Math.max(0, thresholdFen - paidFen))
  const name = ENUM_LABELS.Tier[next]
  const days = pack.get('membership.window').replace('d', '')
  const explanation =
    missingFen === 0
      ? {
          zh: `已达到${name.zh}门槛，等级即将更新。`,
          en: `The threshold of ${name.en} is reached; the tier is about to change.`,
        }
      : {
          zh: `最近 ${days} 天已消费 ${decimal(paidFen)} 元，再消费 ${decimal(missingFen)} 元升级为${name.zh}。`,
          en: `CNY ${decimal(paidFen)} paid in the last ${days} days; CNY ${decimal(missingFen)} more for ${name.en}.`,
        }
  return { tier, paidFen, next, thresholdFen, missingFen, explanation }
}
