export { type ChangeSkuPriceInput, changeSkuPrice, type SkuPriceChanged } from './change-sku-price.ts'
