import { addDays, dayOf } from '../calendar/index.ts'
import type { Bilingual } from '../decisions/index.ts'
import { ENUM_LABELS } from '../labels/index.ts'
import { decimal, type Fen, fen } from '../money/index.ts'
import type { Pack } from '../policy/index.ts'
import { nextTier, type Tier, thresholdOf } from './tiers.ts'
import { countsUntil, firstFrom, lowersOn, windowDays, windowStart } from './window.ts'

/** What a member paid for goods on one day less refunds of those orders, and how the tier stands. */
export interface TierFacts {
  readonly tier: Tier
  /** The notice that is open, if one is. */
  readonly notice: { readonly to: Tier; readonly on: string } | null
  /** `YYYY-MM-DD` and fen, by payment day, the earliest first; days out of the window are left out. */
  readonly paid: readonly (readonly [day: string, fen: number])[]
}

/** How far a member is from the next tier, by when, and what keeps this one. Days are `YYYY-MM-DD`. */
export interface Progress {
  readonly tier: Tier
  readonly paidFen: Fen
  /** `null` at the top, as the two that follow. */
  readonly next: Tier | null
  readonly thresholdFen: Fen | null
  readonly missingFen: Fen | null
  /** The last day on which all of that counts; `null`: at the top, or nothing counts. */
  readonly by: string | null
  readonly explanation: Bilingual
  /** What keeps the tier; `null` for the lowest, and for one that takes nothing. */
  readonly keep: Keep | null
}

/** What has to be paid by when, or else the tier is lower the day after. */
export interface Keep {
  readonly missingFen: Fen
  readonly by: string
  readonly otherwise: Tier
  /** The member has been told. */
  readonly told: boolean
  readonly explanation: Bilingual
}

/** Progress of a member on a day, from what was paid in the window of the pack (Q42). */
export function progressOf({ tier, notice, paid }: TierFacts, now: Date, pack: Pack): Progress {
  const today = dayOf(now)
  const paidFen = sumOn(paid, today, pack)
  const keep = keepOf(tier, notice, paid, today, pack)
  const next = nextTier(tier)
  if (!next) {
    const explanation = { zh: '您已是最高等级会员。', en: 'This is the highest tier.' }
    return { tier, paidFen, next, thresholdFen: null, missingFen: null, by: null, explanation, keep }
  }
  const thresholdFen = thresholdOf(next, pack)
  const missingFen = fen(Math.max(0, thresholdFen - paidFen))
  const first = paid.find(([day, amount]) => amount > 0 && day >= windowStart(today, pack))
  const by = first && missingFen > 0 ? countsUntil(first[0], pack) : null
  const explanation = wayUp(paidFen, missingFen, next, by, pack)
  return { tier, paidFen, next, thresholdFen, missingFen, by, explanation, keep }
}

/** What counts on a day of what was paid, if nothing more is paid. */
function sumOn(paid: TierFacts['paid'], day: string, pack: Pack): Fen {
  const from = windowStart(day, pack)
  return fen(paid.reduce((sum, [on, amount]) => (on >= from && on <= day ? sum + amount : sum), 0))
}

/** The tier is lowered by the notice that is open, or by the first one that would be given. */
function keepOf(
  tier: Tier,
  notice: TierFacts['notice'],
  paid: TierFacts['paid'],
  today: string,
  pack: Pack,
): Keep | null {
  if (tier === 'ORDINARY') return null
  const thresholdFen = thresholdOf(tier, pack)
  if (thresholdFen <= 0 && !notice) return null
  let first = firstFrom(addDays(today, 1))
  while (!notice && sumBefore(paid, first, pack) >= thresholdFen) first = firstFrom(addDays(first, 1))
  const lowered = notice?.on ?? lowersOn(first, pack)
  const missingFen = fen(Math.max(0, thresholdFen - sumBefore(paid, lowered, pack)))
  const otherwise = notice?.to ?? LOWER[tier]
  const by = addDays(lowered, -1)
  const names = [ENUM_LABELS.Tier[tier], ENUM_LABELS.Tier[otherwise]] as const
  const explanation = {
    zh: `${by} 前再消费 ${decimal(missingFen)} 元可保持${names[0].zh}，否则自 ${lowered} 起调整为${names[1].zh}。`,
    en: `CNY ${decimal(missingFen)} by ${by} to stay ${names[0].en}, else ${names[1].en} from ${lowered}.`,
  }
  return { missingFen, by, otherwise, told: notice !== null, explanation }
}

/** What counts at 00:00 of a day: payments of that day are still to come. */
function sumBefore(paid: TierFacts['paid'], day: string, pack: Pack): Fen {
  return sumOn(
    paid.filter(([on]) => on < day),
    day,
    pack,
  )
}

const LOWER = {
  SILVER: 'ORDINARY',
  GOLD: 'SILVER',
  PLATINUM: 'GOLD',
  DIAMOND: 'PLATINUM',
} as const satisfies Record<Exclude<Tier, 'ORDINARY'>, Tier>

function wayUp(paidFen: Fen, missingFen: Fen, next: Tier, by: string | null, pack: Pack): Bilingual {
  const name = ENUM_LABELS.Tier[next]
  const days = windowDays(pack)
  if (missingFen === 0)
    return {
      zh: `已达到${name.zh}门槛，等级即将更新。`,
      en: `The threshold of ${name.en} is reached; the tier is about to change.`,
    }
  return {
    zh: `最近 ${days} 天已消费 ${decimal(paidFen)} 元，${by ? `${by} 前` : ''}再消费 ${decimal(missingFen)} 元升级为${name.zh}。`,
    en: `CNY ${decimal(missingFen)} to ${name.en}${by ? ` by ${by}` : ''}; CNY ${decimal(paidFen)} paid in the last ${days} days.`,
  }
}
