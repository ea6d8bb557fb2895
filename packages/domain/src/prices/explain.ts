import { type Bilingual, say } from '../decisions/index.ts'
import { ENUM_LABELS } from '../labels/index.ts'
import type { Tier } from '../membership/index.ts'
import { decimal } from '../money/index.ts'
import type { DiscountKind } from './price.ts'
import type { Considered } from './quote.ts'

/** The rule a discount comes from. */
export function ruleOfDiscount(kind: DiscountKind, reference: string | null): string {
  switch (kind) {
    case 'TIER':
      return RULE_OF_TIER[reference as Tier] ?? 'PRC-03'
    case 'CONCESSION':
      return 'PRC-07'
    case 'FIRST_PURCHASE':
      return 'PRC-17'
    case 'POINTS':
      return 'PTS-04'
    default:
      return 'PRC-05'
  }
}

const RULE_OF_TIER: Readonly<Partial<Record<Tier, string>>> = {
  GOLD: 'MEM-03',
  PLATINUM: 'MEM-04',
  DIAMOND: 'MEM-05',
}

/** Why an offer is taken or not, in words. Names of offers are the shop's own, as they are. */
export function explain({ verdict, missingFen, dearerByFen, conflictsWith, offer }: Considered): Bilingual {
  switch (verdict) {
    case 'APPLIED':
      return say('已使用。', 'It is taken.')
    case 'NOT_STARTED':
      return say('还没有开始。', 'It has not begun yet.')
    case 'ENDED':
      return say('已经结束。', 'It is over.')
    case 'SPENT':
      return say('优惠券已使用。', 'The coupon was spent.')
    case 'USED_UP':
      return say('名额已用完。', 'There is none left.')
    case 'NOT_FOR_TIER': {
      const labels = (offer.tiers ?? []).map((tier) => ENUM_LABELS.Tier[tier])
      return say(
        `仅限${labels.map(({ zh }) => zh).join('、')}。`,
        `It is for ${labels.map(({ en }) => en).join(', ')} only.`,
      )
    }
    case 'NOT_FIRST_PURCHASE':
      return say('仅限首次购物。', 'It is for the first purchase only.')
    case 'NOT_FOR_GOODS':
      return say('所选商品不参加。', 'It is not about these goods.')
    case 'NO_GIFT_LEFT':
      return say('赠品已送完。', 'No gift is left.')
    case 'BELOW_THRESHOLD':
      return say(
        `再买 ${decimal(missingFen ?? offer.thresholdFen)} 元即可使用。`,
        `CNY ${decimal(missingFen ?? offer.thresholdFen)} more would bring it.`,
      )
    case 'NOT_COMBINABLE': {
      const zh =
        conflictsWith.length > 0 ? conflictsWith.map(({ name }) => `“${name}”`).join('、') : '会员折扣'
      const en =
        conflictsWith.length > 0
          ? conflictsWith.map(({ number }) => number).join(', ')
          : 'the discount of the tier'
      return say(
        `不能与${zh}同时使用${dearer('zh', dearerByFen)}。`,
        `It does not go together with ${en}${dearer('en', dearerByFen)}.`,
      )
    }
    case 'NOT_BEST':
      return say(
        `所选组合更优惠${dearer('zh', dearerByFen)}。`,
        `What is taken is better${dearer('en', dearerByFen)}.`,
      )
  }
}

function dearer(language: 'zh' | 'en', byFen: Considered['dearerByFen']): string {
  if (byFen === null || byFen === 0) return ''
  return language === 'zh'
    ? `，改用它要多付 ${decimal(byFen)} 元`
    : `: with it CNY ${decimal(byFen)} more is payable`
}
