import { type Bilingual, say } from '../decisions/index.ts'
import { decimal, type Fen } from '../money/index.ts'
import { type Pack, secondsOf } from '../policy/index.ts'
import type { OfferKind } from './offers.ts'

/** Where a promotion stands; "soon" is what the customer is told of by oneself (PRC-02, PRC-06). */
export type PromotionState = 'PLANNED' | 'COMING_SOON' | 'RUNNING' | 'ENDING_SOON' | 'ENDED'

/** What the state of a promotion is read from. Times are RFC 3339 UTC. */
export interface PromotionFacts {
  readonly startsAt: string
  readonly endsAt: string
  /** How often it can still be given; `null`: as often as is asked. */
  readonly left: number | null
}

/** Where a promotion stands at a moment. One of which few are left is about to end, whatever its day. */
export function stateOfPromotion(
  { startsAt, endsAt, left }: PromotionFacts,
  { pack, now }: { readonly pack: Pack; readonly now: Date },
): PromotionState {
  const at = now.getTime()
  const until = (time: string) => (Date.parse(time) - at) / 1000
  if (until(endsAt) <= 0 || left === 0) return 'ENDED'
  if (until(startsAt) > 0)
    return until(startsAt) <= secondsOf(pack.get('promotion.coming_soon')) ? 'COMING_SOON' : 'PLANNED'
  const few = left !== null && left <= pack.get('promotion.few_left')
  return few || until(endsAt) <= secondsOf(pack.get('promotion.ending_soon')) ? 'ENDING_SOON' : 'RUNNING'
}

/** What a promotion gives. Amounts in fen. */
export interface Terms {
  readonly kind: OfferKind
  readonly thresholdFen: Fen
  readonly offFen: Fen
  readonly repeats: boolean
}

/** What a promotion gives, in a sentence (PRC-05). */
export function explainTerms({ kind, thresholdFen, offFen, repeats }: Terms): Bilingual {
  const [from, off] = [decimal(thresholdFen), decimal(offFen)]
  const zh = thresholdFen > 0 ? `${repeats ? '每满' : '满'} ${from} 元` : ''
  const en = thresholdFen > 0 ? ` ${repeats ? 'for every' : 'from'} CNY ${from} of goods` : ''
  switch (kind) {
    case 'CAMPAIGN_PRICE':
      return say('活动期间按活动价购买。', 'Sold at the price of the campaign while it runs.')
    case 'GIFT':
      return say(`${zh || '购买'}赠送礼品，送完为止。`, `A gift${en}, while there are any.`)
    case 'FIRST_PURCHASE':
      return say(`首次购物${zh}减 ${off} 元。`, `CNY ${off} off the first purchase${en}.`)
    case 'COUPON':
      return say(`${zh || '无门槛'}可用优惠券减 ${off} 元。`, `A coupon takes CNY ${off} off${en}.`)
    case 'THRESHOLD':
      return say(`${zh || '购物'}减 ${off} 元。`, `CNY ${off} off${en}.`)
  }
}
