import { sql } from 'kysely'
import { PointsHoldStatus, PointsKind, PointsPurpose, PointsState } from '../enums.ts'
import { before, equals, since } from '../filters.ts'
import { Order } from '../orders/types.ts'
import { PointsEntry, PointsHold } from './types.ts'

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
    from: since('At or after.', (e) => e.occurred_at),
    before: before('Before.', (e) => e.occurred_at),
  },
  orders: {
    NEWEST: {
      description: 'Newest first.',
      by: [{ column: 'occurred_at', cast: 'timestamptz' }],
      direction: 'DESC',
    },
  },
})

PointsHold.fields((f) => ({
  id: f.id(),
  purpose: f.col('purpose', { type: PointsPurpose, description: 'For what.' }),
  points: f.col('points', { type: 'Int', description: 'How many.' }),
  status: f.col('status', { type: PointsHoldStatus, description: 'What became of them.' }),
  heldAt: f.col('held_at', { type: 'DateTime', description: 'Since when.' }),
  lapsesAt: f.col('lapses_at', {
    type: 'DateTime',
    description: 'They are let go then, unless they are spent or let go before.',
  }),
  settledAt: f.col('settled_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When they were spent or let go; null: not yet.',
  }),
  order: f.one(Order, {
    description: 'The order they are for.',
    where: (o, h) => sql`${o.id} = ${h.order_id}`,
  }),
})).listed({
  filters: { status: equals(PointsHoldStatus, 'With this status.', (h) => h.status) },
  orders: {
    NEWEST: {
      description: 'Newest first.',
      by: [{ column: 'held_at', cast: 'timestamptz' }],
      direction: 'DESC',
    },
  },
})
