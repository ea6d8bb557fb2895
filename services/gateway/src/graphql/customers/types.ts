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
