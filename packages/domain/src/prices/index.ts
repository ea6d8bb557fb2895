export { type Cart, type CartLine, goodsOf, grossOf } from './cart.ts'
export { freightFor } from './freight.ts'
export { type Discount, type DiscountKind, type Quote, quotePrice } from './quote.ts'
