export { addCoupon, hadCoupon, type NewCoupon, type ServiceTerms, serviceTerms } from './coupons.ts'
export { lockLimited, type OffersFor, offersFor } from './offers.ts'
export {
  addPromotion,
  changePromotion,
  endPromotion,
  findPromotion,
  missingGoods,
  type Promotion,
  type PromotionEntry,
} from './promotions.ts'
export { lockLimitedOf, type OffersTaken, returnOffers, takeOffers } from './uses.ts'
