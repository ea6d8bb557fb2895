import { sql } from 'kysely'
import { Evidence } from '../after-sales/types.ts'
import { Agent } from '../agents/index.ts'
import { builder } from '../builder.ts'
import { AppealResult, BlacklistReason, BlacklistStatus, WarningSkipped } from '../enums.ts'
import { equals } from '../filters.ts'
import { mapper } from '../mapping.ts'
import { Customer } from './index.ts'
import { Blacklisting, CustomerWarning } from './types.ts'

Blacklisting.fields((f) => ({
  id: f.id(),
  number: f.col('number', { type: 'String', description: 'The number of the blacklisting.' }),
  customer: f.one(Customer, {
    description: 'Whose orders are refused.',
    where: (c, b) => sql`${c.id} = ${b.customer_id}`,
  }),
  status: f.col('status', { type: BlacklistStatus, description: 'Whether it holds.' }),
  reason: f.col('reason', { type: BlacklistReason, description: 'What for.' }),
  since: f.col('since', { type: 'DateTime', description: 'Since when.' }),
  until: f.col('until', { type: 'DateTime', description: 'It ends by itself then.' }),
  endedAt: f.col('ended_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When it ended; null: it holds.',
  }),
  warnedAt: f.col('warned_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When the customer was warned before.',
  }),
  warningSkipped: f.col('warning_skipped', {
    type: WarningSkipped,
    nullable: true,
    description: 'Why no warning came first (Q65).',
  }),
  proposedBy: f.one(Agent, {
    description: 'Who proposed it.',
    where: (a, b) => sql`${a.agent_id} = ${b.proposed_by}`,
  }),
  approvedBy: f.one(Agent, {
    description: 'Who approved it; never who proposed it.',
    where: (a, b) => sql`${a.agent_id} = ${b.approved_by}`,
  }),
  appealedAt: f.col('appealed_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When the customer appealed.',
  }),
  appeal: f.col('appeal', {
    type: 'String',
    nullable: true,
    guard: 'customer.blacklist.propose',
    description: 'What the customer says against it.',
  }),
  appealResult: f.col('appeal_result', {
    type: AppealResult,
    nullable: true,
    description: 'What came of the appeal; null: none was made, or it waits.',
  }),
  evidence: f.list(Evidence, {
    description: 'The proof it rests on.',
    where: (e, b, context) => {
      const { from, where } = context.scoped('blacklisting_evidence', 'proof')
      return sql`EXISTS (SELECT FROM ${from} WHERE ${where} AND proof.blacklisting_id = ${b.id} AND proof.evidence_id = ${e.id})`
    },
    order: (e) => [e.added_at, e.id],
  }),
  version: f.col('version', { type: 'Int', description: 'Counts the changes.' }),
})).listed({
  filters: { status: equals(BlacklistStatus, 'That hold, ran out or were lifted.', (b) => b.status) },
  orders: {
    NEWEST: {
      description: 'Newest first.',
      by: [{ column: 'since', cast: 'timestamptz' }],
      direction: 'DESC',
    },
  },
})

CustomerWarning.fields((f) => ({
  text: f.col('text', { type: 'String', description: 'What the customer was told.' }),
  by: f.one(Agent, { description: 'Who warned.', where: (a, w) => sql`${a.agent_id} = ${w.warned_by}` }),
  at: f.col('at', { type: 'DateTime', description: 'When.' }),
}))

builder.queryFields((t) => ({
  blacklistings: mapper.read(t, (f) =>
    f.connection(Blacklisting, { description: 'Whose orders are or were refused (CUS-TAG-03, C-44).' }),
  ),
}))
