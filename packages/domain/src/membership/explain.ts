import type { Bilingual } from '../decisions/index.ts'
import { ENUM_LABELS } from '../labels/index.ts'
import { decimal, fen } from '../money/index.ts'
import type { TierMove } from './moves.ts'
import type { Tier } from './tiers.ts'

/** One entry of the history of a tier, as it is stored. */
export interface TierChangeFacts {
  readonly kind: TierMove['kind'] | 'ENROLLED'
  readonly from: Tier | null
  readonly to: Tier
  readonly paidFen: number
  readonly thresholdFen: number
  /** `YYYY-MM-DD`. */
  readonly effectiveOn: string
}

/** Why a tier became what it is: the figures and the day, as a sentence. */
export function explainTierChange(change: TierChangeFacts): Bilingual {
  const paid = decimal(fen(change.paidFen))
  const threshold = decimal(fen(change.thresholdFen))
  const to = ENUM_LABELS.Tier[change.to]
  const from = change.from ? ENUM_LABELS.Tier[change.from] : to
  const on = change.effectiveOn
  switch (change.kind) {
    case 'ENROLLED':
      return {
        zh: `入会时周期内实付 ${paid} 元，等级为${to.zh}（门槛 ${threshold} 元）。`,
        en: `Joined with CNY ${paid} paid in the window: ${to.en}, from CNY ${threshold}.`,
      }
    case 'RAISED':
      return {
        zh: `周期内实付 ${paid} 元，达到${to.zh}门槛 ${threshold} 元，自 ${on} 起生效。`,
        en: `CNY ${paid} paid in the window reaches ${to.en} at CNY ${threshold}, from ${on}.`,
      }
    case 'NOTIFIED':
      return {
        zh: `周期内实付 ${paid} 元，低于${from.zh}门槛 ${threshold} 元；如仍未达到，自 ${on} 起调整为${to.zh}。`,
        en: `CNY ${paid} paid in the window is below CNY ${threshold} for ${from.en}; unless that changes, ${to.en} from ${on}.`,
      }
    case 'KEPT':
      return {
        zh: `周期内实付 ${paid} 元，重新达到${to.zh}门槛 ${threshold} 元，等级不变。`,
        en: `CNY ${paid} paid in the window reaches CNY ${threshold} again: ${to.en} stays.`,
      }
    case 'LOWERED':
      return {
        zh: `通知期满，周期内实付 ${paid} 元，仍低于${from.zh}门槛 ${threshold} 元，自 ${on} 起为${to.zh}。`,
        en: `After the notice CNY ${paid} paid in the window is still below CNY ${threshold} for ${from.en}: ${to.en} from ${on}.`,
      }
  }
}
