export { cartLines, type PricedCart, priceCart } from './cart.ts'
export { orderToBe } from './order-to-be.ts'
export { type PriceQuoted, type QuotePriceInput, quotePrice } from './quote-price.ts'
