import { sql } from 'kysely'
import { PointsKind, PointsState } from '../enums.ts'
import { equals } from '../filters.ts'
import { CODES, mapper } from '../mapping.ts'
import { Order } from '../orders/types.ts'

export const PointsEntry = mapper.type('PointsEntry', 'points_entries', {
  code: CODES.PointsEntry,
  nodeGuard: 'member.read',
  description:
    'One immutable entry on an account of a member’s points (PTS-01…04). Entries come in journals that sum to zero with those of the shop.',
})

PointsEntry.fields((f) => ({
  id: f.id(),
  kind: f.col('kind', { type: PointsKind, description: 'What it comes from or went to.' }),
  state: f.col('account', {
    type: PointsState,
    description: 'On which account: pending, available or held.',
  }),
  points: f.col('points', {
    type: 'Int',
    description: 'Points: what comes into the account is above zero, what leaves it below.',
  }),
  reason: f.col('reason', { type: 'String', nullable: true, description: 'Why, for entries by hand.' }),
  expiresOn: f.col('expires_on', {
    type: 'Date',
    nullable: true,
    description: 'The last day on which these points can be spent.',
  }),
  occurredAt: f.col('occurred_at', { type: 'DateTime', description: 'When.' }),
  order: f.one(Order, {
    description: 'The order it belongs to.',
    where: (o, e) => sql`${o.id} = ${e.order_id}`,
  }),
})).listed({
  filters: {
    kind: equals(PointsKind, 'Of this kind.', (e) => e.kind),
    state: equals(PointsState, 'On this account.', (e) => e.account),
  },
  orders: {
    NEWEST: {
      description: 'Newest first.',
      by: [{ column: 'occurred_at', cast: 'timestamptz' }],
      direction: 'DESC',
    },
  },
})
