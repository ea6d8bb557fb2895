import { labels } from './label.ts'

const KINDS = {
  CAMPAIGN_PRICE: ['活动价', 'Campaign price'],
  THRESHOLD: ['满减', 'Spend threshold'],
  FIRST_PURCHASE: ['首购优惠', 'First purchase'],
  COUPON: ['优惠券', 'Coupon'],
  GIFT: ['赠品', 'Gift'],
} as const

export const PRICE_LABELS = {
  OfferKind: labels(KINDS),
  Combinable: labels({ ...KINDS, TIER: ['会员折扣', 'Tier discount'] }),
  OfferVerdict: labels({
    APPLIED: ['已使用', 'Taken'],
    NOT_STARTED: ['未开始', 'Not begun'],
    ENDED: ['已结束', 'Over'],
    SPENT: ['已用过', 'Spent'],
    USED_UP: ['已用完', 'None left'],
    NOT_FOR_TIER: ['等级不符', 'Not for this tier'],
    NOT_FIRST_PURCHASE: ['非首次购物', 'Not the first purchase'],
    NOT_FOR_GOODS: ['商品不参加', 'Not about these goods'],
    NO_GIFT_LEFT: ['赠品已送完', 'No gift left'],
    BELOW_THRESHOLD: ['未达门槛', 'Below its threshold'],
    NOT_COMBINABLE: ['不可叠加', 'Does not go together'],
    NOT_BEST: ['不是最优', 'Another is better'],
  }),
  PromotionState: labels({
    PLANNED: ['未开始', 'Planned'],
    COMING_SOON: ['即将开始', 'Coming soon'],
    RUNNING: ['进行中', 'Running'],
    ENDING_SOON: ['即将结束', 'Ending soon'],
    ENDED: ['已结束', 'Over'],
  }),
  CouponSource: labels({ CAMPAIGN: ['活动发放', 'Campaign'], SERVICE: ['客服发放', 'Service'] }),
  CouponState: labels({
    NOT_YET: ['未生效', 'Not valid yet'],
    AVAILABLE: ['可用', 'Can be spent'],
    SPENT: ['已使用', 'Spent'],
    EXPIRED: ['已过期', 'Expired'],
  }),
}
