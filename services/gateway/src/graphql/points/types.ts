import { CODES, mapper } from '../mapping.ts'

export const PointsEntry = mapper.type('PointsEntry', 'points_entries', {
  code: CODES.PointsEntry,
  nodeGuard: 'member.read',
  description:
    'One immutable entry on an account of a member’s points (PTS-01…04). Entries come in journals that sum to zero with those of the shop.',
})

export const PointsHold = mapper.type('PointsHold', 'points_holds', {
  code: CODES.PointsHold,
  nodeGuard: 'member.read',
  description:
    'Points that are set aside for an order, an exchange or a draw until that is certain (PTS-04).',
})
