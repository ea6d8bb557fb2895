import { sql } from 'kysely'
import { builder } from '../builder.ts'
import { DrawStatus, RedemptionStatus } from '../enums.ts'
import { equals, flag } from '../filters.ts'
import { CODES, idIn, mapper } from '../mapping.ts'
import { Member } from '../membership/types.ts'
import { Draw, DrawPlay, DrawPrize, Redemption, Reward } from './types.ts'

Reward.fields((f) => ({
  id: f.id(),
  code: f.col('code', { type: 'String', description: 'The code that the shop chose.' }),
  name: f.col('name', { type: 'String', description: 'What it is.' }),
  points: f.col('points', { type: 'Int', description: 'What it takes.' }),
  stock: f.col('stock', {
    type: 'Int',
    nullable: true,
    description: 'Pieces that are left; null: as many as are wanted.',
  }),
  active: f.col('active', { type: 'Boolean', description: 'Whether it is offered now.' }),
  version: f.col('version', { type: 'Int', description: 'For `expectedVersion`.' }),
})).listed({
  filters: { active: flag('Offered now, or not.', (r) => r.active) },
  orders: {
    POINTS: {
      description: 'The least points first.',
      by: [{ column: 'points', cast: 'bigint' }],
      direction: 'ASC',
    },
  },
})

Redemption.fields((f) => ({
  id: f.id(),
  number: f.col('number', { type: 'String', description: 'Its number.' }),
  points: f.col('points', { type: 'Int', description: 'What it takes; 0: it was won.' }),
  status: f.col('status', { type: RedemptionStatus, description: 'What became of it.' }),
  createdAt: f.col('created_at', { type: 'DateTime', description: 'When it was asked for or won.' }),
  settledAt: f.col('settled_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When it was handed over or let go; null: not yet.',
  }),
  version: f.col('version', { type: 'Int', description: 'For `expectedVersion`.' }),
  reward: f.one(Reward, {
    nullable: false,
    description: 'What is handed over.',
    where: (w, r) => sql`${w.id} = ${r.reward_id}`,
  }),
  member: f.one(Member, {
    nullable: false,
    description: 'To whom.',
    where: (m, r) => sql`${m.customer_id} = ${r.customer_id}`,
  }),
})).listed({
  filters: { status: equals(RedemptionStatus, 'With this status.', (r) => r.status) },
  orders: {
    NEWEST: {
      description: 'Newest first.',
      by: [{ column: 'created_at', cast: 'timestamptz' }],
      direction: 'DESC',
    },
  },
})

Draw.fields((f) => ({
  id: f.id(),
  code: f.col('code', { type: 'String', description: 'The code that the shop chose.' }),
  name: f.col('name', { type: 'String', description: 'What it is called.' }),
  points: f.col('points', { type: 'Int', description: 'What a play costs.' }),
  status: f.col('status', { type: DrawStatus, description: 'Whether it can be played.' }),
  plays: f.col('plays', { type: 'Int', description: 'How often it was played.' }),
  seedHash: f.col('seed_hash', {
    type: 'String',
    description: 'The SHA-256 of the seed, published before the first play.',
  }),
  seed: f.col('seed', {
    type: 'String',
    nullable: true,
    description: 'The seed, once the draw is closed; null before.',
  }),
  openedAt: f.col('opened_at', { type: 'DateTime', description: 'When it was opened.' }),
  closedAt: f.col('closed_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When it was closed; null: it is open.',
  }),
  prizes: f.list(DrawPrize, {
    description: 'What can be won, in order.',
    where: (p, d) => sql`${p.draw_id} = ${d.id}`,
    order: (p) => [p.position],
  }),
  playsMade: f.connection(DrawPlay, {
    description: 'The plays, newest first.',
    where: (p, d) => sql`${p.draw_id} = ${d.id}`,
  }),
})).listed({
  filters: { status: equals(DrawStatus, 'Open or closed.', (d) => d.status) },
  orders: {
    NEWEST: {
      description: 'Newest first.',
      by: [{ column: 'opened_at', cast: 'timestamptz' }],
      direction: 'DESC',
    },
  },
})

DrawPrize.fields((f) => ({
  position: f.col('position', { type: 'Int', description: 'Its place among the prizes, from 1.' }),
  name: f.col('name', { type: 'String', description: 'What it is called.' }),
  weight: f.col('weight', { type: 'Int', description: 'Its share of the weights is its chance.' }),
  points: f.col('points', { type: 'Int', nullable: true, description: 'Points that are won; null: none.' }),
  stock: f.col('stock', {
    type: 'Int',
    nullable: true,
    description: 'Pieces at the beginning; null: as many as are drawn.',
  }),
  left: f.col('remaining', {
    type: 'Int',
    nullable: true,
    description: 'Pieces that are left; null: as many as are drawn.',
  }),
  reward: f.one(Reward, {
    description: 'The reward that is won; null: none.',
    where: (r, p) => sql`${r.id} = ${p.reward_id}`,
  }),
}))

DrawPlay.fields((f) => ({
  id: f.id(),
  nonce: f.col('nonce', { type: 'Int', description: 'Its number in the draw, without gaps.' }),
  clientSeed: f.col('client_seed', { type: 'String', description: 'What the player’s side chose.' }),
  roll: f.col('roll', { type: 'Int', description: 'The number that was drawn, from 0.' }),
  total: f.col('total', { type: 'Int', description: 'Of how many: the weights that took part.' }),
  playedAt: f.col('played_at', { type: 'DateTime', description: 'When.' }),
  prize: f.one(DrawPrize, {
    nullable: false,
    description: 'What came out.',
    where: (p, x) => sql`${p.id} = ${x.prize_id}`,
  }),
  redemption: f.one(Redemption, {
    description: 'The reward that is owed for it; null: none.',
    where: (r, x) => sql`${r.id} = ${x.redemption_id}`,
  }),
  member: f.one(Member, {
    nullable: false,
    description: 'Who played.',
    where: (m, x) => sql`${m.customer_id} = ${x.customer_id}`,
  }),
})).listed({
  filters: {},
  orders: {
    NEWEST: {
      description: 'Newest first.',
      by: [{ column: 'played_at', cast: 'timestamptz' }],
      direction: 'DESC',
    },
  },
})

builder.queryFields((t) => ({
  rewards: mapper.read(t, (f) => f.connection(Reward, { description: 'What points are exchanged for.' })),
  redemptions: mapper.read(t, (f) =>
    f.connection(Redemption, { description: 'Rewards that were asked for or won.' }),
  ),
  draws: mapper.read(t, (f) => f.connection(Draw, { description: 'The draws of the shop.' })),
  draw: mapper.read(t, (f) =>
    f.one(Draw, {
      description: 'One draw.',
      args: (arg) => ({ id: arg({ type: 'ID', required: true, description: 'Its id.' }) }),
      where: (d, _parent, c) =>
        sql`${d.id} = ${c.arg((args: { id: string }, viewer) => idIn(viewer, args.id, CODES.Draw))}::uuid`,
    }),
  ),
}))
