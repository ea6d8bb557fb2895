import type { Where } from './coverage.ts'

/** Where the rows of area T stand. */
export const MEMBERSHIP_STATUS: Readonly<Record<string, Where>> = {
  'MEM-06': ['enforced', 'membership: enrolMember; tiers and benefits'],
  'MEM-07': ['enforced', 'membership: fulfilGift; follow-ups: regular care'],
  'PRC-03': ['computed', 'membership: benefits and progress of a member'],
}
