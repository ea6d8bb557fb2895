import type { Bilingual } from '../decisions/index.ts'
import type { Pack } from '../policy/index.ts'
import { isAtLeast, TIERS, type Tier } from './tiers.ts'

export type BenefitCode =
  | 'POINTS'
  | 'BIRTHDAY_GIFT'
  | 'DEDICATED_AGENT'
  | 'DISCOUNT'
  | 'PRIORITY_DISPATCH'
  | 'FREE_RETURN'
  | 'EXCLUSIVE_SERVICE'
  | 'PRIORITY_HANDLING'
  | 'YEARLY_GIFT'

/** One right of a tier, with what it means in force. */
export interface Benefit {
  readonly code: BenefitCode
  readonly title: Bilingual
  readonly detail: Bilingual
  /** The rule it comes from. */
  readonly ruleId: string
  /** The figure in force, where there is one. */
  readonly value: string | null
}

interface Entry {
  readonly from: Tier
  readonly rule: string
  readonly code: BenefitCode
  readonly title: Bilingual
  readonly detail: (tier: Tier, pack: Pack) => Bilingual
  readonly value?: (tier: Tier, pack: Pack) => string
}

const always = (zh: string, en: string) => () => ({ zh, en })

/** The discount of a tier in per cent, 0 below gold (MEM-03 to -05). Price goes by the tier at ordering (Q22). */
export function discountPercent(tier: Tier, pack: Pack): number {
  if (tier === 'DIAMOND') return pack.get('membership.discount.diamond')
  if (tier === 'PLATINUM') return pack.get('membership.discount.platinum')
  return tier === 'GOLD' ? pack.get('membership.discount.gold') : 0
}

const points = (pack: Pack) => String(pack.get('points.per_yuan'))
/** What is left to pay in tenths: 3 % off is 9.7 折. */
const zhe = (percent: number) => Number(((100 - percent) / 10).toFixed(2))

const BENEFITS: readonly Entry[] = [
  {
    from: 'ORDINARY',
    rule: 'MEM-01',
    code: 'POINTS',
    title: { zh: '购物积分', en: 'Points' },
    detail: (_, pack) => ({
      zh: `每实付 1 元商品金额积 ${points(pack)} 分，签收后可用`,
      en: `${points(pack)} point(s) for each yuan paid for goods, available at receipt`,
    }),
    value: (_, pack) => points(pack),
  },
  {
    from: 'SILVER',
    rule: 'MEM-02',
    code: 'BIRTHDAY_GIFT',
    title: { zh: '生日礼', en: 'Birthday gift' },
    detail: always('生日当月赠送礼品', 'A gift for the birthday'),
  },
  {
    from: 'SILVER',
    rule: 'MEM-02',
    code: 'DEDICATED_AGENT',
    title: { zh: '专属客服', en: 'Dedicated agent' },
    detail: always('由固定的客服为您服务', 'The same agent looks after you'),
  },
  {
    from: 'GOLD',
    rule: 'MEM-03',
    code: 'DISCOUNT',
    title: { zh: '会员折扣', en: 'Member discount' },
    detail: (tier, pack) => {
      const percent = discountPercent(tier, pack)
      return {
        zh: `商品享 ${zhe(percent)} 折，不与议价优惠叠加`,
        en: `${percent} % off goods, not stacked with a price concession`,
      }
    },
    value: (tier, pack) => `${discountPercent(tier, pack)} %`,
  },
  {
    from: 'GOLD',
    rule: 'MEM-03',
    code: 'PRIORITY_DISPATCH',
    title: { zh: '优先发货', en: 'Priority dispatch' },
    detail: always('同等条件下优先发货', 'Dispatched first among equals'),
  },
  {
    from: 'PLATINUM',
    rule: 'MEM-04',
    code: 'FREE_RETURN',
    title: { zh: '免费退换', en: 'Free returns' },
    detail: always(
      '签收后退换货运费由本店承担；召回途中的包裹除外',
      'The shop pays return and exchange freight after receipt; recalling a parcel on its way is not a return',
    ),
  },
  {
    from: 'DIAMOND',
    rule: 'MEM-05',
    code: 'EXCLUSIVE_SERVICE',
    title: { zh: '尊享服务', en: 'Exclusive service' },
    detail: always('专享服务通道', 'A service line of its own'),
  },
  {
    from: 'DIAMOND',
    rule: 'MEM-05',
    code: 'PRIORITY_HANDLING',
    title: { zh: '优先处理', en: 'Priority handling' },
    detail: always('问题优先处理，承诺时限不变', 'First in the queue; promised times stay as they are'),
  },
  {
    from: 'DIAMOND',
    rule: 'MEM-05',
    code: 'YEARLY_GIFT',
    title: { zh: '年度礼品', en: 'Yearly gift' },
    detail: always('每年赠送一份礼品', 'A gift each year'),
  },
]

/** The rights of a tier, those of lower tiers included where the pack says so (C-49). */
export function benefitsOf(tier: Tier, pack: Pack): readonly Benefit[] {
  const cumulative = pack.get('membership.benefits_cumulative')
  return BENEFITS.filter((each) => (cumulative ? isAtLeast(tier, each.from) : each.from === tier)).map(
    (each) => ({
      code: each.code,
      title: each.title,
      detail: each.detail(tier, pack),
      ruleId: each.rule,
      value: each.value?.(tier, pack) ?? null,
    }),
  )
}

/** The tiers that have a benefit, lowest first (C-49). */
export function tiersWith(code: BenefitCode, pack: Pack): readonly Tier[] {
  return TIERS.filter((tier) => hasBenefit(tier, code, pack))
}

/** Whether a tier has a benefit (C-49). */
export function hasBenefit(tier: Tier, code: BenefitCode, pack: Pack): boolean {
  return benefitsOf(tier, pack).some((each) => each.code === code)
}

/** What a benefit is called. */
export const titleOfBenefit = (code: BenefitCode): Bilingual => entryOf(code).title

/** The rule that a benefit comes from. */
export const ruleOfBenefit = (code: BenefitCode): string => entryOf(code).rule

function entryOf(code: BenefitCode): Entry {
  const entry = BENEFITS.find((each) => each.code === code)
  if (!entry) throw new Error(`no benefit ${code}`)
  return entry
}

/** Whether returns and exchanges are free for the tier (MEM-04, C-49): the tier at the request counts (Q22). */
export function hasFreeReturn(tier: Tier, pack: Pack): boolean {
  return (
    pack.get('return.free_for_member', { tier }) ||
    benefitsOf(tier, pack).some((each) => each.code === 'FREE_RETURN')
  )
}

/** Whether one agent looks after members of the tier (MEM-02; MEM-05 where benefits are not cumulative, C-49). */
export function hasDedicatedAgent(tier: Tier, pack: Pack): boolean {
  return benefitsOf(tier, pack).some(({ code }) => code === 'DEDICATED_AGENT' || code === 'EXCLUSIVE_SERVICE')
}
