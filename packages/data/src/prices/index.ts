export { lockLimited, type OffersFor, offersFor } from './offers.ts'
export { lockLimitedOf, type OffersTaken, returnOffers, takeOffers } from './uses.ts'
