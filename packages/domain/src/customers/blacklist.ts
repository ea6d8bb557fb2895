export const BLACKLIST_REASONS = [
  'MALICIOUS_CLAIMS',
  'FRAUD',
  'ABUSE',
  'EXTORTION',
  'REFUSED_PARCELS',
] as const
/** What a customer is blacklisted for (CUS-TAG-03, C-44). */
export type BlacklistReason = (typeof BLACKLIST_REASONS)[number]

export const WARNINGS_SKIPPED = ['DANGER', 'FRAUD', 'UNREACHABLE'] as const
/** Why nobody warned the customer before; evidence is never skipped (Q65). */
export type WarningSkipped = (typeof WARNINGS_SKIPPED)[number]
