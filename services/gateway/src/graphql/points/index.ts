import { sql } from 'kysely'
import { PointsKind, PointsState } from '../enums.ts'
import { equals } from '../filters.ts'
import { CODES, mapper } from '../mapping.ts'
import { Order } from '../orders/types.ts'

export const PointsEntry = mapper.type('PointsEntry', 'points_entries', {
  code: CODES.PointsEntry,
  nodeGuard: 'member.read',
  description: 'One immutable entry of a points account (PTS-01…04).',
})

PointsEntry.fields((f) => ({
  id: f.id(),
  kind: f.col('kind', { type: PointsKind, description: 'What it comes from or went to.' }),
  state: f.col('state', { type: PointsState, description: 'Whether it counts yet.' }),
  points: f.col('points', { type: 'Int', description: 'Points: earned above zero, spent below.' }),
  reason: f.col('reason', { type: 'String', nullable: true, description: 'Why, for entries by hand.' }),
  expiresOn: f.col('expires_on', {
    type: 'Date',
    nullable: true,
    description: 'The last day on which they can be spent.',
  }),
  occurredAt: f.col('occurred_at', { type: 'DateTime', description: 'When.' }),
  order: f.one(Order, {
    description: 'The order it belongs to.',
    where: (o, e) => sql`${o.id} = ${e.order_id}`,
  }),
})).listed({
  filters: {
    kind: equals(PointsKind, 'Of this kind.', (e) => e.kind),
    state: equals(PointsState, 'In this state.', (e) => e.state),
  },
  orders: {
    NEWEST: {
      description: 'Newest first.',
      by: [{ column: 'occurred_at', cast: 'timestamptz' }],
      direction: 'DESC',
    },
  },
})
