import { CODES, mapper } from '../mapping.ts'

export const Member = mapper.type('Member', 'members', {
  code: CODES.Member,
  key: 'customer_id',
  guard: 'member.read',
  description: 'A membership: tier, what it brings, and points (MEM-01…05, PTS-01…04).',
})

export const TierChange = mapper.type('TierChange', 'tier_changes', {
  code: CODES.TierChange,
  guard: 'member.read',
  description: 'What became of a tier, and the figures by which (Q42). Never changed.',
})

export const GiftGrant = mapper.type('GiftGrant', 'gift_grants', {
  code: CODES.GiftGrant,
  guard: 'member.read',
  description: 'A gift that a tier brought: one of a kind in a year (MEM-02, MEM-05).',
})
