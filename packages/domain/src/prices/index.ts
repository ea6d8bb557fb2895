export { type InPlace, type OrderedLine, soldFor, soldInPlace } from './campaign.ts'
export { type Cart, type CartLine, goodsOf, grossOf } from './cart.ts'
export { type ConcededLine, concede } from './concession.ts'
export { explain, ruleOfDiscount } from './explain.ts'
export { freightFor } from './freight.ts'
export {
  type Combinable,
  OFFER_KINDS,
  OFFER_VERDICTS,
  type Offer,
  type OfferKind,
  type OfferVerdict,
} from './offers.ts'
export {
  type Combination,
  type Discount,
  type DiscountKind,
  type Price,
  type PricedLine,
  priceOf,
} from './price.ts'
export { explainTerms, type PromotionFacts, type PromotionState, stateOfPromotion } from './promotion.ts'

export { type Considered, type Quote, quotePrice } from './quote.ts'
export { judgeOffer, OFFER_RULES, type OfferRequest } from './rules.ts'

export { shareWithin } from './share.ts'
export { type Flaw, flawsOf, givesOther, type PromotionTerms } from './terms.ts'
