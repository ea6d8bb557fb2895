export { formOfAddress, SALUTATIONS, type Salutation } from './address.ts'
export {
  BLACKLIST_REASONS,
  type BlacklistReason,
  WARNINGS_SKIPPED,
  type WarningSkipped,
} from './blacklist.ts'
export {
  CONSENT_PURPOSES,
  CONSENT_SOURCES,
  CONTACT_CHANNELS,
  type ConsentInForce,
  type ConsentPurpose,
  type ConsentSource,
  type ContactChannel,
  consentTo,
  leavesPlatform,
} from './consent.ts'
export {
  BEHAVIOUR_HINTS,
  type Behaviour,
  BUYING_HINTS,
  type BuyingStyle,
  type Hint,
  handlingHint,
} from './hints.ts'
export { judgeCustomer } from './judge.ts'
export { type OrderTimes, type ReviewedLifecycle, reviewLifecycle } from './lifecycle.ts'
export { playbookOf, type Segments } from './playbook.ts'
export type {
  BlacklistingFacts,
  CustomerAsk,
  CustomerFacts,
  CustomerRequest,
  MergeSide,
  OpenMatters,
} from './request.ts'
export {
  judgeReveal,
  PHONE_SEARCHES_PER_HOUR,
  REVEAL_DISPLAY_SECONDS,
  REVEAL_PURPOSES,
  REVEAL_RULES,
  REVEALS_PER_HOUR,
  type RevealFacts,
  type RevealPurpose,
} from './reveal.ts'
export { CUSTOMER_RULES, PLACING_RULES } from './rules/index.ts'
export {
  LIFECYCLES,
  type Lifecycle,
  type LifecycleFacts,
  lifecycleOf,
  VALUE_CLASSES,
  type ValueClass,
  type ValueFacts,
  valueClassOf,
} from './segments.ts'
