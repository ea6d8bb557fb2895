export { addAddress, addressFingerprint, type NewAddress } from './address.ts'
export {
  addBlacklisting,
  addWarning,
  type Blacklisting,
  dueBlacklistings,
  endRunOut,
  findBlacklisting,
  lastWarning,
  moveBlacklisting,
  provenBy,
} from './blacklist.ts'
export {
  type ClassChange,
  classValues,
  countValues,
  customersForReview,
  dueForReview,
  dueLifecycles,
  dueValues,
  noteClassChanges,
  type ReviewedCustomer,
  reviewSoon,
  writeReviews,
} from './classes.ts'
export { type ConsentEntry, consentGiven, consentsInForce, recordConsent } from './consents.ts'
export {
  type ContactWritten,
  indexCustomer,
  type NewContact,
  ownerOfAccount,
  setContact,
} from './contacts.ts'
export { type FoundCustomer, findCustomer, lockCustomer, lockCustomers } from './find.ts'
export { type LookupKind, lookupHash } from './hash.ts'
export {
  type CustomerMerge,
  findMerge,
  laterMerges,
  mergeCustomers,
  mergeFacts,
  undoMerge,
} from './merges.ts'
export { logOutsideContact, type OutsideContact } from './outside.ts'
export {
  addExport,
  dueFileRemovals,
  eraseCustomer,
  lockPerson,
  openMatters,
  type PersonRecord,
  personRecord,
  serveExport,
  takeFileRemoval,
} from './person.ts'
export {
  type CustomerPatch,
  changeCustomer,
  hasTag,
  type NewCustomer,
  recordCustomer,
  removeTag,
  setTag,
} from './record.ts'
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
export { isServed } from './served.ts'
export { putIntoVault, type VaultKind } from './vault.ts'
