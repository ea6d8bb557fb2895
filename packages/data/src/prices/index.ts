export { lockLimited, type OffersFor, offersFor } from './offers.ts'
export { type OffersTaken, returnOffers, takeOffers } from './uses.ts'
