import { CODES, mapper } from '../mapping.ts'

export const Blacklisting = mapper.type('Blacklisting', 'blacklistings', {
  code: CODES.Blacklisting,
  guard: 'customer.profile.read',
  description:
    'That new orders of a customer are refused for a time, on proof, with an appeal (CUS-TAG-03, C-44). The rights of old orders stay.',
})

export const CustomerWarning = mapper.type('CustomerWarning', 'customer_warnings', {
  guard: 'customer.profile.read',
  description: 'A warning that comes before a blacklisting (C-44).',
})

export const CustomerClassChange = mapper.type('CustomerClassChange', 'customer_classes', {
  guard: 'customer.profile.read',
  description: 'A class of a customer that changed, by an order or because time passed (C-23).',
})

export const OutsideContact = mapper.type('OutsideContact', 'outside_contacts', {
  guard: 'customer.profile.read',
  description: 'A contact outside the platform, with its reason and whether the customer had agreed (C-34).',
})

export const CustomerMerge = mapper.type('CustomerMerge', 'customer_merges', {
  code: CODES.CustomerMerge,
  guard: 'customer.profile.read',
  description: 'That two records became one: which went into which, and whether it was taken back (PRV-15).',
})
