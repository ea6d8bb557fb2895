export { CLAIM_RULES } from './claims.ts'
export { FREIGHT_SETTLEMENT_RULES } from './freight.ts'
export { REFUND_RULES } from './refunds.ts'
