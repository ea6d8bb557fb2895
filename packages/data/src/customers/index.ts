export { addAddress, addressFingerprint, type NewAddress } from './address.ts'
export { type ConsentEntry, consentGiven, consentsInForce, recordConsent } from './consents.ts'
export { type LookupKind, lookupHash } from './hash.ts'
export {
  type CaseReach,
  caseReach,
  customerVersion,
  phoneSearchesSince,
  type RevealedContact,
  revealedContact,
  revealsSince,
} from './reveal.ts'
export {
  nameTerms,
  type SearchEntity,
  type SearchField,
  type SearchTerm,
  setSearchTerms,
} from './search-terms.ts'
export { putIntoVault, type VaultKind } from './vault.ts'
