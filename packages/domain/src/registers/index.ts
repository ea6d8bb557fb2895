export { judgeVerification } from './judge.ts'
export { REGISTER_RULES, type VerificationFacts } from './rules.ts'
export { isProductionReason, type WrongShipmentParty, wrongShipmentParty } from './wrong-shipment.ts'
