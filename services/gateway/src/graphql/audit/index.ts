import { sql } from 'kysely'
import { Agent } from '../agents/index.ts'
import { builder } from '../builder.ts'
import { equals, since } from '../filters.ts'
import { agentIn, CODES, mapper } from '../mapping.ts'

const AuditEntry = mapper.type('AuditEntry', 'audit_entries', {
  code: CODES.AuditEntry,
  guard: 'audit.read',
  description: 'Who did or saw what, by which permission, for which purpose. Names of fields, never values.',
  reaches: { team: (a, { viewer }) => agentIn.team(a.actor_id, viewer) },
})

AuditEntry.fields((f) => ({
  id: f.id(),
  actorKind: f.col('actor_kind', { type: 'String', description: 'AGENT, PARTNER or WORKER.' }),
  actor: f.one(Agent, { description: 'The agent.', where: (m, a) => sql`${m.agent_id} = ${a.actor_id}` }),
  permission: f.col('permission', { type: 'String', description: 'The permission that was used.' }),
  action: f.col('action', { type: 'String', description: 'What was done.' }),
  purpose: f.col('purpose', { type: 'String', nullable: true, description: 'What it was said to be for.' }),
  subjectType: f.col('subject_type', { type: 'String', description: 'The kind of thing it was done to.' }),
  fields: f.col('fields', { type: ['String'], description: 'The fields that were changed or seen.' }),
  at: f.col('at', { type: 'DateTime', description: 'When.' }),
})).listed({
  filters: {
    action: equals('String', 'This action.', (a) => a.action),
    from: since('At or after.', (a) => a.at),
  },
  orders: {
    NEWEST: { description: 'Newest first.', by: [{ column: 'at', cast: 'timestamptz' }], direction: 'DESC' },
  },
})

builder.queryField('auditEntries', (t) =>
  mapper.read(t, (f) =>
    f.connection(AuditEntry, { description: 'The audit, as far as the viewer sees it.' }),
  ),
)
