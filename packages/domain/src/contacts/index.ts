export { maskAccount, maskAddressLine, maskEmail, maskName, maskPhone } from './masks.ts'
export {
  isPhone,
  isSpecificDetail,
  lastFour,
  normaliseAccount,
  normaliseEmail,
  normalisePhone,
} from './normalise.ts'
export { PROVINCES, type Province, provinceNamed } from './provinces.ts'
