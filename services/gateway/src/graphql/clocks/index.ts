import { CLOCK_OF_VALUE } from '@cs/domain/labels'
import { citedRule } from '@cs/domain/rules'
import { sql } from 'kysely'
import { builder } from '../builder.ts'
import { Case } from '../cases/index.ts'
import { RuleType } from '../decisions/shape.ts'
import { ClockName, ClockResult, ClockSubject, PauseReason } from '../enums.ts'
import { before } from '../filters.ts'
import { CODES, idIn, mapper } from '../mapping.ts'
import { Order } from '../orders/types.ts'
import { Clock } from './types.ts'

Clock.fields((f) => ({
  id: f.id(),
  name: f.expr((k) => sql`upper(replace(${k.name}, '.', '_'))`, {
    type: ClockName,
    description: 'Which promise it is.',
  }),
  subject: f.expr(
    (k) =>
      sql`CASE ${k.subject_type} WHEN 'HandoverItem' THEN 'HANDOVER_ITEM' ELSE upper(${k.subject_type}) END`,
    {
      type: ClockSubject,
      description: 'Whether the promise was made on a case, an order, a review or an item of a hand-over.',
    },
  ),
  case: f.one(Case, {
    description: 'The case it was made on.',
    where: (c, k) => sql`${c.id} = ${k.case_id}`,
  }),
  order: f.one(Order, {
    description: 'The order it was made on, where it was not made on a case.',
    where: (o, k) => sql`${o.id} = ${k.subject_id}`,
  }),
  startedAt: f.col('started_at', { type: 'DateTime', description: 'When the promise was made.' }),
  targetAt: f.col('target_at', {
    type: 'DateTime',
    description: 'What is aimed at: the strictest limit of the sources in the pack.',
  }),
  warnAt: f.col('warn_at', {
    type: 'DateTime',
    description:
      'When it is warned of: after the share `clock.warn_at` of the wall-clock way to `breachAt` (Q58).',
  }),
  breachAt: f.col('breach_at', {
    type: 'DateTime',
    description:
      'The last moment at which it is kept. A refund that counts from the inspection shows a provisional one until then (Q13, AS-SLA-25).',
  }),
  remindAt: f.col('remind_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When the customer is reminded to send the goods back; null where nobody is reminded.',
  }),
  pausedAt: f.col('paused_at', {
    type: 'DateTime',
    nullable: true,
    description: 'It stands still since; when it goes on, its times move by as long as it stood (Q16).',
  }),
  pauseReason: f.col('pause_reason', {
    type: PauseReason,
    nullable: true,
    description: 'Why it stands still.',
  }),
  warnedAt: f.col('warned_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When it was told that most of the time is over.',
  }),
  breachedAt: f.col('breached_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When it was told that the latest time is over.',
  }),
  remindedAt: f.col('reminded_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When the customer was reminded.',
  }),
  stoppedAt: f.col('stopped_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When it was done or not owed any more; null while it runs or stands still.',
  }),
  result: f.col('result', {
    type: ClockResult,
    nullable: true,
    description: 'How it ended, judged by the times; null while it has not.',
  }),
  rules: f.col('rule_ids', {
    type: ['String'],
    description: 'The rules it comes from, such as `AS-SLA-07`; none where it is our own default.',
  }),
  promises: f.domain({
    type: [RuleType],
    description: 'What those rules promise, each with where it stands.',
    reads: (k) => sql<readonly string[]>`to_json(${k.rule_ids})`,
    run: (ids: readonly string[]) => ids.map(citedRule),
  }),
  pack: f.expr((k) => sql`${k.pack_id} || '@' || ${k.pack_version}`, {
    type: 'String',
    description: 'The pack under which it started, as id@version: a later one never rewrites it.',
  }),
  version: f.col('version', { type: 'Int', description: 'Counts the changes.' }),
})).listed({
  filters: {
    name: {
      type: ClockName,
      description: 'Of this promise.',
      decode: (value: string) => CLOCK_OF_VALUE[value] ?? value,
      sql: (k, value) => sql`${k.name} = ${value}::text`,
    },
    breachesBefore: before(
      'Kept only if done before then; now gives those that are broken.',
      (k) => k.breach_at,
    ),
  },
  orders: {
    CLOSEST_TO_BREACH: {
      description: 'The closest to its latest time first; only those that run now.',
      by: [{ column: 'breach_at', cast: 'timestamptz' }],
      direction: 'ASC',
      where: (k) => sql`${k.stopped_at} IS NULL AND ${k.paused_at} IS NULL`,
    },
  },
})

builder.queryFields((t) => ({
  clock: mapper.read(t, (f) =>
    f.one(Clock, {
      description: 'One promise, by id.',
      args: (arg) => ({ id: arg({ type: 'ID', required: true, description: 'The global id.' }) }),
      where: (k, _parent, c) =>
        sql`${k.id} = ${c.arg((args: { id: string }, viewer) => idIn(viewer, args.id, CODES.Clock))}::uuid`,
    }),
  ),
  clocks: mapper.read(t, (f) =>
    f.connection(Clock, {
      description: 'The promises that run now, over all cases and orders of the shop: what to watch.',
    }),
  ),
}))
