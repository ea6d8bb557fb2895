import { sql } from 'kysely'
import { Agent } from '../agents/index.ts'
import { Case } from '../cases/index.ts'
import { ContactChannel, CustomerClassKind, OutsideContactReason } from '../enums.ts'
import { Customer } from './index.ts'
import { CustomerClassChange, CustomerMerge, OutsideContact } from './types.ts'

const newest = (column: string) => ({
  NEWEST: {
    description: 'Newest first.',
    by: [{ column, cast: 'timestamptz' }],
    direction: 'DESC' as const,
  },
})

CustomerClassChange.fields((f) => ({
  kind: f.col('kind', { type: CustomerClassKind, description: 'Which class.' }),
  from: f.col('from_class', { type: 'String', description: 'A value of `Lifecycle` or `ValueClass`.' }),
  to: f.col('to_class', { type: 'String', description: 'A value of `Lifecycle` or `ValueClass`.' }),
  at: f.col('at', { type: 'DateTime', description: 'When.' }),
})).listed({ filters: {}, orders: newest('at') as never })

OutsideContact.fields((f) => ({
  channel: f.col('channel', { type: ContactChannel, description: 'Through what.' }),
  reason: f.col('reason', { type: OutsideContactReason, description: 'Why.' }),
  consent: f.col('consent', { type: 'Boolean', description: 'Whether the customer had agreed to it.' }),
  note: f.col('note', {
    type: 'String',
    nullable: true,
    description: 'A note for colleagues.',
  }),
  by: f.one(Agent, { description: 'Who.', where: (a, o) => sql`${a.agent_id} = ${o.agent_id}` }),
  case: f.one(Case, { description: 'The case it was about.', where: (k, o) => sql`${k.id} = ${o.case_id}` }),
  at: f.col('at', { type: 'DateTime', description: 'When.' }),
})).listed({ filters: {}, orders: newest('at') as never })

CustomerMerge.fields((f) => ({
  id: f.id(),
  survivor: f.one(Customer, {
    description: 'The record that stayed.',
    where: (c, m) => sql`${c.id} = ${m.survivor_id}`,
  }),
  duplicate: f.one(Customer, {
    description: 'The record that went into it.',
    where: (c, m) => sql`${c.id} = ${m.duplicate_id}`,
  }),
  moved: f.col('moved', { type: 'Int', description: 'How many rows named the survivor since.' }),
  mergedBy: f.one(Agent, { description: 'Who.', where: (a, m) => sql`${a.agent_id} = ${m.merged_by}` }),
  mergedAt: f.col('merged_at', { type: 'DateTime', description: 'When.' }),
  undoneAt: f.col('undone_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When it was taken back; null: it holds.',
  }),
}))
