import { sql } from 'kysely'
import { Agent } from '../agents/index.ts'
import { CODES, mapper } from '../mapping.ts'
import { DecisionRecord } from './index.ts'

export const TimelineEvent = mapper.type('TimelineEvent', 'events', {
  code: CODES.Event,
  nodeGuard: 'order.remark.read',
  description: 'A business fact in the past tense. Holds no personal data.',
})

TimelineEvent.fields((f) => ({
  id: f.id(),
  type: f.col('type', { type: 'String', description: 'What happened, such as `OrderCancelled`.' }),
  seq: f.expr((e) => sql`${e.seq}::text`, {
    type: 'String',
    nullable: true,
    description: 'Its place among all events, gap-free; null until the relay has numbered it.',
  }),
  occurredAt: f.col('occurred_at', { type: 'DateTime', description: 'When.' }),
  actor: f.one(Agent, {
    description: 'The agent who did it; null for partners and the worker.',
    where: (a, e) => sql`${a.agent_id} = ${e.actor_id}`,
  }),
  actorKind: f.col('actor_kind', { type: 'String', description: 'AGENT, PARTNER or WORKER.' }),
  rules: f.col('rule_ids', { type: ['String'], description: 'The rules that were judged.' }),
  pack: f.col('pack', { type: 'String', nullable: true, description: 'The pack in force, as id@version.' }),
  decision: f.one(DecisionRecord, {
    description: 'The decision behind it.',
    where: (d, e) => sql`${d.id} = ${e.decision_id}`,
  }),
})).listed({
  filters: {},
  orders: {
    NEWEST: {
      description: 'Newest first.',
      by: [{ column: 'occurred_at', cast: 'timestamptz' }],
      direction: 'DESC',
    },
  },
})
