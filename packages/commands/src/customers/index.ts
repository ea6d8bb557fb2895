export { type AddAddressInput, type AddressAdded, addAddress } from './add-address.ts'
export {
  type BlacklistCustomerInput,
  blacklistCustomer,
  blacklistCustomerCommand,
  type CustomerBlacklisted,
  previewBlacklistCustomer,
} from './blacklist-customer.ts'
export {
  type AppealBlacklistingInput,
  appealBlacklisting,
  type BlacklistingInput,
  type BlacklistingMoved,
  expireBlacklisting,
  liftBlacklisting,
  upholdBlacklisting,
} from './blacklisting.ts'
export { type ChangeContactInput, type ContactChanged, changeContact } from './change-contact.ts'
export type { CustomerChanged } from './customer.ts'
export {
  type EraseCustomerInput,
  eraseCustomer,
  eraseCustomerCommand,
  previewEraseCustomer,
} from './erase-customer.ts'
export {
  type CustomerExport,
  type CustomerExportRequested,
  fetchCustomerExport,
  type RequestCustomerExportInput,
  requestCustomerExport,
  signExport,
} from './export-customer.ts'
export {
  type LogOutsideContactInput,
  logOutsideContact,
  OUTSIDE_REASONS,
  type OutsideContactLogged,
} from './log-outside-contact.ts'
export { type MarkVipInput, markVip } from './mark-vip.ts'
export {
  type CustomersMerged,
  type MergeCustomersInput,
  mergeCustomers,
  previewMergeCustomers,
} from './merge-customers.ts'
export { addAddressOf, fullAddress, province } from './postal.ts'
export { type RecordConsentInput, recordConsent, withdrawConsent } from './record-consent.ts'
export { type CustomerRecorded, type RecordCustomerInput, recordCustomer } from './record-customer.ts'
export { recordPhoneSearch, SearchLimited } from './record-phone-search.ts'
export { removeErasedFile } from './remove-erased-file.ts'
export { type ContactRevealed, type RevealContactInput, revealContact } from './reveal-contact.ts'
export { reviewBuyer, reviewLifecycles, reviewValues } from './review-customers.ts'
export { type SetDoNotContactInput, setDoNotContact } from './set-do-not-contact.ts'
export { type TagCustomerInput, tagCustomer, untagCustomer } from './tag-customer.ts'
export {
  type CustomerMergeUndone,
  type UndoCustomerMergeInput,
  undoCustomerMerge,
} from './undo-customer-merge.ts'
export {
  PROFILE_FIELDS,
  type UpdateCustomerProfileInput,
  updateCustomerProfile,
} from './update-customer-profile.ts'
export { type CustomerWarned, type WarnCustomerInput, warnCustomer } from './warn-customer.ts'
