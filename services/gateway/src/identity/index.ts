export {
  DEVELOPMENT_ISSUER,
  DEVELOPMENT_ROLES,
  DEVELOPMENT_SHOPS,
  type DevelopmentKeys,
  type DevelopmentRole,
  type DevelopmentShop,
  type DevelopmentToken,
  developmentIssuer,
  developmentKeys,
  signDevelopmentToken,
} from './development.ts'
export { type IdentityErrorCode, identityError, identityErrorCode } from './errors.ts'
export { whenReached } from './expiry.ts'
export { type Identify, type Identity, type IdentityHeaders, identifier } from './identify.ts'
export { type KeySource, localKeys, type RemoteKeysOptions, remoteKeys } from './keys.ts'
export { cachedMembers, type IdentityStore, type Member, type MemberShop, type Members } from './members.ts'
export {
  ALGORITHMS,
  TOKEN_TYPE,
  type TrustedIssuer,
  tokenVerifier,
  type VerifiedToken,
  type VerifyToken,
} from './tokens.ts'
